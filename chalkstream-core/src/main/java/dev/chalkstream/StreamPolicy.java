package dev.chalkstream;

import java.time.Duration;
import java.util.Objects;

/**
 * How streams behave. What concerns the playlist of a stream is fixed when the stream starts, so a
 * new policy holds for new streams. Immutable.
 */
public final class StreamPolicy {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final StreamPolicy DEFAULTS = new Builder().build();

  private final Duration retention;
  private final Duration completionTimeout;
  private final int maxSegmentBytes;
  private final int maxWaitingSegments;
  private final long maxWaitingBytes;
  private final boolean independentSegments;
  private final int gapLimitPercent;
  private final boolean marksGaps;

  private StreamPolicy(Builder builder) {
    this.retention = builder.retention;
    this.completionTimeout = builder.completionTimeout;
    this.maxSegmentBytes = builder.maxSegmentBytes;
    this.maxWaitingSegments = builder.maxWaitingSegments;
    this.maxWaitingBytes = builder.maxWaitingBytes;
    this.independentSegments = builder.independentSegments;
    this.gapLimitPercent = builder.gapLimitPercent;
    this.marksGaps = builder.marksGaps;
  }

  /**
   * The policy of a stream that was told nothing else.
   *
   * @return the defaults that {@link Builder} names
   */
  public static StreamPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * Begins a policy from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins a policy from this one.
   *
   * @return a builder with this policy's values
   */
  public Builder toBuilder() {
    return new Builder()
        .retention(retention)
        .completionTimeout(completionTimeout)
        .maxSegmentBytes(maxSegmentBytes)
        .maxWaitingSegments(maxWaitingSegments)
        .maxWaitingBytes(maxWaitingBytes)
        .independentSegments(independentSegments)
        .gapLimit(gapLimit())
        .marksGaps(marksGaps);
  }

  /**
   * How long a segment is kept after it was listed.
   *
   * @return the time, or {@link Duration#ZERO} for ever
   */
  public Duration retention() {
    return retention;
  }

  /**
   * Whether segments are kept for ever.
   *
   * @return true if {@link #retention} is zero
   */
  public boolean retainsForever() {
    return retention.isZero();
  }

  /**
   * After how long without a segment a stream is complete, though never before three of its target
   * durations have passed.
   *
   * @return a positive duration
   */
  public Duration completionTimeout() {
    return completionTimeout;
  }

  /**
   * The largest segment that is taken.
   *
   * @return the number of bytes
   */
  public int maxSegmentBytes() {
    return maxSegmentBytes;
  }

  /**
   * How many segments of a stream may wait for an earlier one.
   *
   * @return the number of segments
   */
  public int maxWaitingSegments() {
    return maxWaitingSegments;
  }

  /**
   * How many bytes of a stream may wait for an earlier segment.
   *
   * @return the number of bytes
   */
  public long maxWaitingBytes() {
    return maxWaitingBytes;
  }

  /**
   * Whether every segment must begin with a key frame, which the playlist then says
   * (EXT-X-INDEPENDENT-SEGMENTS, section 4.4.2.1 of the HLS draft). One that does not is rejected.
   *
   * @return true if so
   */
  public boolean independentSegments() {
    return independentSegments;
  }

  /**
   * For how long a missing segment is waited for before the playlist goes on without it.
   *
   * @return a number of target durations
   */
  public double gapLimit() {
    return gapLimitPercent / 100.0;
  }

  /**
   * Whether missing segments are listed as gaps (EXT-X-GAP, section 4.4.4.7 of the HLS draft), or
   * passed over with a discontinuity, for players that do not know gaps.
   *
   * @return true for gaps
   */
  public boolean marksGaps() {
    return marksGaps;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamPolicy that
        && retention.equals(that.retention)
        && completionTimeout.equals(that.completionTimeout)
        && maxSegmentBytes == that.maxSegmentBytes
        && maxWaitingSegments == that.maxWaitingSegments
        && maxWaitingBytes == that.maxWaitingBytes
        && independentSegments == that.independentSegments
        && gapLimitPercent == that.gapLimitPercent
        && marksGaps == that.marksGaps;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        retention,
        completionTimeout,
        maxSegmentBytes,
        maxWaitingSegments,
        maxWaitingBytes,
        independentSegments,
        gapLimitPercent,
        marksGaps);
  }

  /** Collects what makes a policy. Not safe for use by many threads. */
  public static final class Builder {

    private Duration retention = Duration.ofMinutes(10);
    private Duration completionTimeout = Duration.ofSeconds(30);
    private int maxSegmentBytes = 32 << 20;
    private int maxWaitingSegments = 1_024;
    private long maxWaitingBytes = 256L << 20;
    private boolean independentSegments;
    private int gapLimitPercent = 150;
    private boolean marksGaps = true;

    private Builder() {}

    private static boolean isReasonable(Duration time) {
      return time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
    }

    /**
     * Sets how long segments are kept.
     *
     * @param retention the time, at least a second, or {@link Duration#ZERO} for ever; 10 minutes
     *     if not set
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public Builder retention(Duration retention) {
      if (!retention.isZero() && !isReasonable(retention)) {
        throw new IllegalArgumentException(
            "retention is a second or more, or zero for ever, not " + retention);
      }
      this.retention = retention;
      return this;
    }

    /**
     * Sets after how long without a segment a stream is complete, though never before three of its
     * target durations have passed.
     *
     * @param completionTimeout the time, from a second to a hundred years; 30 seconds if not set
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    public Builder completionTimeout(Duration completionTimeout) {
      if (!isReasonable(completionTimeout)) {
        throw new IllegalArgumentException(
            "a completion timeout is a second or more, not " + completionTimeout);
      }
      this.completionTimeout = completionTimeout;
      return this;
    }

    /**
     * Sets the largest segment that is taken.
     *
     * @param maxSegmentBytes the number of bytes, at least 188; 32 MiB if not set
     * @return this
     * @throws IllegalArgumentException if it is less than one packet
     */
    public Builder maxSegmentBytes(int maxSegmentBytes) {
      if (maxSegmentBytes < 188) {
        throw new IllegalArgumentException(
            "a segment has room for one packet of 188 bytes at least, not " + maxSegmentBytes);
      }
      this.maxSegmentBytes = maxSegmentBytes;
      return this;
    }

    /**
     * Sets how many segments of a stream may wait for an earlier one. Whatever this is, what waits
     * takes up no more than 1 MiB of the stream's manifest: about 1,200 segments with a picture and
     * a sound, fewer of those with more tracks.
     *
     * @param maxWaitingSegments the number of segments, 1 or more; 1,024 if not set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxWaitingSegments(int maxWaitingSegments) {
      if (maxWaitingSegments < 1) {
        throw new IllegalArgumentException(
            "one segment at least must be allowed to wait, not " + maxWaitingSegments);
      }
      this.maxWaitingSegments = maxWaitingSegments;
      return this;
    }

    /**
     * Sets how many bytes of a stream may wait for an earlier segment.
     *
     * @param maxWaitingBytes the number of bytes, no less than {@link #maxSegmentBytes}; 256 MiB if
     *     not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxWaitingBytes(long maxWaitingBytes) {
      if (maxWaitingBytes < 0) {
        throw new IllegalArgumentException("a number of bytes is not negative: " + maxWaitingBytes);
      }
      this.maxWaitingBytes = maxWaitingBytes;
      return this;
    }

    /**
     * Sets whether every segment must begin with a key frame, and the playlist says so.
     *
     * @param independentSegments true if so; false if not set
     * @return this
     */
    public Builder independentSegments(boolean independentSegments) {
      this.independentSegments = independentSegments;
      return this;
    }

    /**
     * Sets for how long a missing segment is waited for before the playlist goes on without it.
     *
     * @param targetDurations how many target durations, from 0.5 to 100, to the hundredth; 1.5 if
     *     not set, the time within which HLS expects a new segment (section 6.2.1 of the draft)
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    public Builder gapLimit(double targetDurations) {
      if (!(targetDurations >= 0.5 && targetDurations <= 100)) {
        throw new IllegalArgumentException(
            "a gap limit is 0.5 to 100 target durations, not " + targetDurations);
      }
      this.gapLimitPercent = (int) Math.round(targetDurations * 100);
      return this;
    }

    /**
     * Sets whether missing segments are listed as gaps, or passed over with a discontinuity.
     *
     * @param marksGaps true for gaps, as if not set
     * @return this
     */
    public Builder marksGaps(boolean marksGaps) {
      this.marksGaps = marksGaps;
      return this;
    }

    /**
     * Makes the policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if a segment of the greatest size could not even wait
     */
    public StreamPolicy build() {
      if (maxWaitingBytes < maxSegmentBytes) {
        throw new IllegalArgumentException(
            "the largest segment, of "
                + maxSegmentBytes
                + " bytes, must be allowed to wait, and only "
                + maxWaitingBytes
                + " bytes are");
      }
      return new StreamPolicy(this);
    }
  }
}
