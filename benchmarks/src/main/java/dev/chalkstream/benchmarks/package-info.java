/** Measures Chalkstream. Not published. */
@NullMarked
package dev.chalkstream.benchmarks;

import org.jspecify.annotations.NullMarked;
