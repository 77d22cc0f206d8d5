package dev.chalkstream.internal.dash;

import static dev.chalkstream.internal.dash.TestTrack.FRAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.cmaf.FragmentOutline;
import dev.chalkstream.media.cmaf.FragmentOutline.Track;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelinesTest {

  private final Timelines timelines = new Timelines(Duration.ofSeconds(3).toNanos());

  private static Track track(long start, long end) {
    var announced = TestTrack.section(TestTrack.VIDEO).tracks().get(0);
    return new Track(announced, start, end, FRAME, true);
  }

  private void note(long start, long end) {
    timelines.note(new FragmentOutline(List.of(track(start, end))));
  }

  private boolean hasCome(long start, long end) {
    return timelines.hasCome(track(start, end));
  }

  @Test
  void nothingHasComeBeforeTheFirst() {
    assertThat(hasCome(0, 1_000)).isFalse();
  }

  @Test
  void whatHasComeIsWhatEndsNoLater() {
    note(0, 1_000);
    note(1_000, 2_000);
    assertThat(hasCome(1_000, 2_000)).isTrue();
    assertThat(hasCome(500, 1_500)).isTrue();
    assertThat(hasCome(1_500, 2_001)).isFalse();
    assertThat(hasCome(2_000, 3_000)).isFalse();
  }

  @Test
  void whatLastsForNoTimeComesAtTheEnd() {
    note(0, 1_000);
    assertThat(hasCome(1_000, 1_000)).isFalse();
    assertThat(hasCome(999, 999)).isTrue();
  }

  @Test
  void whatIsLongPastIsANewBeginning() {
    note(0, 5_000);
    note(5_000, 10_000);
    assertThat(hasCome(7_000, 8_000)).isTrue();
    assertThat(hasCome(6_999, 8_000)).isFalse();
  }

  @Test
  void whatIsBeforeAJumpHasNotCome() {
    note(0, 5_000);
    note(8_000, 10_000);
    assertThat(hasCome(8_000, 9_000)).isTrue();
    assertThat(hasCome(7_500, 8_500)).isFalse();
  }
}
