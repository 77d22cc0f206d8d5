package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.audit.ReadSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the HLS draft asks of how a playlist changes, over generated histories. */
class HlsChangeRulesTest {

  /** Section 6.2.1: append, remove from the front, raise numbers, end; nothing is inserted. */
  @Test
  void whatIsListedStaysAsItIsUntilItLeavesTheFront() {
    Corpus.forEachChange(
        (before, after) -> {
          assertThat(after.nextNumber()).isGreaterThanOrEqualTo(before.nextNumber());
          assertThat(undated(Corpus.kept(before, after, after)))
              .isEqualTo(undated(Corpus.kept(before, before, after)));
        });
  }

  /** The date of a segment moves to the top with it. */
  private static List<String> undated(List<ReadSegment> segments) {
    return segments.stream()
        .map(s -> s.number() + s.uri() + s.micros() + s.discontinuity() + s.gap())
        .toList();
  }

  /** Section 4.4.3.5: the type never changes, an EVENT only grows, and what slides has none. */
  @Test
  void anEventOnlyGrowsAndWhatSlidesHasNoType() {
    Corpus.forEachChange(
        (before, after) -> {
          assertThat(after.type()).isEqualTo(before.type());
          if (after.mediaSequence() > before.mediaSequence()) {
            assertThat(before.type()).isEmpty();
          }
        });
    Corpus.forEachPlaylist(playlist -> assertThat(playlist.type()).isIn("", "EVENT"));
  }

  /** Section 6.2.2: the media sequence number counts what was removed, and never decreases. */
  @Test
  void theMediaSequenceCountsWhatWasRemoved() {
    Corpus.forEachChange(
        (before, after) -> {
          long risen = after.mediaSequence() - before.mediaSequence();
          assertThat(Corpus.removed(before, after)).hasSize((int) risen);
        });
  }

  /** Section 6.2.2: a live playlist keeps three target durations when something is removed. */
  @Test
  void threeTargetDurationsStayListedWhileLive() {
    AtomicInteger removals = new AtomicInteger();
    Corpus.forEachChange(
        (before, after) -> {
          boolean expired = after.mediaSequence() >= before.nextNumber();
          if (after.mediaSequence() > before.mediaSequence() && !expired) {
            removals.incrementAndGet();
            assertThat(after.micros()).isGreaterThanOrEqualTo(3_000_000 * after.targetDuration());
          }
        });
    assertThat(removals).hasPositiveValue();
  }

  /** Sections 4.4.3.3 and 6.2.2: a removed discontinuity raises the discontinuity sequence. */
  @Test
  void theDiscontinuitySequenceCountsTheRemovedDiscontinuities() {
    AtomicInteger raised = new AtomicInteger();
    Corpus.forEachChange(
        (before, after) -> {
          long removed =
              Corpus.removed(before, after).stream().filter(ReadSegment::discontinuity).count();
          assertThat(after.discontinuitySequence() - before.discontinuitySequence())
              .isEqualTo(removed);
          raised.addAndGet((int) removed);
        });
    assertThat(raised).hasPositiveValue();
  }

  /** Section 6.2.2: what was removed stays for its duration and the longest playlist with it. */
  @Test
  void aRemovedSegmentStaysDownloadableForItsAvailabilityTime() {
    int deletions = 0;
    for (World world : Corpus.worlds()) {
      for (Listings.Deletion deletion : world.listings.deletions()) {
        Duration early = Duration.between(deletion.at(), deletion.entry().keptUntil);
        assertThat(early).as("%s", deletion).isLessThanOrEqualTo(world.truth.tolerance());
        deletions++;
      }
    }
    assertThat(deletions).isPositive();
  }

  /** Section 6.2.2: a presentation's playlist goes first, and its segments stay a while. */
  @Test
  void aPresentationLosesItsPlaylistBeforeItsSegments() {
    int gone = 0;
    for (World world : Corpus.worlds()) {
      for (Listings.Deletion deletion : world.listings.deletions()) {
        assertThat(deletion.entry().listed).isFalse();
        gone++;
      }
      assertThat(world.listings.isSliding() && world.listings.current() != null).isFalse();
    }
    assertThat(gone).isPositive();
  }

  /** Section 4.4.4.3: where the media do not go on, a discontinuity stands. */
  @Test
  void aDiscontinuityStandsWhereTheMediaBreakOffAndNotBetweenSegmentsThatGoOn() {
    AtomicInteger with = new AtomicInteger();
    AtomicInteger without = new AtomicInteger();
    for (World world : Corpus.worlds()) {
      List<Entry> entries = world.listings.everything();
      for (int i = 1; i < entries.size(); i++) {
        Chunk before = entries.get(i - 1).chunk;
        Chunk chunk = entries.get(i).chunk;
        if (before == null || chunk == null) {
          continue;
        }
        boolean discontinuity = entries.get(i).segment.discontinuity();
        assertThat(chunk.continues(before) || discontinuity).isTrue();
        (discontinuity ? with : without).incrementAndGet();
      }
    }
    assertThat(with).hasPositiveValue();
    assertThat(without).hasValueGreaterThan(with.get());
  }

  /** Section 4.4.4.6: a date stands at the top and at every discontinuity. */
  @Test
  void aDateStandsAtTheTopAndAtEveryDiscontinuityOnly() {
    Corpus.forEachPlaylist(
        playlist -> {
          for (ReadSegment segment : playlist.segments()) {
            boolean top = segment.number() == playlist.mediaSequence();
            assertThat(segment.date().isPresent()).isEqualTo(top || segment.discontinuity());
          }
        });
  }

  /** Section 4.4.4.6: dates never run back, and go on with the media between discontinuities. */
  @Test
  void datesRunOnWithTheMedia() {
    for (World world : Corpus.worlds()) {
      for (ReadPlaylist playlist : world.listings.playlists()) {
        Instant end = Instant.MIN;
        for (ReadSegment segment : playlist.segments()) {
          Instant start = segment.date().orElse(end);
          assertThat(start.plusMillis(1)).isAfterOrEqualTo(end);
          end = start.plusNanos(segment.micros() * 1_000);
        }
      }
    }
  }

  /** Section 4.4.3.4: when the last segment is in, the playlist says so. */
  @Test
  void aBroadcastThatIsOverHasAnEndMark() {
    int ended = 0;
    for (World world : Corpus.worlds()) {
      List<ReadPlaylist> playlists = world.listings.playlists();
      // What expires before anyone looks, is gone before it can say so.
      if (!playlists.isEmpty() && !world.listings.isSliding()) {
        assertThat(playlists.get(playlists.size() - 1).text()).endsWith("\n#EXT-X-ENDLIST\n");
        ended++;
      }
    }
    assertThat(ended).isPositive();
  }

  /** Section 4.4.3.3: an integer value, before the first segment. */
  @Test
  void theDiscontinuitySequenceIsAnIntegerBeforeTheFirstSegment() {
    Corpus.forEachPlaylist(
        playlist ->
            assertThat(playlist.text())
                .matches("(?s)[^.]*\n#EXT-X-DISCONTINUITY-SEQUENCE:\\d+\n.*#EXTINF:.*"));
  }
}
