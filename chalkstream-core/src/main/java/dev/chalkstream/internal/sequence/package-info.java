/**
 * Puts the segments of a stream in order: runs, numbers, gaps, discontinuities, the window of the
 * playlist and what is to be deleted. The stream while it is changed is {@code Broadcast}. It is
 * pure, knows what is stored of a stream, and nothing of names that encoders push.
 */
@NullMarked
package dev.chalkstream.internal.sequence;

import org.jspecify.annotations.NullMarked;
