package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.audit.ReadSegment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the HLS draft asks of durations, over generated histories. */
class HlsDurationsTest {

  /** Section 4.4.3.1: required, once, an integer of at least 1. */
  @Test
  void theTargetDurationIsAPositiveInteger() {
    Corpus.forEachPlaylist(
        playlist ->
            assertThat(playlist.text().lines().filter(line -> line.contains("TARGETDURATION")))
                .singleElement()
                .asString()
                .matches("#EXT-X-TARGETDURATION:[1-9][0-9]*"));
  }

  /** Section 4.4.3.1: every EXTINF, rounded to the nearest integer, is at most the target. */
  @Test
  void noSegmentRoundsToMoreThanTheTargetDuration() {
    Corpus.forEachPlaylist(
        playlist ->
            assertThat(playlist.text().lines().filter(line -> line.startsWith("#EXTINF:")))
                .allMatch(
                    line ->
                        new BigDecimal(line.substring(8, line.length() - 1))
                                .setScale(0, RoundingMode.HALF_UP)
                                .longValueExact()
                            <= playlist.targetDuration()));
  }

  /** Section 4.4.3.1: it must not change; a longer segment is the one documented exception. */
  @Test
  void theTargetDurationChangesOnlyForALongerSegment() {
    Corpus.forEachChange(
        (before, after) -> {
          if (before.targetDuration() != after.targetDuration()) {
            assertThat(after.targetDuration()).isGreaterThan(before.targetDuration());
            assertThat(Corpus.added(before, after))
                .anyMatch(segment -> segment.roundedSeconds() == after.targetDuration());
          }
        });
  }

  /** Section 4.4.4.1: durations are decimal, and exact to the microsecond. */
  @Test
  void everySegmentHasItsExactDuration() {
    AtomicInteger fractions = new AtomicInteger();
    for (World world : Corpus.worlds()) {
      for (Entry entry : world.listings.everything()) {
        if (entry.chunk != null) {
          assertThat(entry.segment.micros()).isEqualTo(entry.chunk.listedMicros);
          fractions.addAndGet(entry.segment.micros() % 1_000_000 == 0 ? 0 : 1);
        }
      }
    }
    assertThat(fractions).hasPositiveValue();
  }

  /** Section 6.2.1 and 4.4.4.7: what is missing is marked as a gap, once something follows it. */
  @Test
  void whatIsMissingIsMarkedAsAGap() {
    int gaps = 0;
    for (World world : Corpus.worlds()) {
      List<Entry> entries = world.listings.everything();
      for (int i = 0; i < entries.size(); i++) {
        ReadSegment segment = entries.get(i).segment;
        if (segment.gap()) {
          gaps++;
          assertThat(i).as("neither first nor last").isBetween(1, entries.size() - 2);
        }
      }
    }
    assertThat(gaps).isPositive();
  }
}
