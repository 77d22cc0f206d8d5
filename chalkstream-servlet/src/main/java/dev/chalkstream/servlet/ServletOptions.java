package dev.chalkstream.servlet;

import java.util.Objects;
import java.util.Optional;

/**
 * Who may publish and watch through a servlet, and how much of it: what the init-parameters say,
 * for servlets that are made from code. Limits hold for one servlet, not for all nodes together.
 * Immutable.
 */
public final class ServletOptions {

  private static final ServletOptions DEFAULTS = builder().build();

  private final IngestAuthorizer ingest;
  private final PlaybackAuthorizer playback;
  private final CorsPolicy cors;
  private final SegmentRedirect segmentRedirect;
  private final Optional<ViewerCounts> viewerCounts;
  private final long maxUploadBytes;
  private final int maxUploadsPerMinute;
  private final int maxLiveStreams;

  private ServletOptions(Builder builder) {
    this.ingest = builder.ingest;
    this.playback = builder.playback;
    this.cors = builder.cors;
    this.segmentRedirect = builder.segmentRedirect;
    this.viewerCounts = builder.viewerCounts;
    this.maxUploadBytes = builder.maxUploadBytes;
    this.maxUploadsPerMinute = builder.maxUploadsPerMinute;
    this.maxLiveStreams = builder.maxLiveStreams;
  }

  /**
   * Everyone may publish and watch, from pages of any origin.
   *
   * @return the defaults that {@link Builder} names
   */
  public static ServletOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Begins options from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  IngestAuthorizer ingest() {
    return ingest;
  }

  PlaybackAuthorizer playback() {
    return playback;
  }

  CorsPolicy cors() {
    return cors;
  }

  SegmentRedirect segmentRedirect() {
    return segmentRedirect;
  }

  Optional<ViewerCounts> viewerCounts() {
    return viewerCounts;
  }

  /** Zero for a quarter of the heap. */
  long maxUploadBytes() {
    return maxUploadBytes;
  }

  /** Zero for any number. */
  int maxUploadsPerMinute() {
    return maxUploadsPerMinute;
  }

  /** Zero for any number. */
  int maxLiveStreams() {
    return maxLiveStreams;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {

    private IngestAuthorizer ingest = IngestAuthorizer.ALLOW_ALL;
    private PlaybackAuthorizer playback = PlaybackAuthorizer.ALLOW_ALL;
    private CorsPolicy cors = CorsPolicy.anyOrigin();
    private SegmentRedirect segmentRedirect = SegmentRedirect.none();
    private Optional<ViewerCounts> viewerCounts = Optional.empty();
    private long maxUploadBytes;
    private int maxUploadsPerMinute;
    private int maxLiveStreams;

    private Builder() {}

    /**
     * Sets who may publish.
     *
     * @param authorizer decides; {@link IngestAuthorizer#ALLOW_ALL} if not set
     * @return this
     */
    public Builder ingest(IngestAuthorizer authorizer) {
      this.ingest = Objects.requireNonNull(authorizer, "authorizer");
      return this;
    }

    /**
     * Sets who may watch.
     *
     * @param authorizer decides; {@link PlaybackAuthorizer#ALLOW_ALL} if not set
     * @return this
     */
    public Builder playback(PlaybackAuthorizer authorizer) {
      this.playback = Objects.requireNonNull(authorizer, "authorizer");
      return this;
    }

    /**
     * Sets which web pages may use the servlet.
     *
     * @param policy the policy; {@link CorsPolicy#anyOrigin()} if not set
     * @return this
     */
    public Builder cors(CorsPolicy policy) {
      this.cors = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets where viewers are sent for segments.
     *
     * @param redirect the place; {@link SegmentRedirect#none()} if not set
     * @return this
     */
    public Builder segmentRedirect(SegmentRedirect redirect) {
      this.segmentRedirect = Objects.requireNonNull(redirect, "redirect");
      return this;
    }

    /**
     * Sets where viewers are counted.
     *
     * @param counts the counts; viewers are not counted if not set
     * @return this
     */
    public Builder viewerCounts(ViewerCounts counts) {
      this.viewerCounts = Optional.of(counts);
      return this;
    }

    /**
     * Sets how many bytes uploads may take up in memory, from all clients together: what has come
     * of bodies that are on the way, what their buffers need to grow, bodies that are being stored
     * or wait for that, and what is made of playlists that are read. Whose upload goes beyond is
     * not read while bodies that are being stored will make room, for the upload timeout at most,
     * and else told to come again (503; or 429 if its own session is what takes up the room). One
     * session has half of the bytes for what waits to be stored. Before anybody is refused, the
     * largest of those give way, in the same words, of which less than 64 KB have come in two
     * seconds, so that nobody keeps others out by sending next to nothing; not so without
     * asynchronous requests, where a thread waits for each.
     *
     * @param maxUploadBytes no less than twice the largest segment; a quarter of the largest heap
     *     if not set, and if that is less than twice the largest segment, segments of more than
     *     half of it are refused (413)
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxUploadBytes(long maxUploadBytes) {
      if (maxUploadBytes < 1) {
        throw new IllegalArgumentException("uploads need memory, not " + maxUploadBytes);
      }
      this.maxUploadBytes = maxUploadBytes;
      return this;
    }

    /**
     * Sets how many uploads a session may send in a minute, those that are refused included:
     * segments, the playlists of encoders that push HLS, which mostly come with each segment, and
     * completions of what is not live. After a pause it may send as many at once. Who sends more is
     * told to wait (429).
     *
     * @param maxUploadsPerMinute the number of uploads, or 0 for any number, as if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxUploadsPerMinute(int maxUploadsPerMinute) {
      this.maxUploadsPerMinute = notNegative(maxUploadsPerMinute);
      return this;
    }

    /**
     * Sets how many streams may be live at once. A stream is live from its first segment or pushed
     * playlist until it is completed, or until the policy's completion timeout has passed without
     * either. Who begins one more is told to come later (429).
     *
     * @param maxLiveStreams the number of streams, or 0 for any number, as if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxLiveStreams(int maxLiveStreams) {
      this.maxLiveStreams = notNegative(maxLiveStreams);
      return this;
    }

    private static int notNegative(int limit) {
      if (limit < 0) {
        throw new IllegalArgumentException("a limit is not negative: " + limit);
      }
      return limit;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public ServletOptions build() {
      return new ServletOptions(this);
    }
  }
}
