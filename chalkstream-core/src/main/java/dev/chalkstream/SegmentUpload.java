package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A media segment on its way in: its bytes, and what the broadcaster says of them. Immutable, as
 * long as the bytes are left alone.
 */
public final class SegmentUpload {

  /** The longest segment that is taken. */
  public static final Duration MAX_DURATION = Duration.ofMinutes(5);

  /** The greatest sequence number. */
  public static final long MAX_SEQUENCE = 999_999_999_999_999_999L;

  /** The greatest length of a run's id, in characters. */
  public static final int MAX_RUN_LENGTH = 64;

  private final SessionId session;
  private final SegmentDigest digest;
  private final long sequence;
  private final Duration duration;
  private final ByteBuffer body;
  private final @Nullable String run;
  private final @Nullable TargetDuration targetDuration;
  private final @Nullable SegmentDigest initialization;

  private SegmentUpload(Builder builder) {
    this.session = Objects.requireNonNull(builder.session, "session");
    this.digest = Objects.requireNonNull(builder.digest, "digest");
    this.sequence = builder.sequence;
    this.duration = Objects.requireNonNull(builder.duration, "duration");
    this.body = Objects.requireNonNull(builder.body, "body");
    this.run = builder.run;
    this.targetDuration = builder.targetDuration;
    this.initialization = builder.initialization;
  }

  /**
   * Begins an upload.
   *
   * @param session whose stream it goes to
   * @return a builder, on which {@code digest}, {@code duration} and {@code body} must be set too
   */
  public static Builder builder(SessionId session) {
    return new Builder(session);
  }

  /**
   * Whose stream it goes to.
   *
   * @return the session id
   */
  public SessionId session() {
    return session;
  }

  /**
   * What the body's digest is said to be.
   *
   * @return the digest
   */
  public SegmentDigest digest() {
    return digest;
  }

  /**
   * The segment's place in its run.
   *
   * @return a number from 0, counting up by one
   */
  public long sequence() {
    return sequence;
  }

  /**
   * How long the segment is said to play.
   *
   * @return a positive duration of at most {@link #MAX_DURATION}, in whole microseconds
   */
  public Duration duration() {
    return duration;
  }

  /**
   * The segment's bytes.
   *
   * @return a buffer with a position and limit of its own
   */
  public ByteBuffer body() {
    return body.duplicate();
  }

  /**
   * Which run of the broadcaster this belongs to, where it says so. A new id begins a run, whose
   * sequence numbers count from 0 again.
   *
   * @return the run's id
   */
  public Optional<String> run() {
    return Optional.ofNullable(run);
  }

  /**
   * The target duration that the broadcaster intends for the stream. It counts with the first
   * segment of a stream only.
   *
   * @return the target duration
   */
  public Optional<TargetDuration> targetDuration() {
    return Optional.ofNullable(targetDuration);
  }

  /**
   * The initialization section that the segment needs, if it is one of fragmented MP4. Without, it
   * is an MPEG transport stream.
   *
   * @return the SHA-256 of the section
   */
  public Optional<SegmentDigest> initialization() {
    return Optional.ofNullable(initialization);
  }

  /** Collects what makes an upload. Not safe for use by many threads. */
  public static final class Builder {

    private final SessionId session;
    private @Nullable SegmentDigest digest;
    private long sequence;
    private @Nullable Duration duration;
    private @Nullable ByteBuffer body;
    private @Nullable String run;
    private @Nullable TargetDuration targetDuration;
    private @Nullable SegmentDigest initialization;

    private Builder(SessionId session) {
      this.session = Objects.requireNonNull(session, "session");
    }

    /**
     * Sets the digest of the body, against which the body is checked.
     *
     * @param digest the SHA-256
     * @return this
     */
    public Builder digest(SegmentDigest digest) {
      this.digest = Objects.requireNonNull(digest, "digest");
      return this;
    }

    /**
     * Sets the place in the run.
     *
     * @param sequence from 0 to {@link #MAX_SEQUENCE}; 0 if not set
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    public Builder sequence(long sequence) {
      if (sequence < 0 || sequence > MAX_SEQUENCE) {
        throw new IllegalArgumentException(
            "a sequence number is 0 to " + MAX_SEQUENCE + ", not " + sequence);
      }
      this.sequence = sequence;
      return this;
    }

    /**
     * Sets how long the segment plays. What is finer than a microsecond is cut off.
     *
     * @param duration at least a microsecond and at most {@link #MAX_DURATION}
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    public Builder duration(Duration duration) {
      long micros = Math.floorDiv(duration.toNanos(), 1_000);
      if (micros < 1 || duration.compareTo(MAX_DURATION) > 0) {
        throw new IllegalArgumentException(
            "a segment plays for more than 0 and at most "
                + MAX_DURATION.toSeconds()
                + " seconds, not "
                + duration);
      }
      this.duration = Duration.ofNanos(micros * 1_000);
      return this;
    }

    /**
     * Sets the segment's bytes.
     *
     * @param body the bytes from its position to its limit, not copied: they must not change until
     *     the upload is done
     * @return this
     */
    public Builder body(ByteBuffer body) {
      this.body = body.slice();
      return this;
    }

    /**
     * Sets which run the segment belongs to.
     *
     * @param run 1 to {@link #MAX_RUN_LENGTH} visible ASCII characters; none if not set
     * @return this
     * @throws IllegalArgumentException if it is not that
     */
    public Builder run(String run) {
      boolean visible = run.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (run.isEmpty() || run.length() > MAX_RUN_LENGTH || !visible) {
        throw new IllegalArgumentException(
            "a run's id is 1 to " + MAX_RUN_LENGTH + " visible ASCII characters");
      }
      this.run = run;
      return this;
    }

    /**
     * Sets the target duration intended for the stream.
     *
     * @param targetDuration the target duration, at most {@link #MAX_DURATION}; none if not set
     * @return this
     * @throws IllegalArgumentException if it is longer
     */
    public Builder targetDuration(TargetDuration targetDuration) {
      if (targetDuration.toDuration().compareTo(MAX_DURATION) > 0) {
        throw new IllegalArgumentException(
            "a target duration is at most "
                + MAX_DURATION.toSeconds()
                + " seconds, not "
                + targetDuration.seconds());
      }
      this.targetDuration = targetDuration;
      return this;
    }

    /**
     * Sets which initialization section the segment needs, and so that it is one of fragmented MP4.
     *
     * @param initialization the SHA-256 of a section that {@link Chalkstream#ingestInitialization}
     *     has taken; none if not set, for an MPEG transport stream
     * @return this
     */
    public Builder initialization(SegmentDigest initialization) {
      this.initialization = Objects.requireNonNull(initialization, "initialization");
      return this;
    }

    /**
     * Makes the upload.
     *
     * @return the upload
     * @throws NullPointerException if digest, duration or body is not set
     */
    public SegmentUpload build() {
      return new SegmentUpload(this);
    }
  }
}
