/**
 * Streams: what is published, what is played, and how the one becomes the other. Start with {@link
 * dev.chalkstream.Chalkstream}.
 */
@NullMarked
package dev.chalkstream;

import org.jspecify.annotations.NullMarked;
