package dev.chalkstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SyntheticSegmentTest {

  private static final Duration SEGMENT = Duration.ofSeconds(2);

  /** As many as have every position of sound packets among pictures. */
  private static final int ROW = 130;

  @Test
  void segmentsOfARowContinueEachOther() {
    assertThatARowGoesOn(number -> SyntheticSegment.make(number, 100));
    assertThat(probe(SyntheticSegment.make(ROW, 100)).duration()).contains(SEGMENT);
  }

  @Test
  void stillsOfARowContinueEachOther() {
    assertThatARowGoesOn(SyntheticSegment::still);
    assertThat(probe(SyntheticSegment.still(ROW)).startsWithKeyFrame()).isTrue();
    assertThat(SyntheticSegment.still(ROW)).hasSizeLessThan(1_000);
  }

  private static void assertThatARowGoesOn(IntFunction<byte[]> row) {
    MediaInfo last = probe(row.apply(0));
    for (int number = 1; number < ROW; number++) {
      MediaInfo next = probe(row.apply(number));
      assertThat(next.continues(last, SEGMENT)).as("segment %d", number).isTrue();
      last = next;
    }
  }

  private static MediaInfo probe(byte[] segment) {
    return ((ProbeResult.Recognized) TransportStreamProbe.probe(ByteBuffer.wrap(segment))).info();
  }
}
