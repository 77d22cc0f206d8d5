package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.audit.ReadSegment;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the HLS draft asks of initialization sections, over generated histories. */
class HlsMapsTest {

  private static List<Entry> fragments(World world) {
    return world.listings.everything().stream()
        .filter(entry -> entry.segment.isFragmented())
        .toList();
  }

  /** Section 3.1.2: a map applies to each segment of fragmented MP4, and to a gap as well. */
  @Test
  void eachFragmentAndEachGapAmongThemHasAMap() {
    AtomicInteger segments = new AtomicInteger();
    AtomicInteger gaps = new AtomicInteger();
    Corpus.forEachPlaylist(
        playlist -> {
          for (ReadSegment segment : playlist.segments()) {
            assertThat(segment.map().isPresent()).isEqualTo(segment.isFragmented());
            if (segment.isFragmented()) {
              (segment.gap() ? gaps : segments).incrementAndGet();
            }
          }
        });
    assertThat(segments).hasValueGreaterThan(1_000);
    assertThat(gaps).hasPositiveValue();
  }

  /** Section 4.4.4.5: it applies until the next, so it stands where it changes. */
  @Test
  void aMapStandsWhereItChangesOnly() {
    AtomicInteger changes = new AtomicInteger();
    Corpus.forEachPlaylist(
        playlist -> {
          Optional<String> before = Optional.empty();
          for (ReadSegment segment : playlist.segments()) {
            boolean changed = !segment.map().equals(before);
            assertThat(segment.mapped()).isEqualTo(changed);
            changes.addAndGet(changed && before.isPresent() ? 1 : 0);
            before = segment.map();
          }
        });
    assertThat(changes).hasPositiveValue();
  }

  /** Section 4.4.4.3: other tracks begin behind a discontinuity, and the same go on without one. */
  @Test
  void aDiscontinuityStandsWhereTheTracksChange() {
    int others = 0;
    int same = 0;
    for (World world : Corpus.worlds()) {
      List<Entry> entries = world.listings.everything();
      for (int i = 1; i < entries.size(); i++) {
        Chunk before = entries.get(i - 1).chunk;
        Chunk chunk = entries.get(i).chunk;
        if (before == null || chunk == null || before.section == chunk.section) {
          continue;
        }
        boolean discontinuity = entries.get(i).segment.discontinuity();
        assertThat(discontinuity || chunk.hasTracksOf(before)).isTrue();
        others += chunk.hasTracksOf(before) ? 0 : 1;
        same += discontinuity ? 0 : 1;
      }
    }
    assertThat(others).isPositive();
    assertThat(same).isPositive();
  }

  /** Section 6.2.1: the front takes nothing from what is said of the segments behind it. */
  @Test
  void theMapOfASegmentStaysWhileItIsListed() {
    AtomicInteger moved = new AtomicInteger();
    Corpus.forEachChange(
        (before, after) -> {
          List<ReadSegment> kept = Corpus.kept(before, after, after);
          assertThat(kept.stream().map(ReadSegment::map).toList())
              .isEqualTo(
                  Corpus.kept(before, before, after).stream().map(ReadSegment::map).toList());
          boolean top = !kept.isEmpty() && after.mediaSequence() > before.mediaSequence();
          moved.addAndGet(top && kept.get(0).mapped() ? 1 : 0);
        });
    assertThat(moved).hasPositiveValue();
  }

  /** Section 6.2.2: a section stays for as long as players may ask for its segments. */
  @Test
  void aSectionStaysForAsLongAsItsSegments() {
    int deletions = 0;
    for (World world : Corpus.worlds()) {
      for (Listings.Deletion deletion : world.listings.deletions()) {
        if (deletion.entry().segment.mapName().equals(Optional.of(deletion.name()))) {
          Duration early = Duration.between(deletion.at(), deletion.entry().keptUntil);
          assertThat(early).as("%s", deletion).isLessThanOrEqualTo(world.truth.tolerance());
          deletions++;
        }
      }
    }
    assertThat(deletions).isPositive();
  }

  /** Segments with the same section share one that is stored, so that players load it once. */
  @Test
  void aSectionThatComesAgainIsTheOneThatIsThere() {
    int shared = 0;
    for (World world : Corpus.worlds()) {
      for (ReadPlaylist playlist : world.listings.playlists()) {
        Set<String> names = new HashSet<>();
        Set<String> digests = new HashSet<>();
        playlist.segments().stream()
            .flatMap(segment -> segment.mapName().stream())
            .forEach(
                name -> {
                  names.add(name);
                  digests.add(name.substring(0, 64));
                });
        assertThat(names).hasSameSizeAs(digests);
        shared += names.size();
      }
    }
    assertThat(shared).isPositive();
  }

  /** Section 8: another container, and so another version, comes after an expiry only. */
  @Test
  void aStreamMayComeBackInAnotherContainer() {
    int both = 0;
    for (World world : Corpus.worlds()) {
      int fragments = fragments(world).size();
      both += fragments > 0 && fragments < world.listings.everything().size() ? 1 : 0;
    }
    assertThat(both).isPositive();
  }
}
