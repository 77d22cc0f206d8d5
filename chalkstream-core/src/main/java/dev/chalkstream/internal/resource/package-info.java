/**
 * What all streams of a node share: threads, how long requests wait for them, tasks for which
 * several wait, and shares of the heap. All is bounded. It knows of storage only what damage is.
 */
@NullMarked
package dev.chalkstream.internal.resource;

import org.jspecify.annotations.NullMarked;
