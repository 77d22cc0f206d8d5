package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
  void policiesAreEqualIfAllTheirValuesAre() {
    StreamPolicy defaults = StreamPolicy.defaults();
    assertThat(defaults.toBuilder().build()).isEqualTo(defaults).hasSameHashCodeAs(defaults);
    assertThat(defaults)
        .isNotEqualTo(defaults.toBuilder().retention(Duration.ZERO).build())
        .isNotEqualTo(defaults.toBuilder().completionTimeout(Duration.ofSeconds(5)).build())
        .isNotEqualTo(defaults.toBuilder().maxSegmentBytes(1_000).build())
        .isNotEqualTo(defaults.toBuilder().maxWaitingSegments(1).build())
        .isNotEqualTo(defaults.toBuilder().maxWaitingBytes(1L << 30).build())
        .isNotEqualTo(defaults.toBuilder().gapLimit(2).build())
        .isNotEqualTo(defaults.toBuilder().marksGaps(false).build())
        .isNotEqualTo(defaults.toBuilder().independentSegments(true).build());
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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retention(ChronoUnit.FOREVER.getDuration()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.completionTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.gapLimit(0.49));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.gapLimit(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaitingSegments(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaitingBytes(-1));
  }

  @Test
  void theLargestSegmentMustBeAllowedToWait() {
    StreamPolicy.Builder builder = StreamPolicy.builder().maxWaitingBytes(1_000);
    assertThatIllegalArgumentException().isThrownBy(builder::build);
    assertThat(builder.maxSegmentBytes(1_000).build().maxWaitingBytes()).isEqualTo(1_000);
  }
}
