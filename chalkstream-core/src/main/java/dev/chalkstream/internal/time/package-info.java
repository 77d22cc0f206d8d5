/**
 * The time of a node, which never goes back, and how it is corrected by the time of the store.
 * Nothing else in this library asks a clock of the system. It knows the store and the metrics.
 */
@NullMarked
package dev.chalkstream.internal.time;

import org.jspecify.annotations.NullMarked;
