package dev.chalkstream.example.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo's test card, over and over, as one transport stream without a seam and without an end.
 * How the card was made is in {@code demo-clip/make.sh}. Not safe for use by many threads.
 */
final class DemoClip {

  /** How long each segment plays. */
  static final Duration SEGMENT_DURATION = Duration.ofSeconds(2);

  /** How many segments there are until the picture begins again. */
  static final int SEGMENTS_PER_ROUND = 8;

  private static final long TICKS_PER_ROUND =
      SEGMENT_DURATION.multipliedBy(SEGMENTS_PER_ROUND).toSeconds()
          * TransportStreamRetimer.TICKS_PER_SECOND;

  private final List<byte[]> segments;
  private final TransportStreamRetimer retimer = new TransportStreamRetimer();
  private long next;

  private DemoClip(List<byte[]> segments) {
    this.segments = segments;
  }

  /**
   * Loads the card.
   *
   * @return the clip, at its beginning
   */
  static DemoClip load() {
    List<byte[]> segments = new ArrayList<>();
    for (int i = 0; i < SEGMENTS_PER_ROUND; i++) {
      segments.add(Resources.bytes("demo/" + i + ".ts"));
    }
    return new DemoClip(segments);
  }

  /**
   * The next segment of the endless stream.
   *
   * @return new bytes
   */
  byte[] next() {
    long round = next / SEGMENTS_PER_ROUND;
    byte[] segment = segments.get((int) (next % SEGMENTS_PER_ROUND));
    next++;
    return retimer.retime(segment, round * TICKS_PER_ROUND);
  }
}
