package dev.chalkstream.benchmarks.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManifestSizeTest {

  /**
   * The digest, the nonce, three numbers and their names; a discontinuity or a start would cost
   * more.
   */
  @Test
  void anEntryIsADigestAndThreeNumbers() throws Exception {
    ManifestSize size = ManifestSize.measure();
    assertThat(size.entryBytes()).isBetween(137.0, 165.0);
    assertThat(size.fixedBytes()).isBetween(500.0, 3_000.0);
    assertThat(size.bytes(6, 50)).isGreaterThan(6 * 50 * size.entryBytes());
  }
}
