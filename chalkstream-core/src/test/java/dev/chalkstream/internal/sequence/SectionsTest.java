package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.internal.manifest.StoredSection;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome.SectionMissing;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For how long initialization sections are needed, and by which names segments refer to them. */
class SectionsTest {

  private final StreamScript script = new StreamScript();
  private int copies;

  private static SegmentName plain(String section) {
    return SegmentName.of(StreamScript.digest(section), MediaFile.INITIALIZATION);
  }

  /** A section under a name that no other attempt has. */
  private SegmentName copy(String section) {
    return StoredName.of(plain(section), script.now(), copies++);
  }

  private AppendOutcome append(long sequence, SegmentName section) {
    var name =
        StoredName.of(
            SegmentName.of(StreamScript.digest("s" + sequence), MediaFile.FRAGMENTS),
            script.now(),
            sequence);
    var segment = new StoredSegment(name, section, 188, new MediaInfo(List.of(), true));
    return script.appendStored(segment, sequence);
  }

  private List<@Nullable SegmentName> listed() {
    return script.manifest().window().head().stream().map(ListedSegment::section).toList();
  }

  private List<SegmentName> sections() {
    return script.manifest().main().sections().stream().map(StoredSection::name).toList();
  }

  private Set<SegmentName> unlisted() {
    Set<SegmentName> names = new HashSet<>();
    script.manifest().ledger().segments().stream().map(UnlistedSegment::name).forEach(names::add);
    return names;
  }

  @Test
  void theFirstSegmentThatNeedsASectionNeedsACopyOfIt() {
    assertThat(append(0, plain("a"))).isInstanceOf(SectionMissing.class);
  }

  @Test
  void oneCopyIsForAllThatNeedIt() {
    SegmentName a = copy("a");
    SegmentName b = copy("b");
    append(0, a);
    append(1, plain("a"));
    append(2, b);
    append(3, copy("a"));
    append(4, plain("b"));

    assertThat(listed()).containsExactly(a, a, b, a, b);
    assertThat(sections()).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void aSectionIsLetGoBehindTheLastSegmentThatNeedsIt() {
    script.policy(StreamPolicy.builder().retention(Duration.ofSeconds(20)).build());
    SegmentName a = copy("a");
    SegmentName b = copy("b");
    append(0, a);
    append(1, b);
    append(2, plain("a"));
    for (int n = 3; n < 12; n++) {
      script.pass(Duration.ofSeconds(4));
      append(n, n == 3 ? copy("c") : plain("c"));
      List<@Nullable SegmentName> listed = listed();
      for (SegmentName section : List.of(a, b)) {
        assertThat(sections().contains(section)).isEqualTo(listed.contains(section));
        assertThat(unlisted().contains(section)).isEqualTo(!listed.contains(section));
      }
    }
    assertThat(unlisted()).contains(a, b, plain("a"), plain("b"));
    assertThat(append(12, plain("a"))).as("it may be gone").isInstanceOf(SectionMissing.class);
  }

  @Test
  void itIsKeptForAsLongAsPlayersMayNeedIt() {
    script.policy(StreamPolicy.builder().retention(Duration.ofSeconds(20)).build());
    SegmentName a = copy("a");
    append(0, a);
    for (int n = 1; n < 12; n++) {
      script.pass(Duration.ofSeconds(4));
      append(n, n == 1 ? copy("b") : plain("b"));
    }
    List<UnlistedSegment> ledger = script.manifest().ledger().segments();
    Instant segment = due(ledger, StreamScript.digest("s0").value());
    Instant section = due(ledger, a.digest().value());
    assertThat(section).isAfterOrEqualTo(segment);
  }

  private static Instant due(List<UnlistedSegment> ledger, String digest) {
    return ledger.stream()
        .filter(entry -> entry.name().digest().value().equals(digest))
        .map(UnlistedSegment::due)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  @Test
  void onlySoManyAreCountedAndNoneThatIsListedIsLetGo() {
    int many = 2 * StoredSection.MOST;
    for (int n = 0; n < many; n++) {
      append(n, copy("i" + n));
    }
    assertThat(sections()).hasSize(StoredSection.MOST);
    append(many, plain("i" + (many - 1)));
    assertThat(append(many + 1, plain("i0"))).isInstanceOf(SectionMissing.class);
    append(many + 1, copy("i0"));

    Set<SegmentName> unlisted = unlisted();
    assertThat(listed().stream().filter(Objects::nonNull)).noneMatch(unlisted::contains);
  }

  @Test
  void expiryLetsGoOfAll() {
    SegmentName a = copy("a");
    append(0, a);
    append(2, copy("b"));
    script.pass(Duration.ofHours(1)).passTime();
    script.pass(Duration.ofHours(1)).passTime();

    assertThat(sections()).isEmpty();
    assertThat(unlisted()).contains(a, plain("a"), plain("b"));
  }
}
