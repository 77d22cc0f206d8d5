/**
 * Blobs in a bucket of an S3-compatible object store. Start with {@link
 * dev.chalkstream.storage.s3.S3BlobStore}, or open an {@code s3:} URI with {@link
 * dev.chalkstream.storage.BlobStores}.
 */
@NullMarked
package dev.chalkstream.storage.s3;

import org.jspecify.annotations.NullMarked;
