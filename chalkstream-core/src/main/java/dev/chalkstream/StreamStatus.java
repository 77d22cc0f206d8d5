package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a stream at one instant. Immutable.
 *
 * @param id the stream
 * @param state whether it is live
 * @param startedAt when its first segment ever arrived
 * @param liveSince when the first segment arrived of the broadcast that is on air, or was last:
 *     what resumes a stream that was complete or expired begins another
 * @param lastSegmentAt when its latest segment arrived
 * @param targetDuration which duration its segments do not exceed, rounded to the second; empty
 *     before the first is listed
 * @param mediaSequence the media sequence number of the first listed segment, or where nothing is
 *     listed, of the next; 0 before the first segment
 * @param listedSegments how many segments its playlist lists, gaps included
 * @param waitingSegments how many segments wait for an earlier one
 * @param listedDuration how long the listed segments play
 * @param listedBytes how many bytes the listed segments have
 * @param recentBitrate the average bit rate of the latest listed segments, about 10 seconds of
 *     them, gaps not counted; bits a second, 0 if nothing is listed
 * @param codecs the codecs of the latest segment as RFC 6381 writes them, as far as they are known
 * @param width the width of the picture in pixels, 0 if not known
 * @param height the height of the picture in pixels, 0 if not known
 */
public record StreamStatus(
    StreamId id,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> liveSince,
    Optional<Instant> lastSegmentAt,
    Optional<Duration> targetDuration,
    long mediaSequence,
    long listedSegments,
    long waitingSegments,
    Duration listedDuration,
    long listedBytes,
    long recentBitrate,
    List<String> codecs,
    int width,
    int height) {

  /**
   * Makes a status.
   *
   * @param id the stream
   * @param state whether it is live
   * @param startedAt when its first segment ever arrived
   * @param liveSince when the first segment of the latest broadcast arrived
   * @param lastSegmentAt when its latest segment arrived
   * @param targetDuration which duration its segments do not exceed
   * @param mediaSequence the number of the first listed segment
   * @param listedSegments how many segments are listed
   * @param waitingSegments how many segments wait
   * @param listedDuration how long the listed segments play
   * @param listedBytes how many bytes they have
   * @param recentBitrate the bit rate of the latest of them
   * @param codecs the codecs of the latest segment
   * @param width the width of the picture
   * @param height the height of the picture
   */
  public StreamStatus {
    codecs = List.copyOf(codecs);
  }

  /**
   * The average bit rate of the listed segments.
   *
   * @return bits a second, 0 if nothing is listed
   */
  public long bitrate() {
    long millis = listedDuration.toMillis();
    return millis == 0 ? 0 : Math.multiplyExact(listedBytes, 8_000L) / millis;
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
