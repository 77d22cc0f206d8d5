package dev.chalkstream.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPlaylistTest {

  private static final MediaSegment SEGMENT = MediaSegment.of("a.ts", Duration.ofSeconds(2));

  private static MediaPlaylist.Builder playlist() {
    return MediaPlaylist.builder(TargetDuration.ofSeconds(2));
  }

  @Test
  void everyTagStandsInItsPlace() {
    MediaPlaylist playlist =
        playlist()
            .mediaSequence(41)
            .discontinuitySequence(3)
            .type(PlaylistType.EVENT)
            .independentSegments(true)
            .add(SEGMENT)
            .add(
                new MediaSegment(
                    "b.ts",
                    Duration.ofMillis(1_500),
                    true,
                    true,
                    Optional.of(Instant.parse("2026-03-01T12:00:00.0019Z"))))
            .ended(true)
            .build();
    assertThat(playlist)
        .hasToString(
            """
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-TARGETDURATION:2
            #EXT-X-MEDIA-SEQUENCE:41
            #EXT-X-DISCONTINUITY-SEQUENCE:3
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXTINF:2,
            a.ts
            #EXT-X-DISCONTINUITY
            #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.001Z
            #EXT-X-GAP
            #EXTINF:1.5,
            b.ts
            #EXT-X-ENDLIST
            """);
  }

  /** UTF-8 without a byte order mark (section 4). */
  @Test
  void thePlaylistIsUtf8WithoutAByteOrderMark() {
    MediaPlaylist playlist = playlist().add(MediaSegment.of("ä.ts", Duration.ofSeconds(1))).build();
    assertThat(playlist.toBytes())
        .startsWith('#', 'E', 'X', 'T', 'M', '3', 'U', '\n')
        .isEqualTo(playlist.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Exact to the microsecond, trailing zeros cut (section 4.4.4.1). */
  @ParameterizedTest
  @CsvSource({
    "PT2S, 2",
    "PT1.96S, 1.96",
    "PT0.000001S, 0.000001",
    "PT1.000001S, 1.000001",
    "PT1.0000019S, 1.000001",
    "PT1.1S, 1.1",
    "PT0.02S, 0.02",
    "PT2.499999S, 2.499999",
    "PT0S, 0"
  })
  void aDurationIsWrittenExactly(Duration duration, String written) {
    assertThat(playlist().add(MediaSegment.of("a.ts", duration)).build().toString())
        .contains("#EXTINF:" + written + ",\na.ts\n");
  }

  /** Every duration, rounded to the nearest second, is within the target (section 4.4.3.1). */
  @Test
  void aSegmentLongerThanTheTargetDurationIsRefused() {
    MediaPlaylist.Builder builder =
        playlist().add(MediaSegment.of("a.ts", Duration.ofMillis(2_500)));
    assertThatIllegalArgumentException().isThrownBy(builder::build);
    assertThat(builder.targetDuration(TargetDuration.ofSeconds(3)).build().segments()).hasSize(1);
  }

  @Test
  void aPlaylistMadeFromAnotherIsTheSame() {
    MediaPlaylist playlist =
        playlist()
            .mediaSequence(7)
            .discontinuitySequence(8)
            .type(PlaylistType.VOD)
            .independentSegments(true)
            .segments(List.of(SEGMENT))
            .ended(true)
            .build();
    assertThat(playlist.toBuilder().build()).hasToString(playlist.toString());
    assertThat(playlist.toBuilder().add(SEGMENT).build().segments()).hasSize(2);
    assertThat(playlist.segments()).hasSize(1);
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> playlist().mediaSequence(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> playlist().discontinuitySequence(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MediaSegment.of("a.ts", Duration.ofNanos(-1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#EXT-X-ENDLIST", "a\nb", "a\rb"})
  void aUriThatWouldBreakThePlaylistIsRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MediaSegment.of(uri, Duration.ofSeconds(1)));
  }

  @Test
  void furtherTagsStandInTheHeaderAndWithTheirSegment() {
    MediaPlaylist playlist =
        playlist().tags(List.of("#EXT-X-A")).add(SEGMENT.withTags(List.of("#EXT-X-B:1"))).build();
    assertThat(playlist.toString())
        .contains("-SEQUENCE:0\n#EXT-X-A\n#EXT-X-B:1\n#EXTINF:2,\na.ts\n");
    assertThat(playlist.toBuilder().build()).hasToString(playlist.toString());
    assertThat(SEGMENT.withUri("b.ts").uri()).isEqualTo("b.ts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "EXT-X-A", "#A\n#B", "#A\r", "#A:\t", "#\u0000", "#\u0085A", "#A\u2028#B"})
  void aTagThatWouldBreakThePlaylistIsRefused(String tag) {
    assertThatIllegalArgumentException().isThrownBy(() -> playlist().tags(List.of(tag)));
    assertThatIllegalArgumentException().isThrownBy(() -> SEGMENT.withTags(List.of(tag)));
  }

  @ParameterizedTest
  @CsvSource({"PT0.1S, 1", "PT0.9S, 1", "PT1S, 1", "PT5.9S, 6", "PT6S, 6", "PT6.000001S, 7"})
  void aTargetDurationRoundsUp(Duration segment, int seconds) {
    assertThat(TargetDuration.roundUp(segment)).isEqualTo(TargetDuration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"PT0.1S, 1", "PT1.499999S, 1", "PT1.5S, 2", "PT6.000001S, 6"})
  void theLeastTargetDurationThatAdmitsASegmentIsRounded(Duration segment, int seconds) {
    TargetDuration least = TargetDuration.round(segment);
    assertThat(least).isEqualTo(TargetDuration.ofSeconds(seconds));
    assertThat(least.admits(segment)).isTrue();
  }

  @Test
  void aTargetDurationIsAtLeastOneSecond() {
    assertThatIllegalArgumentException().isThrownBy(() -> TargetDuration.ofSeconds(0));
  }
}
