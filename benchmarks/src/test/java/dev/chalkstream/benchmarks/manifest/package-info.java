/** Tests of the simulation. */
@NullMarked
package dev.chalkstream.benchmarks.manifest;

import org.jspecify.annotations.NullMarked;
