/**
 * Takes uploads: checks the bytes against what was said of them, stores them, and has the stream
 * changed. What was stored and is not listed is deleted again. It knows the streams of the node,
 * the segments in memory and what the transition answers.
 */
@NullMarked
package dev.chalkstream.internal.ingest;

import org.jspecify.annotations.NullMarked;
