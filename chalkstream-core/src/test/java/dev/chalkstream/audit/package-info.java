/**
 * Audits playlists against the rules of the HLS draft. Shares no code with what it audits: it reads
 * text.
 */
@NullMarked
package dev.chalkstream.audit;

import org.jspecify.annotations.NullMarked;
