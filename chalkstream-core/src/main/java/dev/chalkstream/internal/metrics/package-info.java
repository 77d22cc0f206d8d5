/**
 * Counts and times what an instance does, behind {@link dev.chalkstream.ChalkstreamMetrics}. A
 * watched store is a store like any other. It knows the public package and the storage contract.
 */
@NullMarked
package dev.chalkstream.internal.metrics;

import org.jspecify.annotations.NullMarked;
