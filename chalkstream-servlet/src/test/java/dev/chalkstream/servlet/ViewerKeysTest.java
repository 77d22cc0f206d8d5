package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewerKeysTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant NEXT_DAY = NOON.plus(Duration.ofDays(1));
  private static final List<String> VIEWER = List.of("192.0.2.1", "Browser/1");

  private final ViewerKeys keys = new ViewerKeys(NOON);

  @Test
  void theSameViewerHasTheSameNumberForADay() {
    ViewerKeys.Key key = keys.of(VIEWER, NOON);

    assertThat(keys.of(VIEWER, NEXT_DAY.minusMillis(1))).isEqualTo(key);
    assertThat(key.former()).isEqualTo(key.present());
  }

  @Test
  void othersHaveOtherNumbers() {
    assertThat(keys.of(List.of("192.0.2.2", "Browser/1"), NOON))
        .isNotEqualTo(keys.of(VIEWER, NOON));
    assertThat(keys.of(List.of("192.0.2.1B", "rowser/1"), NOON))
        .isNotEqualTo(keys.of(VIEWER, NOON));
  }

  @Test
  void anotherProcessGivesOtherNumbers() {
    assertThat(new ViewerKeys(NOON).of(VIEWER, NOON)).isNotEqualTo(keys.of(VIEWER, NOON));
  }

  @Test
  void theNextDayTheNumberIsAnotherAndTheFormerIsForgottenSoon() {
    ViewerKeys.Key before = keys.of(VIEWER, NOON);

    ViewerKeys.Key after = keys.of(VIEWER, NEXT_DAY);
    assertThat(after.present()).isNotEqualTo(before.present());
    assertThat(after.former()).isEqualTo(before.present());

    ViewerKeys.Key later = keys.of(VIEWER, NEXT_DAY.plus(Duration.ofHours(1)));
    assertThat(later.present()).isEqualTo(after.present());
    assertThat(later.former()).isEqualTo(after.present());
  }
}
