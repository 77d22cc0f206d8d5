package dev.chalkstream.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.push.PushedPlaylistReader;
import dev.chalkstream.internal.transition.StreamScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is pushed as a playlist is taken or refused in words; nothing else comes of it. */
class HostilePlaylistsTest {

  private static final int ROUNDS = 10_000;

  private static final List<String> TAGS =
      List.of(
          "#EXTM3U",
          "#EXTINF",
          "#EXT-X-TARGETDURATION",
          "#EXT-X-MEDIA-SEQUENCE",
          "#EXT-X-DISCONTINUITY-SEQUENCE",
          "#EXT-X-DISCONTINUITY",
          "#EXT-X-PROGRAM-DATE-TIME",
          "#EXT-X-GAP",
          "#EXT-X-MAP",
          "#EXT-X-KEY",
          "#EXT-X-BYTERANGE",
          "#EXT-X-PLAYLIST-TYPE",
          "#EXT-X-INDEPENDENT-SEGMENTS",
          "#EXT-X-ENDLIST",
          "#EXT-X-STREAM-INF",
          "#EXT-X-I-FRAME-STREAM-INF",
          "#EXT-X-VERSION",
          "#EXT-X-UNKNOWN",
          "#EXT",
          "#");

  private static final List<String> VALUES =
      List.of(
          "",
          "2",
          ".48",
          "2.",
          "0",
          "-1",
          "300",
          "301",
          "999999999",
          "999999999.999999999999999999",
          "999999999999999999",
          "1000000000000000000",
          "2,title",
          ",",
          "NaN",
          "+999999999-12-31T24:00:00Z",
          "2026-03-01T13:00:00.250+0100",
          "-999999999-01-01T00:00:00+18:00",
          "2026-02-30T25:61:61Z",
          "METHOD=NONE",
          "METHOD=AES-128",
          "EVENT");

  private static final List<String> NAMES =
      List.of(
          "out0.ts",
          "out1.ts",
          "out2.ts",
          "./././out1.ts",
          "../out1.ts",
          "../../out1.ts",
          "a/b/c/out1.ts",
          "http://[::1/%",
          "%",
          "%00.ts",
          "%ED%A0%80.ts",
          "\ud800.ts",
          "?#?#\u2028",
          "/",
          "\"\\.ts",
          "x".repeat(300));

  private final Random random = new Random(20261128);

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String line() {
    return switch (random.nextInt(8)) {
      case 0 -> pick(TAGS);
      case 1, 2 -> pick(TAGS) + ":" + pick(VALUES);
      case 3, 4 -> "#EXTINF:2,\n" + pick(NAMES);
      case 5 -> "#EXT-X-MEDIA-SEQUENCE:" + random.nextInt(40);
      case 6 -> "#EXTINF:" + random.nextInt(4) + "\n" + pick(NAMES);
      default -> pick(NAMES);
    };
  }

  private String playlist() {
    var text = new StringBuilder(random.nextInt(50) == 0 ? "" : "#EXTM3U\n");
    for (int lines = random.nextInt(8); lines > 0; lines--) {
      text.append(line()).append(random.nextInt(20) == 0 ? "\r" : "\n");
    }
    for (int changes = random.nextInt(6) - 3; changes > 0 && !text.isEmpty(); changes--) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x100));
    }
    return text.toString();
  }

  private static Optional<PushedPlaylist> read(String text) {
    try {
      return PushedPlaylistReader.read("out.m3u8", text);
    } catch (SegmentRejectedException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(400);
      return Optional.empty();
    }
  }

  @Test
  void aPlaylistOfAnyLinesIsTakenOrRefusedInWords() {
    var stream = new StreamScript().inMemory();
    int taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = playlist();
      try {
        Optional<PushedPlaylist> playlist = read(text);
        taken += playlist.isPresent() ? 1 : 0;
        playlist.ifPresent(stream::push);
        if (random.nextInt(4) == 0) {
          stream.push("out" + random.nextInt(3) + ".ts", "s" + round);
        }
        stream.pass(StreamScript.TWO_SECONDS).passTime();
        if (round % 100 == 99) {
          ManifestReader.read(ManifestWriter.write(stream.manifest()));
        }
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("round " + round + ": " + text, e);
      }
    }
    assertThat(taken).as("of some use").isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  @Test
  void anyBytesAreTakenOrRefusedInWords() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      read("#EXTM3U\n" + new String(bytes, StandardCharsets.UTF_8));
      read(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }
}
