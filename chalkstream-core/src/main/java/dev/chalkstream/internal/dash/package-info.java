/**
 * Tracks of CMAF as encoders push them (DASH-IF Live Media Ingest Protocol, interface 1; ffmpeg's
 * {@code dash} and {@code mp4} muxers): how an address names a track, how a body is cut into
 * chunks, and how chunks become segments. It knows no stream, no store, no clock and no thread, and
 * is not exported.
 */
@NullMarked
package dev.chalkstream.internal.dash;

import org.jspecify.annotations.NullMarked;
