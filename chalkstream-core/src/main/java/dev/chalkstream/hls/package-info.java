/**
 * HLS media playlists as values, and how they are read and written. Terms and rules are those of
 * draft-pantos-hls-rfc8216bis.
 */
@NullMarked
package dev.chalkstream.hls;

import org.jspecify.annotations.NullMarked;
