package dev.chalkstream.benchmarks.manifest;

/**
 * An item that is to be recorded in a manifest.
 *
 * @param recorded happens once it is
 * @param failed happens when it is not, and the store is to blame
 */
record Change(Item item, Runnable recorded, Runnable failed) {}
