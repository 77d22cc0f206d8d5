package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadTest {

  @Test
  void aLargeBodyMayTakeLongerAndNoneForEver() {
    assertThat(Download.timeLimit(0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(Download.timeLimit(16 << 10)).isEqualTo(Duration.ofSeconds(61));
    assertThat(Download.timeLimit(32 << 20)).isEqualTo(Duration.ofSeconds(60 + 2_048));
  }
}
