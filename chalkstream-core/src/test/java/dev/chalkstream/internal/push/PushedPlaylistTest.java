package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.PushName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.text.PushPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushedPlaylistTest {

  private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

  private static PushedPlaylist read(String text) throws SegmentRejectedException {
    return PushedPlaylistReader.read("out.m3u8", text).orElseThrow();
  }

  private static void assertRefused(String text, Reason reason) {
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(() -> PushedPlaylistReader.read("out.m3u8", text))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void theNumberOfASegmentIsItsPlaceBehindTheMediaSequence() throws SegmentRejectedException {
    PushedPlaylist playlist =
        read(
            HEAD
                + "#EXT-X-MEDIA-SEQUENCE:7\r\n"
                + "#EXTINF:2.0,a title\r\nout7.ts\r\n"
                + "#EXT-X-DISCONTINUITY\r\n"
                + "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T13:00:00.250+0100\r\n"
                + "#EXTINF:1.96\r\nout8.ts\r\n"
                + "#EXT-X-GAP\r\n#EXTINF:2,\r\nout9.ts\r\n#EXT-X-ENDLIST\r\n");

    Duration two = Duration.ofSeconds(2);
    Instant date = Instant.parse("2026-03-01T12:00:00.250Z");
    assertThat(playlist.entries())
        .containsExactly(
            new PushedEntry(7, "out7.ts", two, false, false, null),
            new PushedEntry(8, "out8.ts", Duration.ofMillis(1_960), true, false, date),
            new PushedEntry(9, "out9.ts", two, false, true, null));
    assertThat(playlist.ended()).isTrue();
  }

  @Test
  void aDateThatCannotBeIsLeftOut() throws SegmentRejectedException {
    for (String date : new String[] {"yesterday", "1066-10-14T09:00:00Z", "+99999-01-01T00:00Z"}) {
      PushedPlaylist playlist =
          read(HEAD + "#EXT-X-PROGRAM-DATE-TIME:" + date + "\n#EXTINF:2,\nout.ts\n");
      assertThat(playlist.entries().get(0).start()).isNull();
    }
  }

  @Test
  void aMultivariantPlaylistOfOneVariantSaysNothing() throws SegmentRejectedException {
    assertThat(
            PushedPlaylistReader.read(
                "master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nout.m3u8\n"))
        .isEmpty();
  }

  @Test
  void severalVariantsAreRefused() {
    assertRefused(
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n",
        Reason.SEVERAL_VARIANTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"",
        "#EXT-X-MAP:URI=\"init.mp4\",BYTERANGE=\"800@0\"",
        "#EXT-X-MAP:URI=\"init.mp4\",BYTERANGE=\"800\"",
        "#EXT-X-BYTERANGE:1000@0"
      })
  void whatIsNoWholeFileIsRefused(String tag) {
    assertRefused(HEAD + tag + "\n#EXTINF:2,\nout.ts\n", Reason.UNSUPPORTED_PLAYLIST);
  }

  @Test
  void aMapIsOfAllEntriesBehindIt() throws SegmentRejectedException {
    String map = "#EXT-X-MAP:URI=\"../i%20.mp4?x\"\n";
    String named = "#EXTINF:2,\na\n" + map + "#EXTINF:2,\nb\n#EXTINF:2,\nc\n";
    PushedPlaylist playlist = PushedPlaylistReader.read("x/out.m3u8", HEAD + named).orElseThrow();

    assertThat(playlist.entries())
        .extracting(PushedEntry::map)
        .containsExactly(null, "i .mp4", "i .mp4");
    assertThat(playlist.nameBytes()).isEqualTo(3 * 3 + 2 * 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "#EXTM3U\nout.ts\n",
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:-1\n#EXTINF:2,\nout.ts\n",
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:999999999999999999\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n"
      })
  void whatIsNoPlaylistIsRefused(String text) {
    assertRefused(text, Reason.NOT_A_PLAYLIST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "301", "94455.717689", "-23334.411377778", "0", ""})
  void aDurationThatMakesNoSenseCostsNothing(String written) throws SegmentRejectedException {
    PushedPlaylist playlist =
        read(HEAD + "#EXTINF:1.5,\na.ts\n#EXTINF:" + written + ",\nb.ts\n#EXTINF:2,\nc.ts\n");

    assertThat(playlist.entries())
        .extracting(PushedEntry::saidDuration)
        .containsExactly(
            Optional.of(Duration.ofMillis(1_500)),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(2)));
    assertThat(playlist.targetDuration()).contains(TargetDuration.ofSeconds(2));
  }

  @Test
  void aTargetDurationThatNoStreamMayHaveIsNone() throws SegmentRejectedException {
    String text = "#EXTM3U\n#EXT-X-TARGETDURATION:94456\n#EXTINF:94455.7,\na.ts\n";
    assertThat(read(text).targetDuration()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "out.m3u8, out0.ts, out0.ts",
    "out.m3u8, ./out0.ts?x=1#y, out0.ts",
    "out.m3u8, seg/out0.ts, seg/out0.ts",
    "out.m3u8, a%20b+c.ts, a b+c.ts",
    "out.m3u8, 100%.ts, 100%.ts",
    "live/out.m3u8, out0.ts, live/out0.ts",
    "live/out.m3u8, ../seg/out0.ts, seg/out0.ts",
    "live/hd/out.m3u8, out0.ts, live/hd/out0.ts",
    "live/hd/out.m3u8, ../seg/out0.ts, live/seg/out0.ts",
    "live/hd/out.m3u8, ../../out0.ts, out0.ts",
    "live/hd/out.m3u8, ../../../../out0.ts, out0.ts",
    "live/hd/out.m3u8, ./.././a/../out0.ts, live/out0.ts",
    "live/out.m3u8, %2e%2e/out0.ts, out0.ts",
    "out.m3u8, seg//out0.ts, seg/out0.ts",
    "out.m3u8, a/b/out0.ts?token=a.b, a/b/out0.ts",
    "live/out.m3u8, https://cdn.example/x/out0.ts, live/out0.ts",
    "out.m3u8, /ingest/secret/out0.ts, out0.ts"
  })
  void aNameIsRelativeToThePlaylist(String playlist, String uri, String path) {
    assertThat(PushPath.resolve(playlist, uri)).isEqualTo(path);
  }

  @Test
  void ofManyEntriesTheNewestAreKept() throws SegmentRejectedException {
    PushedPlaylist playlist = read(HEAD + "#EXTINF:1\na.ts\n".repeat(139_000) + "#EXTINF:1\nb.ts");

    assertThat(playlist.entries()).hasSize(PushedPlaylist.MAX_ENTRIES);
    assertThat(playlist.firstSequence()).isEqualTo(139_001 - PushedPlaylist.MAX_ENTRIES);
    assertThat(playlist.lastSequence()).isEqualTo(139_000);
    assertThat(playlist.entries().get(PushedPlaylist.MAX_ENTRIES - 1).path()).isEqualTo("b.ts");
  }

  @Test
  void ofLongNamesAsManyAreKeptAsFitTogether() throws SegmentRejectedException {
    String name = "n".repeat(PushPath.MAX_LENGTH);
    PushedPlaylist playlist = read(HEAD + ("#EXTINF:1\n" + name + "\n").repeat(1_000));

    assertThat(playlist.entries()).hasSize(PushedPlaylist.MAX_NAME_BYTES / PushPath.MAX_LENGTH);
    assertThat(playlist.lastSequence()).isEqualTo(999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "%E2%82%AC", "a/%C3%A4", "./"})
  void aNameThatNoUploadCanHaveIsOneThatNeverComes(String part) throws SegmentRejectedException {
    PushedPlaylist playlist =
        read(HEAD + "#EXTINF:2,\n" + part.repeat(1_000) + "x".repeat(256) + "\n#EXTINF:1,\nb.ts\n");

    assertThat(playlist.entries())
        .extracting(PushedEntry::path)
        .containsExactly(PushPath.NONE, "b.ts");
    assertThat(playlist.entries().get(0).duration()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void anAddressOfDotsIsOneNameOrTooLong() throws SegmentRejectedException {
    String dots = "./".repeat(8_000);
    assertThat(read(HEAD + "#EXTINF:1,\n" + dots + "a.ts\n").entries().get(0).path())
        .isEqualTo("a.ts");
    assertRefused(HEAD + "#EXTINF:1,\n" + dots.repeat(131) + "a.ts\n", Reason.NOT_A_PLAYLIST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#EXT-X-MAP", "#EXT-X-BYTERANGE", "#EXT-X-MAP:", "#EXT-X-BYTERANGE:"})
  void aTagWithoutItsValueIsRefusedLikeOneWithIt(String tag) {
    assertRefused(HEAD + tag + "\n#EXTINF:2,\nout.ts\n", Reason.UNSUPPORTED_PLAYLIST);
  }

  @Test
  void aTagThatOnlyBeginsLikeOneIsAnother() throws SegmentRejectedException {
    assertThat(read(HEAD + "#EXT-X-MAPPING:1\n#EXTINF:2,\nout.ts\n").entries()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/",
        "/a",
        "a//b",
        "a/b/c/d",
        "..",
        "a/..",
        "../../a",
        ".",
        "a\nb",
        "a\ud800b"
      })
  void whatIsNoNameIsRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> PushPath.check(path));
    assertThatIllegalArgumentException().isThrownBy(() -> PushName.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "out0.ts, out0.ts, true",
    "a/b/out0.ts, out0.ts, true",
    "b/out0.ts, a/b/out0.ts, true",
    "a/out0.ts, b/out0.ts, false",
    "a/b/out0.ts, a/out0.ts, false",
    "xout0.ts, out0.ts, false",
    "'', out0.ts, false"
  })
  void directoriesMayBeLeftOut(String one, String other, boolean same) {
    assertThat(PushPath.matches(one, other)).isEqualTo(same);
    assertThat(PushPath.matches(other, one)).isEqualTo(same);
  }

  @Test
  void aPlaylistOfSubtitlesSaysNothingOfAStream() throws SegmentRejectedException {
    String subtitles =
        HEAD + "#EXTINF:2,\nout0.vtt\n#EXTINF:2,\nsub/out1.WebVTT?x\n#EXT-X-ENDLIST\n";

    assertThat(PushedPlaylistReader.read("out_vtt.m3u8", subtitles)).isEmpty();
    assertThat(read(subtitles + "#EXTINF:2,\nout2.ts\n").entries()).hasSize(3);
    assertThat(read(HEAD).isEmpty()).isTrue();
  }
}
