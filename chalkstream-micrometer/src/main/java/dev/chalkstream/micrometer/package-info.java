/**
 * The numbers of an instance as meters of a registry of Micrometer's, and so in any monitoring
 * system that it knows. Start with {@link dev.chalkstream.micrometer.ChalkstreamMeters}.
 */
@NullMarked
package dev.chalkstream.micrometer;

import org.jspecify.annotations.NullMarked;
