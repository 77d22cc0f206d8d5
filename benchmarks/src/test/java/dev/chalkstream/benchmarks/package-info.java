/** Tests of what measures. */
@NullMarked
package dev.chalkstream.benchmarks;

import org.jspecify.annotations.NullMarked;
