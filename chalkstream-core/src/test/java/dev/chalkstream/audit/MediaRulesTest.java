package dev.chalkstream.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.cmaf.TestFragments;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit finds what is wrong with files of fragmented MP4. */
class MediaRulesTest {

  private static final byte[] SECTION = TestFragments.initialization().array();
  private static final byte[] SEGMENT = TestFragments.segment(4, "a").array();
  private static final byte[] SOUND = TestFragments.soundInitialization().array();

  /** The file with something else in the place of what follows a type. */
  private static byte[] with(byte[] file, String type, int offset, int... bytes) {
    byte[] copy = file.clone();
    int at = new String(file, ISO_8859_1).indexOf(type);
    assertThat(at).isPositive();
    for (int i = 0; i < bytes.length; i++) {
      copy[at + 4 + offset + i] = (byte) bytes[i];
    }
    assertThat(copy).isNotEqualTo(file);
    return copy;
  }

  /** The file with another type in the place of one. */
  private static byte[] retyped(byte[] file, String type, String other) {
    return with(file, type, -4, other.chars().toArray());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void soundFilesHaveNoViolations() {
    assertThat(MediaRules.ofSection(SECTION)).isEmpty();
    assertThat(MediaRules.ofSection(SOUND)).isEmpty();
    assertThat(MediaRules.ofSegment(SECTION, SEGMENT)).isEmpty();
    byte[] sound = TestFragments.soundSegment(4, "a").array();
    assertThat(MediaRules.ofSegment(SOUND, sound)).isEmpty();
    assertThat(MediaRules.ofSegment(SECTION, joined(SEGMENT, SEGMENT))).isEmpty();
  }

  /** Section 3.1.2: ftyp, moov with tracks that have no samples, and mvex behind them. */
  @ParameterizedTest
  @CsvSource({
    "ftyp, free",
    "moov, free",
    "mvex, free",
    "trak, free",
    "trex, free",
    "tkhd, free",
    "trex, mvex"
  })
  void aSectionWithoutABoxHasViolations(String type, String other) {
    assertThat(MediaRules.ofSection(retyped(SECTION, type, other))).isNotEmpty();
  }

  /** Section 3.1.2. */
  @Test
  void aSectionWithMediaHasViolations() {
    assertThat(MediaRules.ofSection(joined(SECTION, SEGMENT))).hasSize(2);
    assertThat(MediaRules.ofSection(SEGMENT)).isNotEmpty();
    assertThat(MediaRules.ofSection(joined(SECTION, SECTION))).isNotEmpty();
    assertThat(MediaRules.ofSection(with(SECTION, "stts", 4, 0, 0, 0, 1))).hasSize(1);
    assertThat(MediaRules.ofSection(with(SECTION, "trex", 4, 0, 0, 0, 9))).hasSize(1);
    assertThat(MediaRules.ofSection(Arrays.copyOf(SECTION, SECTION.length - 1))).isNotEmpty();
  }

  /** Section 3.1.2: fragments with tfdt, media, and addresses that are relative to them. */
  @ParameterizedTest
  @CsvSource({"moof, free", "tfdt, free", "traf, free", "tfhd, free", "mdat, free", "mdat, moov"})
  void aSegmentWithoutABoxHasViolations(String type, String other) {
    assertThat(MediaRules.ofSegment(SECTION, retyped(SEGMENT, type, other))).isNotEmpty();
  }

  /** Section 3.1.2: each track of a segment is one of its section. */
  @Test
  void aSegmentOfOtherTracksHasViolations() {
    assertThat(MediaRules.ofSegment(SOUND, SEGMENT)).hasSize(1);
    assertThat(MediaRules.ofSegment(SECTION, with(SEGMENT, "tfhd", 4, 0, 0, 0, 7))).hasSize(1);
    assertThat(MediaRules.ofSegment(SECTION, with(SEGMENT, "tfhd", 3, 1))).isNotEmpty();
    assertThat(MediaRules.ofSegment(SECTION, joined(SECTION, SEGMENT))).isNotEmpty();
  }

  /** Section 4.4.4.3. */
  @Test
  void otherTracksAskForADiscontinuity() {
    byte[] larger = TestFragments.initialization(1280, 720).array();
    byte[] same = joined(SECTION, new byte[] {0, 0, 0, 8, 'f', 'r', 'e', 'e'});
    for (byte[] other : List.of(larger, SOUND)) {
      assertThat(MediaRules.ofChange(SECTION, other, false)).hasSize(1);
      assertThat(MediaRules.ofChange(SECTION, other, true)).isEmpty();
    }
    assertThat(MediaRules.ofChange(SECTION, same, false)).isEmpty();
  }
}
