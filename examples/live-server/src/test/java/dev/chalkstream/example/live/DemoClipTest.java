package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoClipTest {

  private static final int TWO_ROUNDS_AND_A_HALF = 20;
  private static final int FRAMES_PER_SEGMENT = 50;

  @Test
  void everyPacketIsOneOnFromTheLastOfItsPid() {
    DemoClip clip = DemoClip.load();
    Map<Integer, Integer> last = new HashMap<>();

    for (int n = 0; n < TWO_ROUNDS_AND_A_HALF; n++) {
      byte[] segment = clip.next();
      for (int packet = 0; packet < segment.length / TsPacket.LENGTH; packet++) {
        int pid = TsPacket.pid(segment, packet);
        int step = TsPacket.hasPayload(segment, packet) ? 1 : 0;
        int expected = (last.getOrDefault(pid, -1) + step) & 0x0f;
        assertThat(TsPacket.counter(segment, packet)).isEqualTo(expected);
        last.put(pid, expected);
      }
    }
  }

  @Test
  void aPlayerDecodesRoundAfterRoundWithoutAComplaint(@TempDir Path directory) throws Exception {
    Path rounds = write(directory);

    assertThat(TestVideo.decodeFrames(rounds))
        .isEqualTo((long) TWO_ROUNDS_AND_A_HALF * FRAMES_PER_SEGMENT);
  }

  @Test
  void timeRunsOnEvenlyFromRoundToRound(@TempDir Path directory) throws Exception {
    Path rounds = write(directory);

    assertThat(steps(timestamps("v:0", rounds))).containsOnly(3_600L);
    assertThat(steps(timestamps("a:0", rounds))).containsOnly(1_920L);
  }

  private static Path write(Path directory) throws IOException {
    DemoClip clip = DemoClip.load();
    Path file = directory.resolve("rounds.ts");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = 0; n < TWO_ROUNDS_AND_A_HALF; n++) {
        out.write(clip.next());
      }
    }
    return file;
  }

  private static List<Long> timestamps(String track, Path file) throws Exception {
    String packets =
        Command.quietly(
            Tools.need("ffprobe"),
            "-v warning -select_streams "
                + track
                + " -show_entries packet=dts -of default=nw=1:nk=1",
            file);
    return packets.lines().map(Long::valueOf).toList();
  }

  private static List<Long> steps(List<Long> timestamps) {
    return IntStream.range(1, timestamps.size())
        .mapToObj(i -> timestamps.get(i) - timestamps.get(i - 1))
        .toList();
  }
}
