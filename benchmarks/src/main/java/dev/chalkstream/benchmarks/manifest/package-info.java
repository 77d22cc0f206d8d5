/**
 * Simulates, in virtual time, how nodes commit to the manifest of one stream by compare-and-set, on
 * stores of several kinds. Nothing here is a part of the library; what it models of the library
 * names the class that it models.
 */
@NullMarked
package dev.chalkstream.benchmarks.manifest;

import org.jspecify.annotations.NullMarked;
