package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.TestMedium.Format;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestMediumTest {

  private static MediaInfo info(Format format, long start, int frames, boolean keyFrame) {
    byte[] bytes = TestMedium.segment(format, start, frames, keyFrame, start);
    if (TransportStreamProbe.probe(ByteBuffer.wrap(bytes)) instanceof ProbeResult.Recognized good) {
      return good.info();
    }
    throw new AssertionError("refused");
  }

  @ParameterizedTest
  @EnumSource
  void aSegmentPlaysAsLongAsItsFramesAndTheNextContinuesIt(Format format) {
    long start = (1L << 33) - 3 * TestMedium.FRAME_TICKS;
    MediaInfo first = info(format, start, 10, true);
    MediaInfo second = info(format, start + 10 * TestMedium.FRAME_TICKS, 3, true);
    assertThat(first.duration()).contains(Duration.ofMillis(1_280));
    assertThat(first.startsWithKeyFrame()).isTrue();
    assertThat(first.tracks()).allMatch(track -> track.timing().isPresent());
    assertThat(second.continues(first)).isTrue();
    assertThat(first.continues(second)).isFalse();
  }

  @Test
  void formatsDifferAndKeyFramesCanBeMissing() {
    long next = 10 * TestMedium.FRAME_TICKS;
    MediaInfo first = info(Format.LOW_AUDIO, 0, 10, false);
    assertThat(first.startsWithKeyFrame()).isFalse();
    assertThat(info(Format.HIGH_AUDIO, next, 10, true).continues(first)).isFalse();
    assertThat(info(Format.VIDEO, next, 10, true).continues(first)).isFalse();
  }
}
