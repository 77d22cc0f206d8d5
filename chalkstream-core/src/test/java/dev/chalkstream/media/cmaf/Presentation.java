package dev.chalkstream.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.Ffmpeg;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tracks that belong together, as ffmpeg makes them.
 *
 * @param init the initialization section
 * @param segments the segments, in their order
 */
record Presentation(byte[] init, List<byte[]> segments) {

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<byte[]> files(Path folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .sorted()
          .map(Presentation::read)
          .toList();
    }
  }

  /** One of HLS. */
  static Presentation ofHls(Path folder, String arguments) throws IOException {
    String output = " -f hls -hls_segment_type fmp4 -hls_list_size 0 -hls_time 2";
    Ffmpeg.make(folder, arguments + output + " -hls_segment_filename s%03d.m4s out.m3u8");
    return new Presentation(read(folder.resolve("init.mp4")), files(folder, "s.*m4s"));
  }

  /** One stream of DASH. */
  static Presentation ofDash(Path folder, String arguments) throws IOException {
    String output = " -f dash -seg_duration 2 -dash_segment_type mp4 out.mpd";
    Ffmpeg.make(folder, arguments + output);
    return new Presentation(
        read(folder.resolve("init-stream0.m4s")), files(folder, "chunk-stream0.*"));
  }

  /** One of a file of fragments, some of them in each segment. */
  static Presentation ofFile(Path folder, String arguments, int fragments) throws IOException {
    Ffmpeg.make(folder, arguments + " out.mp4");
    byte[] file = read(folder.resolve("out.mp4"));
    List<Integer> cuts = new ArrayList<>();
    int at = 0;
    for (Box box : BoxTrees.read(file)) {
      if (box.type().equals("moof") || box.type().equals("mfra")) {
        cuts.add(at);
      }
      at += (int) box.size();
    }
    List<byte[]> segments = new ArrayList<>();
    for (int i = 0; i + 1 < cuts.size(); i += fragments) {
      int end = Math.min(i + fragments, cuts.size() - 1);
      segments.add(Arrays.copyOfRange(file, cuts.get(i), cuts.get(end)));
    }
    return new Presentation(Arrays.copyOf(file, cuts.get(0)), segments);
  }

  InitializationSection section() {
    InitializationResult result = InitializationSection.parse(ByteBuffer.wrap(init));
    assertThat(result).isInstanceOf(InitializationResult.Recognized.class);
    return ((InitializationResult.Recognized) result).section();
  }

  FragmentInfo info(byte[] segment) {
    FragmentResult result = FragmentProbe.inspect(ByteBuffer.wrap(segment), section());
    assertThat(result).isInstanceOf(FragmentResult.Recognized.class);
    return ((FragmentResult.Recognized) result).info();
  }

  /** What ffprobe sees in a segment. */
  Seen seen(Path folder, byte[] segment) throws IOException {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(init);
    joined.writeBytes(segment);
    Path file = Files.write(folder.resolve("joined.mp4"), joined.toByteArray());
    return new Seen(Ffmpeg.probe(file));
  }
}
