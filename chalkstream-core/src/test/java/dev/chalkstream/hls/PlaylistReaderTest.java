package dev.chalkstream.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistReaderTest {

  private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

  private final List<MediaSegment> segments = new ArrayList<>();

  private PlaylistReader read(String text) throws IOException {
    return PlaylistReader.read(new StringReader(text), segments::add);
  }

  /** A playlist that is made while it is read, so that it is nowhere as a whole. */
  private static final class Endless extends Reader {

    private final String head;
    private final String entry;
    private final long entries;
    private long at;

    Endless(String head, String entry, long entries) {
      this.head = head;
      this.entry = entry;
      this.entries = entries;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
      long end = head.length() + entries * entry.length();
      int count = (int) Math.min(length, end - at);
      for (int i = 0; i < count; i++, at++) {
        buffer[offset + i] =
            at < head.length()
                ? head.charAt((int) at)
                : entry.charAt((int) ((at - head.length()) % entry.length()));
      }
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {}
  }

  @Test
  void eachSegmentIsHandedOnAndNoneIsKept() throws IOException {
    long[] count = new long[1];
    PlaylistReader reader =
        PlaylistReader.read(
            new Endless(HEAD, "#EXTINF:1\na.ts\n", 3_000_000), segment -> count[0]++);

    assertThat(count[0]).isEqualTo(3_000_000);
    assertThat(reader.targetDuration()).isEqualTo(TargetDuration.ofSeconds(2));
  }

  @Test
  void aReceiverMayEndTheReading() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PlaylistReader.read(
                    new Endless(HEAD, "#EXTINF:1\na.ts\n", Long.MAX_VALUE / 100),
                    segment -> {
                      throw new IllegalArgumentException("enough");
                    }))
        .withMessage("enough");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#EXTINF:1,", "#EXT-X-A:", "# "})
  void aLineThatIsTooLongIsRefusedWithoutBeingReadToItsEnd(String beginning) {
    var endless = new Endless(HEAD + "#EXTINF:1,\n" + beginning, "x", Long.MAX_VALUE / 100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlaylistReader.read(endless, segments::add))
        .withMessageContaining("1048576 characters");
  }

  @Test
  void aLineThatIsTooLongCostsNothingButItself() throws IOException {
    String much = "a".repeat(2 * PlaylistReader.MAX_LINE_LENGTH);
    read(
        HEAD
            + ("#EXT-X-DATERANGE:ID=\"" + much + "\"\n#" + much + "\n#EXTINF:1," + much)
            + ("\na.ts\n#EXTINF:2,\n" + much + "\n#EXTINF:3,\nb.ts\n"));

    assertThat(segments)
        .extracting(segment -> segment.duration().toSeconds())
        .containsExactly(1L, 2L, 3L);
    assertThat(segments.get(0).tags()).isEmpty();
    assertThat(segments.get(1).uri()).hasSize(PlaylistReader.MAX_LINE_LENGTH);
    assertThat(segments.get(2).uri()).isEqualTo("b.ts");
  }

  @Test
  void aLineMayHaveAsManyCharactersAsMayBe() throws IOException {
    String uri = "a".repeat(PlaylistReader.MAX_LINE_LENGTH);
    read(HEAD + "#EXTINF:1,\n" + uri);

    assertThat(segments).containsExactly(MediaSegment.of(uri, Duration.ofSeconds(1)));
  }

  @Test
  void theFirstTagsOfASegmentAreKept() throws IOException {
    String tags = "#EXT-X-A\n".repeat(1_000);
    read(HEAD + "#EXT-X-FIRST\n" + tags + "#EXTINF:1,\na.ts\n#EXT-X-B\n#EXTINF:1,\nb.ts\n");

    assertThat(segments.get(0).tags())
        .hasSize(PlaylistReader.MAX_TAGS)
        .startsWith("#EXT-X-FIRST", "#EXT-X-A");
    assertThat(segments.get(1).tags()).containsExactly("#EXT-X-B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyKindOfLineEndIsOne(String end) throws IOException {
    read("\ufeff" + HEAD.replace("\n", end) + "#EXTINF:1," + end + "a.ts" + end + end);

    assertThat(segments).containsExactly(MediaSegment.of("a.ts", Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource({
    ".48, 480",
    "0.48, 480",
    "2., 2000",
    "2, 2000",
    "2.0005, 2001",
    "2.0e+00, 2000",
    "20E-1, 2000",
    ".2e1, 2000",
    "2.000000000000000000000000000000, 2000",
    "999999999, 999999999000"
  })
  void aDurationMayLackEitherPart(String written, long millis) throws IOException {
    read(HEAD + "#EXTINF:" + written + ",\na.ts\n");

    assertThat(segments.get(0).duration())
        .isBetween(Duration.ofMillis(millis).minusNanos(500_000), Duration.ofMillis(millis));
  }

  /** Among them the numbers that a careless reader would reckon with for minutes. */
  static List<String> senselessNumbers() {
    return List.of(
        ".",
        "",
        ".x",
        "-1",
        "-23334.411377778",
        "+2",
        "1.2.3",
        "two",
        "1e",
        "e1",
        "0x1p3",
        "2f",
        "NaN",
        "Infinity",
        "1000000000",
        "1e9",
        "1e999999999",
        "1e-999999999",
        "1e999999999999999",
        "9".repeat(16_000),
        "0." + "9".repeat(16_000),
        "1e" + "9".repeat(16_000));
  }

  @ParameterizedTest
  @MethodSource("senselessNumbers")
  void aDurationThatMakesNoSenseIsNotKnown(String written) throws IOException {
    PlaylistReader reader = read(HEAD + "#EXTINF:" + written + ",\na.ts\n#EXTINF:1.5,\nb.ts\n");

    assertThat(segments)
        .containsExactly(
            MediaSegment.of("a.ts", Duration.ZERO),
            MediaSegment.of("b.ts", Duration.ofMillis(1_500)));
    assertThat(reader.targetDuration()).isEqualTo(TargetDuration.ofSeconds(2));
  }

  @ParameterizedTest
  @MethodSource("senselessNumbers")
  void aTargetDurationThatMakesNoSenseIsNotSaid(String written) throws IOException {
    PlaylistReader reader =
        read("#EXTM3U\n#EXT-X-TARGETDURATION:" + written + "\n#EXTINF:3.6,\na.ts\n");

    assertThat(reader.statedTargetDuration()).isEmpty();
    assertThat(reader.targetDuration()).isEqualTo(TargetDuration.ofSeconds(4));
  }

  @Test
  void theStatedTargetDurationIsWhateverTheSegmentsNeed() throws IOException {
    PlaylistReader reader = read(HEAD + "#EXTINF:94455.7,\na.ts\n");

    assertThat(reader.statedTargetDuration()).contains(TargetDuration.ofSeconds(2));
    assertThat(reader.targetDuration()).isEqualTo(TargetDuration.ofSeconds(94_456));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5", "9999999999999999999"})
  void aDiscontinuitySequenceThatMakesNoSenseIsNotSaid(String written) throws IOException {
    assertThat(
            read(HEAD + "#EXT-X-DISCONTINUITY-SEQUENCE:" + written + "\n").discontinuitySequence())
        .isZero();
  }

  @Test
  void whatIsRefusedIsNotRepeatedInFull() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(HEAD + "x".repeat(10_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void theVariantsOfAMultivariantPlaylistAreCounted() throws IOException {
    PlaylistReader reader =
        read(
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\n"
                + "b.m3u8\n#EXT-X-I-FRAME-STREAM-INF:URI=\"c.m3u8\"\n");

    assertThat(reader.isMultivariant()).isTrue();
    assertThat(reader.variants()).isEqualTo(2);
    assertThat(segments).isEmpty();
  }

  @Test
  void aPlaylistThatIsKeptAsAWholeIsBounded() {
    String entry = "#EXTINF:1\na\n";
    String most = HEAD + entry.repeat(MediaPlaylist.MAX_PARSED);
    assertThat(MediaPlaylist.parse(most).segments()).hasSize(MediaPlaylist.MAX_PARSED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MediaPlaylist.parse(most + entry))
        .withMessageContaining("86400 segments");
  }
}
