package dev.chalkstream.benchmarks.manifest;

/**
 * A segment or a part.
 *
 * @param rendition which rendition it belongs to, from 0
 * @param number its number within that, from 0
 */
record Item(int rendition, int number) {}
