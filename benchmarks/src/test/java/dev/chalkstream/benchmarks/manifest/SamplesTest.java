package dev.chalkstream.benchmarks.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void percentilesAreOfTheNearestRank() {
    var samples = new Samples();
    for (long value = 2_000; value > 0; value--) {
      samples.add(value);
    }
    assertThat(samples.percentile(50)).isEqualTo(1_000);
    assertThat(samples.percentile(99)).isEqualTo(1_980);
    assertThat(samples.percentile(100)).isEqualTo(2_000);
  }
}
