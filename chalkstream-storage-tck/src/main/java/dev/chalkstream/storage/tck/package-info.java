/**
 * The compatibility kit for storage backends. Extend {@link
 * dev.chalkstream.storage.tck.BlobStoreContract} in the tests of a backend.
 */
@NullMarked
package dev.chalkstream.storage.tck;

import org.jspecify.annotations.NullMarked;
