package dev.chalkstream.benchmarks.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentsTest {

  @Test
  void whatIsEarlyWaitsForTheOneBeforeIt() {
    Contents early = Contents.of(2).with(List.of(new Item(1, 1)));
    assertThat(early.next(1)).isZero();
    assertThat(early.has(new Item(1, 1))).isTrue();
    Contents both = early.with(List.of(new Item(1, 0), new Item(0, 0)));
    assertThat(both.next(0)).isEqualTo(1);
    assertThat(both.next(1)).isEqualTo(2);
  }

  @Test
  void whatIsThereChangesNothing() {
    Contents some = Contents.of(1).with(List.of(new Item(0, 0), new Item(0, 2)));
    assertThat(some.with(List.of(new Item(0, 0), new Item(0, 2)))).isEqualTo(some);
  }
}
