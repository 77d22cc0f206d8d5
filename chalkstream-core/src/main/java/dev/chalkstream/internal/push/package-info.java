/**
 * What encoders push as HLS: segments under names of their own, and the playlists that number them.
 * A push is put in order by its playlist, however the two arrive. It is pure, and hands on to the
 * sequencing of numbers what it has found the numbers of.
 */
@NullMarked
package dev.chalkstream.internal.push;

import org.jspecify.annotations.NullMarked;
