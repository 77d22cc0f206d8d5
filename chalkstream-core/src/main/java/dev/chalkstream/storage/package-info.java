/**
 * The storage contract: a small key-value store for blobs with compare-and-set, and how one is
 * found by its URI. Start with {@link dev.chalkstream.storage.BlobStore}.
 */
@NullMarked
package dev.chalkstream.storage;

import org.jspecify.annotations.NullMarked;
