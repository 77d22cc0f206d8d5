package dev.chalkstream.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media Initialization Sections in playlists (section 4.4.4.5). */
class MediaMapTest {

  private static final MediaMap ONE = MediaMap.of("one.mp4");
  private static final MediaMap OTHER =
      new MediaMap("two.mp4", Optional.of(new MediaMap.Range(800, 12)));

  private static MediaSegment segment(int number, MediaMap map) {
    return MediaSegment.of(number + ".m4s", Duration.ofSeconds(2)).withMap(map);
  }

  private static MediaPlaylist playlist(MediaSegment... segments) {
    return MediaPlaylist.builder(TargetDuration.ofSeconds(2)).segments(List.of(segments)).build();
  }

  @Test
  void aMapStandsBeforeTheFirstSegmentAndWhereverItChanges() {
    String text =
        playlist(segment(0, ONE), segment(1, ONE), segment(2, OTHER), segment(3, ONE)).toString();

    assertThat(text.substring(text.indexOf("#EXT-X-MAP")))
        .isEqualTo(
            """
            #EXT-X-MAP:URI="one.mp4"
            #EXTINF:2,
            0.m4s
            #EXTINF:2,
            1.m4s
            #EXT-X-MAP:URI="two.mp4",BYTERANGE="800@12"
            #EXTINF:2,
            2.m4s
            #EXT-X-MAP:URI="one.mp4"
            #EXTINF:2,
            3.m4s
            """);
  }

  @Test
  void whatIsWrittenInPiecesIsThePlaylist() {
    MediaPlaylist whole = playlist(segment(0, ONE), segment(1, ONE), segment(2, OTHER));
    for (int cut = 1; cut < whole.segments().size(); cut++) {
      List<MediaSegment> first = whole.segments().subList(0, cut);
      List<MediaSegment> rest = whole.segments().subList(cut, whole.segments().size());

      String pieces =
          new String(PlaylistWriter.header(whole), UTF_8)
              + new String(PlaylistWriter.segments(first), UTF_8)
              + new String(PlaylistWriter.segments(rest, first.get(cut - 1).map()), UTF_8)
              + new String(PlaylistWriter.ending(whole), UTF_8);

      assertThat(pieces).isEqualTo(whole.toString());
    }
  }

  @Test
  void aMapHoldsForAllSegmentsUntilTheNext() {
    MediaPlaylist whole =
        playlist(segment(0, ONE), segment(1, ONE), segment(2, OTHER), segment(3, OTHER));

    assertThat(MediaPlaylist.parse(whole.toString()).segments()).isEqualTo(whole.segments());
  }

  @Test
  void segmentsBeforeTheFirstMapHaveNone() {
    MediaPlaylist read =
        MediaPlaylist.parse(
            "#EXTM3U\n#EXTINF:2,\na.ts\n#EXT-X-MAP:URI=\"one.mp4\"\n#EXTINF:2,\nb.m4s\n");

    assertThat(read.segments())
        .extracting(MediaSegment::map)
        .containsExactly(Optional.empty(), Optional.of(ONE));
  }

  @Test
  void aSegmentWithoutAMapCannotStandBehindOneThatHasIt() {
    MediaSegment plain = MediaSegment.of("1.ts", Duration.ofSeconds(2));

    assertThatIllegalArgumentException().isThrownBy(() -> playlist(segment(0, ONE), plain));
    assertThat(playlist(plain, segment(0, ONE)).segments()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXT-X-MAP",
        "#EXT-X-MAP:",
        "#EXT-X-MAP:BYTERANGE=\"1@2\"",
        "#EXT-X-MAP:URI=\"\"",
        "#EXT-X-MAP:URI=\"a.mp4",
        "#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"800\"",
        "#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"-1@2\"",
        "#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"1@9999999999999999999\""
      })
  void aTagThatMakesNoSenseIsKeptAsALine(String line) {
    MediaPlaylist read = MediaPlaylist.parse("#EXTM3U\n" + line + "\n#EXTINF:2,\na.m4s\n");

    assertThat(read.segments())
        .singleElement()
        .extracting(MediaSegment::map)
        .isEqualTo(Optional.empty());
    assertThat(read.segments().get(0).tags()).containsExactly(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a\nb", "a\rb", "a\u2028b"})
  void aUriThatATagCannotHoldIsRefused(String uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> MediaMap.of(uri));
  }
}
