package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is listed is found by its run and number, in the head and in the pages of the history. */
class ListedSearchTest {

  private static final int SEGMENTS = 2_000;

  private final Random random = new Random(5);
  private final StreamScript script = new StreamScript().inMemory();

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000})
  void whatIsListedIsFoundAndNothingElse(int retentionSeconds) {
    script.policy(StreamPolicy.builder().retention(Duration.ofSeconds(retentionSeconds)).build());
    listManyRuns();
    Map<List<Long>, ListedSegment> expected = new HashMap<>();
    for (ListedSegment segment : listed()) {
      expected.put(List.of((long) segment.run(), segment.sequence()), segment);
    }
    PlaylistWindow window = PlaylistWindow.of(script.manifest(), script.history(), new Remarks());
    for (int run = -1; run <= script.manifest().run().ordinal() + 1; run++) {
      for (long sequence = 0; sequence < 80; sequence++) {
        assertThat(window.find(run, sequence))
            .isEqualTo(Optional.ofNullable(expected.get(List.of((long) run, sequence))));
      }
    }
    assertThat(script.manifest().window().pages()).isNotEmpty();
  }

  @Test
  void whatIsRecentIsFoundInOnePageAndWhatIsOldInFew() {
    script.policy(StreamPolicy.builder().retention(Duration.ZERO).build());
    for (int n = 0; n < 2 * SEGMENTS; n++) {
      script.append(n, "s" + n);
      script.pass(StreamScript.TWO_SECONDS);
    }
    List<Long> pages = script.manifest().window().pages();
    assertThat(pages).hasSizeGreaterThan(14);
    long head = script.manifest().window().headSequence();
    assertThat(pagesReadToFind(2 * SEGMENTS - 1)).isZero();
    assertThat(pagesReadToFind(head)).isZero();
    assertThat(pagesReadToFind(head - 1)).isEqualTo(1);
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(pages.size());
    for (long sequence = 0; sequence < head; sequence += PageNumbers.PAGE_LENGTH / 2) {
      assertThat(pagesReadToFind(sequence)).isLessThan(2 * doublings);
    }
  }

  private int pagesReadToFind(long sequence) {
    var read = new TreeSet<Long>();
    History history =
        first -> {
          read.add(first);
          return script.history().find(first);
        };
    PlaylistWindow window = PlaylistWindow.of(script.manifest(), history, new Remarks());
    assertThat(window.find(0, sequence)).isPresent();
    return read.size();
  }

  private void listManyRuns() {
    for (int n = 0, sequence = 0; n < SEGMENTS; n++) {
      script.append(sequence, "s" + n);
      script.pass(StreamScript.TWO_SECONDS);
      sequence = random.nextInt(40) == 0 ? 0 : sequence + 1;
    }
  }

  private List<ListedSegment> listed() {
    Window window = script.manifest().window();
    List<ListedSegment> all = new ArrayList<>();
    for (long page : window.pages()) {
      List<ListedSegment> segments = script.history().find(page).orElseThrow();
      int gone = (int) Math.max(0, window.mediaSequence() - page);
      all.addAll(segments.subList(gone, segments.size()));
    }
    all.addAll(window.head());
    return all;
  }
}
