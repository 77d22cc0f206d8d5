package dev.chalkstream;

import java.time.Duration;

/**
 * How streams behave. What concerns the playlist of a stream is fixed when the stream starts, so a
 * new policy holds for new streams. Immutable.
 */
public final class StreamPolicy {

  private static final StreamPolicy DEFAULTS = new Builder().build();

  private final Duration retention;
  private final Duration completionTimeout;
  private final int maxSegmentBytes;
  private final int maxWaitingSegments;
  private final long maxWaitingBytes;

  private StreamPolicy(Builder builder) {
    this.retention = builder.retention;
    this.completionTimeout = builder.completionTimeout;
    this.maxSegmentBytes = builder.maxSegmentBytes;
    this.maxWaitingSegments = builder.maxWaitingSegments;
    this.maxWaitingBytes = builder.maxWaitingBytes;
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
        .maxWaitingBytes(maxWaitingBytes);
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
   * After how long without a segment a stream is complete.
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

  /** Collects what makes a policy. Not safe for use by many threads. */
  public static final class Builder {

    private Duration retention = Duration.ofMinutes(10);
    private Duration completionTimeout = Duration.ofSeconds(30);
    private int maxSegmentBytes = 32 << 20;
    private int maxWaitingSegments = 1_024;
    private long maxWaitingBytes = 256L << 20;

    private Builder() {}

    /**
     * Sets how long segments are kept.
     *
     * @param retention the time, at least a second, or {@link Duration#ZERO} for ever; 10 minutes
     *     if not set
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public Builder retention(Duration retention) {
      if (!retention.isZero() && retention.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "retention is a second or more, or zero for ever, not " + retention);
      }
      this.retention = retention;
      return this;
    }

    /**
     * Sets after how long without a segment a stream is complete.
     *
     * @param completionTimeout the time, at least a second; 30 seconds if not set
     * @return this
     * @throws IllegalArgumentException if it is shorter than a second
     */
    public Builder completionTimeout(Duration completionTimeout) {
      if (completionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
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
     * Sets how many segments of a stream may wait for an earlier one.
     *
     * @param maxWaitingSegments the number of segments, 0 or more; 1,024 if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxWaitingSegments(int maxWaitingSegments) {
      if (maxWaitingSegments < 0) {
        throw new IllegalArgumentException(
            "a number of segments is not negative: " + maxWaitingSegments);
      }
      this.maxWaitingSegments = maxWaitingSegments;
      return this;
    }

    /**
     * Sets how many bytes of a stream may wait for an earlier segment.
     *
     * @param maxWaitingBytes the number of bytes, 0 or more; 256 MiB if not set
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
     * Makes the policy.
     *
     * @return the policy
     */
    public StreamPolicy build() {
      return new StreamPolicy(this);
    }
  }
}
