/**
 * Blobs as files. Start with {@link dev.chalkstream.storage.fs.FileBlobStore}, or open a {@code
 * file:} URI with {@link dev.chalkstream.storage.BlobStores}.
 */
@NullMarked
package dev.chalkstream.storage.fs;

import org.jspecify.annotations.NullMarked;
