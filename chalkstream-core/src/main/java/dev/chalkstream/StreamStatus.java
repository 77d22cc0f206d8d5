package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is known of a stream at one instant. Immutable. */
public final class StreamStatus {

  /** When it began, when the latest broadcast did, and when its latest segment came. */
  record Times(
      Optional<Instant> startedAt, Optional<Instant> liveSince, Optional<Instant> lastSegmentAt) {

    static final Times NONE = new Times(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What its playlist lists. */
  record Listed(
      Optional<Duration> targetDuration,
      long mediaSequence,
      long segments,
      Duration duration,
      long bytes,
      long recentBitrate) {

    static final Listed NOTHING = new Listed(Optional.empty(), 0, 0, Duration.ZERO, 0, 0);
  }

  /** What is in its latest segment. */
  record Format(List<String> codecs, int width, int height) {

    static final Format UNKNOWN = new Format(List.of(), 0, 0);

    Format {
      codecs = List.copyOf(codecs);
    }
  }

  private final StreamId id;
  private final State state;
  private final Times times;
  private final Listed listed;
  private final long waitingSegments;
  private final Format format;

  StreamStatus(
      StreamId id, State state, Times times, Listed listed, long waitingSegments, Format format) {
    this.id = id;
    this.state = state;
    this.times = times;
    this.listed = listed;
    this.waitingSegments = waitingSegments;
    this.format = format;
  }

  /** The same in another state. */
  StreamStatus in(State other) {
    return new StreamStatus(id, other, times, listed, waitingSegments, format);
  }

  /**
   * The stream.
   *
   * @return its id
   */
  public StreamId id() {
    return id;
  }

  /**
   * Where it is in its life.
   *
   * @return the state
   */
  public State state() {
    return state;
  }

  /**
   * When its first segment ever arrived.
   *
   * @return the time, or empty before
   */
  public Optional<Instant> startedAt() {
    return times.startedAt();
  }

  /**
   * When the first segment arrived of the broadcast that is on air, or was last. What resumes a
   * stream that was complete or expired begins another.
   *
   * @return the time, or empty before the first
   */
  public Optional<Instant> liveSince() {
    return times.liveSince();
  }

  /**
   * When its latest segment arrived.
   *
   * @return the time, or empty before the first
   */
  public Optional<Instant> lastSegmentAt() {
    return times.lastSegmentAt();
  }

  /**
   * Which duration its segments do not exceed, rounded to the second.
   *
   * @return the target duration, or empty before the first segment is listed
   */
  public Optional<Duration> targetDuration() {
    return listed.targetDuration();
  }

  /**
   * The media sequence number of the first listed segment, or where nothing is listed, of the next.
   *
   * @return the number, 0 before the first segment
   */
  public long mediaSequence() {
    return listed.mediaSequence();
  }

  /**
   * How many segments its playlist lists.
   *
   * @return the number, gaps included
   */
  public long listedSegments() {
    return listed.segments();
  }

  /**
   * How many segments wait for an earlier one.
   *
   * @return the number
   */
  public long waitingSegments() {
    return waitingSegments;
  }

  /**
   * How long the listed segments play.
   *
   * @return the sum of their durations
   */
  public Duration listedDuration() {
    return listed.duration();
  }

  /**
   * How many bytes the listed segments have.
   *
   * @return the number of bytes
   */
  public long listedBytes() {
    return listed.bytes();
  }

  /**
   * The average bit rate of the latest listed segments, about 10 seconds of them, gaps not counted.
   *
   * @return bits a second, 0 if nothing is listed
   */
  public long recentBitrate() {
    return listed.recentBitrate();
  }

  /**
   * The codecs of the latest segment, as far as they are known.
   *
   * @return strings of RFC 6381
   */
  public List<String> codecs() {
    return format.codecs();
  }

  /**
   * The width of the picture.
   *
   * @return pixels, 0 if not known
   */
  public int width() {
    return format.width();
  }

  /**
   * The height of the picture.
   *
   * @return pixels, 0 if not known
   */
  public int height() {
    return format.height();
  }

  /**
   * The average bit rate of the listed segments.
   *
   * @return bits a second, 0 if nothing is listed
   */
  public long bitrate() {
    long millis = listed.duration().toMillis();
    return millis == 0 ? 0 : Math.multiplyExact(listed.bytes(), 8_000L) / millis;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamStatus that
        && id.equals(that.id)
        && state == that.state
        && times.equals(that.times)
        && listed.equals(that.listed)
        && waitingSegments == that.waitingSegments
        && format.equals(that.format);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, state, times, listed, waitingSegments, format);
  }

  /** The values in words, for logs. */
  @Override
  public String toString() {
    return "StreamStatus[id=%s, state=%s, %s, %s, waitingSegments=%d, %s]"
        .formatted(id, state, times, listed, waitingSegments, format);
  }

  /** Where a stream is in its life. */
  public enum State {
    /** No segment has come yet. */
    WAITING,
    /** Segments are coming. */
    LIVE,
    /** The broadcast is over, and can be watched on demand or resumed. */
    COMPLETE,
    /** The broadcast is over, and its segments are no longer kept. */
    EXPIRED,
    /**
     * What is stored of the stream cannot be read: its manifest is damaged, is gone, or was written
     * by a later version of this library; the log says which. It takes no segments. An instance
     * that has read the stream before goes on showing that, and the other figures are of then;
     * where none has, they are 0 and empty. It is so until the manifest is restored from a backup,
     * or the stream is {@linkplain Chalkstream#delete taken down}.
     */
    DAMAGED
  }
}
