package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.internal.manifest.StoredSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Thousands of histories, each told by its seed, of which every playlist is read by a foreign
 * reader: {@code -Dchalkstream.histories=N} makes more of them, {@code
 * -Dchalkstream.histories.first=N} others, and {@code -Dchalkstream.histories.seed=N} plays one
 * again.
 */
class UploadHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("chalkstream.histories", 2_000);
  private static final long FIRST = Long.getLong("chalkstream.histories.first", 0);
  private static final long ONLY = Long.getLong("chalkstream.histories.seed", -1);
  private static final int MAX_FAILURES = 10;
  private static final int LONG_ONES = 500;
  private static final int LONG_PACKETS = 7;
  private static final int LONG_FRAGMENTS = 8;
  private static final int[] SECTIONS = {0, 0, 0, 1, 2, 4};

  /** More than a stream keeps account of. */
  private static final int MANY_SECTIONS = StoredSection.MOST + 16;

  /** Whether a seed makes a history that reaches back into sealed pages. */
  static boolean isLong(long seed) {
    return seed % LONG_ONES == LONG_PACKETS || seed % LONG_ONES == LONG_FRAGMENTS;
  }

  /** Half of them have fragmented MP4. */
  private static Profile profile(long seed, Random random) {
    if (seed % LONG_ONES == LONG_FRAGMENTS) {
      return Profile.longRun(random, seed / LONG_ONES % 2 == 0).withSections(MANY_SECTIONS, false);
    }
    if (isLong(seed)) {
      return Profile.longRun(random);
    }
    var more = new Random(~seed);
    int sections = SECTIONS[more.nextInt(SECTIONS.length)];
    return Profile.of(random).withSections(sections, more.nextInt(3) == 0);
  }

  static World play(long seed, Consumer<PlaylistSnapshot> readers) {
    var random = new Random(seed);
    Profile profile = profile(seed, random);
    var scenario = new Scenario(profile, random, readers);
    try {
      scenario.play();
      return scenario.world();
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
        play(seed, new ForeignReader()::read);
      } catch (AssertionError e) {
        failures.add(e);
      }
    }
    assertThat(failures).withFailMessage(() -> describe(failures)).isEmpty();
  }

  private static String describe(List<AssertionError> failures) {
    return failures.stream().map(Throwable::getMessage).collect(Collectors.joining("\n\n"));
  }
}
