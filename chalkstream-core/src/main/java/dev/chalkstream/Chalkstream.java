package dev.chalkstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

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

  private static final int MAX_CACHED_STREAMS = 10_000;
  private static final Duration CACHE_IDLE_TIME = Duration.ofMinutes(5);

  /** More names than this are never in use for one digest at the same time by chance. */
  private static final int MAX_NAMES_TRIED = 8;

  /** The greatest number of nine digits, which is what a name has room for. */
  private static final int MAX_COPY = 999_999_999;

  private final StreamHead.Node node;
  private final LoadingCache<StreamId, StreamHead> heads;

  private Chalkstream(Builder builder) {
    String writer = Long.toHexString(new SecureRandom().nextLong());
    StreamHead.Node shared =
        new StreamHead.Node(
            builder.store, builder.policy, builder.clock, builder.refreshInterval, writer);
    this.node = shared;
    this.heads =
        Caffeine.newBuilder()
            .maximumSize(MAX_CACHED_STREAMS)
            .expireAfterAccess(CACHE_IDLE_TIME)
            .build(stream -> new StreamHead(stream, shared));
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
    return node.policy();
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
    UploadCheck.check(upload, node.policy());
    StreamId stream = upload.session().streamId();
    StreamHead head = heads.get(stream);
    var name = new SegmentName(upload.digest(), 0);
    for (int tried = 0; tried < MAX_NAMES_TRIED; tried++) {
      Append append = Append.of(upload, name);
      AppendOutcome outcome = preview(head, append);
      if (outcome instanceof Accepted expected && expected.result() != IngestResult.UNCHANGED) {
        node.store()
            .putIf(
                Keys.segment(stream, name), BlobContent.of(upload.body()), PutCondition.always());
        outcome = head.change(editor -> editor.append(append));
      }
      if (outcome instanceof Accepted accepted) {
        return accepted.result();
      }
      if (outcome instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
      name = name.withCopy(ThreadLocalRandom.current().nextInt(1, MAX_COPY));
    }
    throw new IOException("found no free name for a segment of stream " + stream);
  }

  /** What is refused is not stored; but only the store itself, read anew, can refuse. */
  private static AppendOutcome preview(StreamHead head, Append append) throws IOException {
    AppendOutcome outcome = head.preview(editor -> editor.append(append), false);
    boolean ends =
        outcome instanceof Rejected
            || (outcome instanceof Accepted accepted
                && accepted.result() == IngestResult.UNCHANGED);
    return ends ? head.preview(editor -> editor.append(append), true) : outcome;
  }

  /**
   * Ends a broadcast at once: the playlist gets its end mark. A later segment under the same
   * session resumes it. Completing what is complete, or was never started, changes nothing.
   *
   * @param session the broadcaster's session
   * @throws IOException if the store is at fault
   */
  public void complete(SessionId session) throws IOException {
    heads
        .get(session.streamId())
        .change(
            editor -> {
              editor.complete();
              return session;
            });
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
    return heads.get(stream).current().playlist();
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
    return node.store().get(Keys.segment(stream, name), range);
  }

  /**
   * Tells how a stream is doing.
   *
   * @param stream the stream
   * @return its status; an unknown stream is {@linkplain StreamStatus.State#WAITING waiting}
   * @throws IOException if the store is at fault
   */
  public StreamStatus status(StreamId stream) throws IOException {
    return StatusReport.of(heads.get(stream).current());
  }

  /** Releases what the instance holds; the store stays open. Closing again does nothing. */
  @Override
  public void close() {
    heads.invalidateAll();
  }

  /** Collects what makes an instance. Not safe for use by many threads. */
  public static final class Builder {

    private final BlobStore store;
    private StreamPolicy policy = StreamPolicy.defaults();
    private InstantSource clock = InstantSource.system();
    private Duration refreshInterval = Duration.ofMillis(500);

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
     * Sets how long what was read of a stream is taken for current, and so how much later viewers
     * at this instance may see what another instance has taken. What this instance takes itself,
     * its viewers see at once.
     *
     * @param refreshInterval zero or more; half a second if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder refreshInterval(Duration refreshInterval) {
      if (refreshInterval.isNegative()) {
        throw new IllegalArgumentException(
            "a refresh interval is not negative: " + refreshInterval);
      }
      this.refreshInterval = refreshInterval;
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
