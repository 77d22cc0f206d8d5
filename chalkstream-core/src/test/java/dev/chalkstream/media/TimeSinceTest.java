package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.TestMedium.Format;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the timestamps tell of what is missing between two segments. */
class TimeSinceTest {

  private static MediaInfo info(Format format, long start) {
    byte[] bytes = TestMedium.segment(format, start, 10, true, 1);
    if (TransportStreamProbe.probe(ByteBuffer.wrap(bytes)) instanceof ProbeResult.Recognized good) {
      return good.info();
    }
    throw new AssertionError("refused");
  }

  private static final Duration LISTED = Duration.ofMillis(1_280);

  private final MediaInfo first = info(Format.LOW_AUDIO, 0);
  private final long later = 30 * TestMedium.FRAME_TICKS;

  @Test
  void betweenSegmentsWithTheSameTracksTheTimeIsKnown() {
    assertThat(info(Format.LOW_AUDIO, later).timeSince(first, LISTED))
        .contains(Duration.ofMillis(2_560));
  }

  @Test
  void whereAnyTrackIsAnotherNothingIsTold() {
    assertThat(info(Format.HIGH_AUDIO, later).timeSince(first, LISTED)).isEmpty();
    assertThat(info(Format.VIDEO, later).timeSince(first, LISTED)).isEmpty();
  }
}
