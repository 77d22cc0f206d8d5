package dev.chalkstream.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.storage.BlobStores;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ffmpeg pushes, with marks of an advertising break added, is still what ffmpeg plays. */
class MarkedPlaylistTest {

  private static final SessionId SESSION = SessionId.of("marked");
  private static final String PUSH =
      "-f lavfi -i testsrc=s=322x182:r=25 -f lavfi -i sine=r=48000 -t 6 -c:v libx264"
          + " -preset ultrafast -pix_fmt yuv420p -g 50 -c:a aac -f hls -hls_list_size 0"
          + " -hls_time 2 -hls_flags program_date_time s.m3u8";
  private static final List<String> MARKS =
      List.of(
          "#EXT-X-DATERANGE:ID=\"1\",START-DATE=\"2026-03-01T12:00:00.000Z\","
              + "PLANNED-DURATION=2,SCTE35-OUT=0xFC30"
              + "AB".repeat(4_000),
          "#EXT-OATCLS-SCTE35:/DA0AAAAAAAAAAAABQb+ADAQ6QAeAhxDVUVJQAAAO3/PAAEUrEoI==",
          "#EXT-X-CUE-OUT:2",
          "#EXT-X-CUE-OUT-CONT:ElapsedTime=1,Duration=2",
          "#EXT-X-CUE-IN");

  @TempDir private Path folder;

  @BeforeAll
  static void requireTools() {
    Ffmpeg.require();
  }

  @Test
  void aMarkedPlaylistIsPlayedToItsEndWithoutAWarning() throws Exception {
    List<Path> segments = Ffmpeg.segments(folder, PUSH);
    String pushed = Files.readString(folder.resolve("s.m3u8"));
    String marks = String.join("\n", MARKS) + "\n#EXT-X-DATERANGE:ID=\"broken\n";
    Path chunks =
        Files.createDirectories(folder.resolve("chunk").resolve(SESSION.streamId().toString()));
    String playlist;
    try (Instance node = Instance.builder(BlobStores.inMemory()).withoutBackground().build()) {
      for (Path segment : segments) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        Files.copy(segment, chunks.resolve(SegmentDigest.compute(bytes).value()));
        node.pushSegment(SESSION, segment.getFileName().toString(), bytes);
      }
      node.pushPlaylist(SESSION, "s.m3u8", pushed.replace("#EXTINF", marks + "#EXTINF"));
      ByteBuffer m3u8 = node.playlist(SESSION.streamId()).orElseThrow().bytes();
      playlist = UTF_8.decode(m3u8).toString();
    }

    assertThat(playlist.lines().filter(MARKS::contains))
        .hasSize(1 + 3 * (MARKS.size() - 1))
        .startsWith(MARKS.toArray(String[]::new));
    assertThat(playlist).doesNotContain("broken").endsWith("#EXT-X-ENDLIST\n");
    for (String uri : playlist.lines().filter(line -> line.startsWith("../chunk/")).toList()) {
      Path chunk = folder.resolve("playlist").resolve(uri).normalize();
      Files.move(chunks.resolve(chunk.getFileName().toString().split("-", 2)[0]), chunk);
    }
    Path file = Files.createDirectories(folder.resolve("playlist")).resolve("s.m3u8");
    Files.writeString(file, playlist);
    assertThat(ffmpeg("ffmpeg -nostdin -v warning -i " + file + " -f null -")).isEmpty();
    assertThat(
            Double.parseDouble(
                ffmpeg("ffprobe -v error -show_entries format=duration -of csv=p=0 " + file)))
        .isBetween(5.9, 6.1);
  }

  private String ffmpeg(String command) throws Exception {
    return Ffmpeg.run(folder, List.of(command.split(" "))).strip();
  }
}
