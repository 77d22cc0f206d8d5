package dev.chalkstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.ProbeResult.Recognized;
import dev.chalkstream.media.cmaf.FragmentProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SyntheticFragmentTest {

  @Test
  void theSegmentIsWhatItClaims() {
    byte[] segment = SyntheticFragment.make();
    ProbeResult result = FragmentProbe.probe(ByteBuffer.wrap(segment), SyntheticFragment.init());
    assertThat(result).isInstanceOf(Recognized.class);
    var info = ((Recognized) result).info();
    assertThat(info.duration()).contains(Duration.ofSeconds(2));
    assertThat(info.startsWithKeyFrame()).isTrue();
    assertThat(segment.length).isBetween(500_000, 550_000);
  }
}
