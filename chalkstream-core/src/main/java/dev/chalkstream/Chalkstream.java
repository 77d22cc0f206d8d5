package dev.chalkstream;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Live streams on a blob store: takes segments from broadcasters and hands playlists and segments
 * to viewers.
 *
 * <p>All state is in the store. Any number of instances, on any number of machines, may share one:
 * each can take any upload and serve any viewer. An instance keeps a bounded cache of what it has
 * read.
 *
 * <p>Safe for use by many threads. The methods block while the store is at work.
 */
public final class Chalkstream implements AutoCloseable {

  private final BlobStore store;
  private final StreamPolicy policy;

  private Chalkstream(Builder builder) {
    this.store = builder.store;
    this.policy = builder.policy;
  }

  /**
   * Begins an instance.
   *
   * @param store where streams are kept; not closed by the instance
   * @return a builder
   */
  public static Builder builder(BlobStore store) {
    return new Builder(store);
  }

  /**
   * The policy of new streams.
   *
   * @return the policy
   */
  public StreamPolicy policy() {
    return policy;
  }

  /**
   * Takes a segment. When this returns, the segment is stored, and listed or waiting for an earlier
   * one; the death of the process does not undo it. The same segment again changes nothing.
   *
   * @param upload the segment
   * @return what has become of it
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws IOException if the store is at fault; the same upload may be tried again
   */
  public IngestResult ingest(SegmentUpload upload) throws SegmentRejectedException, IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends a broadcast at once: the playlist gets its end mark. A later segment under the same
   * session resumes it. Completing what is complete, or was never started, changes nothing.
   *
   * @param session the broadcaster's session
   * @throws IOException if the store is at fault
   */
  public void complete(SessionId session) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The playlist of a stream.
   *
   * @param stream the stream
   * @return the playlist as of the latest revision that this instance knows, or empty if the stream
   *     has no segment yet
   * @throws IOException if the store is at fault and this instance knows no earlier playlist
   */
  public Optional<PlaylistSnapshot> playlist(StreamId stream) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a stored segment.
   *
   * @param stream the stream
   * @param name the segment
   * @param range which bytes of it
   * @return the segment, which the caller closes, or empty if there is none of that name
   * @throws IOException if the store is at fault
   */
  public Optional<Blob> segment(StreamId stream, SegmentName name, ByteRange range)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells how a stream is doing.
   *
   * @param stream the stream
   * @return its status; an unknown stream is {@linkplain StreamStatus.State#WAITING waiting}
   * @throws IOException if the store is at fault
   */
  public StreamStatus status(StreamId stream) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Releases what the instance holds; the store stays open. Closing again does nothing. */
  @Override
  public void close() {}

  /** Collects what makes an instance. Not safe for use by many threads. */
  public static final class Builder {

    private final BlobStore store;
    private StreamPolicy policy = StreamPolicy.defaults();
    private InstantSource clock = InstantSource.system();

    private Builder(BlobStore store) {
      this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how new streams behave.
     *
     * @param policy the policy; {@link StreamPolicy#defaults()} if not set
     * @return this
     */
    public Builder policy(StreamPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets where the time comes from.
     *
     * @param clock the source; the system's clock if not set
     * @return this
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Makes the instance.
     *
     * @return an instance, ready for use
     */
    public Chalkstream build() {
      return new Chalkstream(this);
    }
  }
}
