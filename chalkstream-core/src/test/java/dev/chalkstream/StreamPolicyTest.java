package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamPolicyTest {

  @Test
  void theDefaultsAreTenMinutesAndThirtySeconds() {
    StreamPolicy policy = StreamPolicy.defaults();
    assertThat(policy.retention()).hasMinutes(10);
    assertThat(policy.completionTimeout()).hasSeconds(30);
    assertThat(policy.retainsForever()).isFalse();
  }

  @Test
  void aPolicyMadeFromAnotherDiffersInWhatWasSet() {
    StreamPolicy policy =
        StreamPolicy.builder()
            .completionTimeout(Duration.ofSeconds(5))
            .maxSegmentBytes(1_000)
            .maxWaitingSegments(3)
            .maxWaitingBytes(4_000)
            .build()
            .toBuilder()
            .retention(Duration.ZERO)
            .build();
    assertThat(policy.retainsForever()).isTrue();
    assertThat(policy.completionTimeout()).hasSeconds(5);
    assertThat(policy.maxSegmentBytes()).isEqualTo(1_000);
    assertThat(policy.maxWaitingSegments()).isEqualTo(3);
    assertThat(policy.maxWaitingBytes()).isEqualTo(4_000);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    StreamPolicy.Builder builder = StreamPolicy.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retention(Duration.ofMillis(999)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retention(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.completionTimeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxSegmentBytes(187));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaitingSegments(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaitingBytes(-1));
  }
}
