package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Thousands of histories of encoders that push HLS, audited like those of {@link
 * UploadHistoriesTest}, and told by the same properties.
 */
class PushHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("chalkstream.histories", 1_500);
  private static final long FIRST = Long.getLong("chalkstream.histories.first", 0);
  private static final long ONLY = Long.getLong("chalkstream.histories.seed", -1);
  private static final int MAX_FAILURES = 5;

  private static void play(long seed) {
    var random = new Random(seed);
    Profile profile = Profile.of(random).withRuns(true);
    var scenario = new PushScenario(profile, random, new ForeignReader()::read);
    try {
      scenario.play();
    } catch (Throwable e) {
      String log = String.join("\n", scenario.world().truth.log);
      throw new AssertionError("seed " + seed + ": " + profile + "\n" + log + "\n" + e, e);
    }
  }

  @Test
  void everyHistoryKeepsAllRules() {
    List<AssertionError> failures = new ArrayList<>();
    long first = ONLY < 0 ? FIRST : ONLY;
    long end = ONLY < 0 ? FIRST + HISTORIES : ONLY + 1;
    for (long seed = first; seed < end && failures.size() < MAX_FAILURES; seed++) {
      try {
        play(seed);
      } catch (AssertionError e) {
        failures.add(e);
      }
    }
    assertThat(failures)
        .withFailMessage(
            () -> failures.stream().map(Throwable::getMessage).collect(Collectors.joining("\n\n")))
        .isEmpty();
  }
}
