package dev.chalkstream.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store of blobs under string keys, with compare-and-set: all that Chalkstream asks of a backend.
 *
 * <p>What every implementation promises, and {@code BlobStoreContract} in the module {@code
 * chalkstream-storage-tck} checks:
 *
 * <ul>
 *   <li><b>Whole or not at all.</b> A blob appears under its key with all its bytes, or it does not
 *       appear. No reader ever sees a part of one, also when the writer dies half-way, and a reader
 *       that has opened a blob reads that blob to its end, whatever is put or deleted meanwhile.
 *   <li><b>Compare-and-set.</b> {@link #putIf} decides and writes in one atomic step, between
 *       threads, processes and machines that share the store. A backend that cannot do so must fail
 *       when it is opened.
 *   <li><b>Read your writes.</b> What a call has stored or deleted, every later call on any node
 *       sees, listings included.
 *   <li><b>Outcomes are values.</b> An absent key and a failed condition are empty results. An
 *       {@link IOException} means a fault: the store is out of reach, full, damaged or closed. A
 *       write that ended in a fault may have happened all the same.
 *   <li><b>Damage is a fault.</b> A blob that is there and whose bytes are not those that were
 *       stored is never taken for an absent one. A backend that can tell throws a {@link
 *       DamagedBlobException}: from {@link #get} or while the body is read, before the last byte of
 *       the body is given out, and from {@link #head} if it can tell there. {@link #list} shows the
 *       blob among the others, with a size, version and time as far as they can be told; one
 *       damaged blob neither ends a listing nor is left out of it. Its key is not absent: {@link
 *       PutCondition#ifAbsent} does not hold. Where the version cannot be told, a put {@link
 *       PutCondition#ifVersion} is a {@code DamagedBlobException} too. A put without a condition
 *       replaces the blob, and {@link #delete} deletes it. What a writer that died has left
 *       unfinished is no blob, and never shows.
 *   <li><b>Full is a fault of its own.</b> A put for which there is no room throws a {@link
 *       StoreFullException} and changes nothing; {@linkplain BlobContent#isCritical() critical}
 *       content has more room than other content, where the backend can arrange that. Reading,
 *       listing and deleting go on.
 *   <li><b>A store does not turn into another.</b> While what was opened is not there (a file
 *       system that is not mounted, a table that was dropped), every call is a fault; nothing is
 *       absent then, and nothing is made in its place. When it is back, the open store works again.
 *   <li><b>Calls end.</b> A store that is out of reach says so within some seconds. Callers bound
 *       what waits for it, but a call that never returns holds a thread for ever.
 *   <li><b>Versions.</b> A {@link BlobVersion} names the state of one key. It may be derived from
 *       the bytes, so two puts of identical bytes may share one: a caller that must tell them apart
 *       writes something unique into the blob. Versions of different bytes differ, also when the
 *       key was deleted and created again in between.
 *   <li><b>One clock.</b> The {@linkplain BlobInfo#lastModified() time} of a blob is told by a
 *       clock that all nodes share, such as the server's, and not by that of the node which stored
 *       it: nodes correct theirs by it, and tell the age of streams.
 *   <li><b>Keys are names, not places.</b> A caller never uses a key together with another that
 *       continues it behind a slash ({@code a} and {@code a/b}); what a store does then is
 *       undefined.
 * </ul>
 *
 * <p>All methods are blocking and safe for use by many threads at once. After {@link #close} every
 * method but {@code close} throws an {@link IOException}.
 */
public interface BlobStore extends Closeable {

  /**
   * Opens a blob for reading.
   *
   * @param key which blob
   * @param range which bytes of it; a range that lies wholly beyond the end yields an empty body
   * @return the blob, which the caller closes, or empty if there is none under the key
   * @throws DamagedBlobException if the blob is there and damaged
   * @throws IOException if the store is at fault
   */
  Optional<Blob> get(BlobKey key, ByteRange range) throws IOException;

  /**
   * Stores a blob if a condition holds, replacing the one there was.
   *
   * @param key where
   * @param body the bytes; if it yields fewer or more than its {@linkplain BlobContent#length()
   *     length}, nothing is stored and an {@code IOException} is thrown. A body of any valid
   *     {@linkplain BlobContent#mediaType() media type} is stored
   * @param condition what must be true of the key at the instant of writing
   * @return the version stored, or empty if the condition did not hold, and then nothing has
   *     changed
   * @throws DamagedBlobException if a version is to be compared and that of the blob that is there
   *     cannot be told, because it is damaged; nothing has changed then
   * @throws StoreFullException if there is no room; nothing has changed then
   * @throws IOException if the store or the body is at fault; the blob may then be stored or not,
   *     but never in part
   */
  Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException;

  /**
   * Describes a blob without reading it.
   *
   * @param key which blob
   * @return what is known of it, or empty if there is none under the key
   * @throws DamagedBlobException if the blob is there, and can be told to be damaged without
   *     reading its bytes
   * @throws IOException if the store is at fault
   */
  Optional<BlobInfo> head(BlobKey key) throws IOException;

  /**
   * Lists the blobs whose keys begin with a prefix, in ascending order of their keys as ASCII
   * strings.
   *
   * <p>The stream is lazy and hides paging. Blobs put or deleted while it is read may or may not
   * show; every other appears exactly once. The caller closes the stream.
   *
   * @param prefix the beginning of the keys, compared character by character and not by path
   *     element; {@code ""} lists everything, and one that no key can begin with lists nothing
   * @return the blobs found; its operations throw {@link java.io.UncheckedIOException} for faults
   *     on the way
   * @throws IOException if the store is at fault
   */
  Stream<BlobInfo> list(String prefix) throws IOException;

  /**
   * Deletes a blob. Deleting one that is not there is no error.
   *
   * @param key which blob
   * @throws IOException if the store is at fault; the blob may then be deleted or not
   */
  void delete(BlobKey key) throws IOException;

  /**
   * Releases what the store holds open. Closing a second time does nothing.
   *
   * @throws IOException if the store is at fault
   */
  @Override
  void close() throws IOException;
}
