package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a stream at one instant. Immutable. Do not implement it: later versions of this
 * library know more, and add methods.
 */
public interface StreamStatus {

  /**
   * The stream.
   *
   * @return its id
   */
  StreamId id();

  /**
   * Where it is in its life.
   *
   * @return the state
   */
  State state();

  /**
   * When its first segment ever arrived.
   *
   * @return the time, or empty before
   */
  Optional<Instant> startedAt();

  /**
   * When the first segment arrived of the broadcast that is on air, or was last. What resumes a
   * stream that was complete or expired begins another.
   *
   * @return the time, or empty before the first
   */
  Optional<Instant> liveSince();

  /**
   * When its latest segment arrived.
   *
   * @return the time, or empty before the first
   */
  Optional<Instant> lastSegmentAt();

  /**
   * Which duration its segments do not exceed, rounded to the second.
   *
   * @return the target duration, or empty before the first segment is listed
   */
  Optional<Duration> targetDuration();

  /**
   * The media sequence number of the first listed segment, or where nothing is listed, of the next.
   *
   * @return the number, 0 before the first segment
   */
  long mediaSequence();

  /**
   * How many segments its playlist lists.
   *
   * @return the number, gaps included
   */
  long listedSegments();

  /**
   * How many segments wait for an earlier one.
   *
   * @return the number
   */
  long waitingSegments();

  /**
   * How long the listed segments play.
   *
   * @return the sum of their durations
   */
  Duration listedDuration();

  /**
   * How many bytes the listed segments have.
   *
   * @return the number of bytes
   */
  long listedBytes();

  /**
   * The average bit rate of the latest listed segments, about 10 seconds of them, gaps not counted.
   *
   * @return bits a second, 0 if nothing is listed
   */
  long recentBitrate();

  /**
   * The codecs of the latest segment, as far as they are known.
   *
   * @return strings of RFC 6381
   */
  List<String> codecs();

  /**
   * The width of the picture.
   *
   * @return pixels, 0 if not known
   */
  int width();

  /**
   * The height of the picture.
   *
   * @return pixels, 0 if not known
   */
  int height();

  /**
   * The average bit rate of the listed segments.
   *
   * @return bits a second, 0 if nothing is listed
   */
  default long bitrate() {
    long millis = listedDuration().toMillis();
    return millis == 0 ? 0 : Math.multiplyExact(listedBytes(), 8_000L) / millis;
  }

  /** Where a stream is in its life. */
  enum State {
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
