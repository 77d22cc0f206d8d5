package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A video that ffmpeg made, and the segments into which ffmpeg cut it.
 *
 * @param segments the segments in their order
 * @param frames how many frames of video the source has
 */
record TestVideo(List<Segment> segments, long frames) {

  /** A piece of it. */
  record Segment(byte[] bytes, Duration duration) {}

  /** Twelve seconds at 25 frames a second, in pieces of two seconds. */
  static TestVideo make(Path directory) throws IOException, InterruptedException {
    return make(directory, "-c copy");
  }

  /** The same without its sound. */
  static TestVideo makeSilent(Path directory) throws IOException, InterruptedException {
    return make(directory, "-c copy -an");
  }

  private static TestVideo make(Path directory, String tracks)
      throws IOException, InterruptedException {
    Path ffmpeg = Tools.need("ffmpeg");
    Path source = directory.resolve("source.mp4");
    Path list = directory.resolve("list.csv");
    Command.quietly(
        ffmpeg,
        "-v error -f lavfi -i testsrc2=s=320x180:r=25:d=12 -f lavfi -i sine=r=48000:d=12"
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -sc_threshold 0 -c:a aac",
        source);
    Command.quietly(
        ffmpeg,
        "-v error -i "
            + source
            + " "
            + tracks
            + " -f segment -segment_time 2 -individual_header_trailer 0"
            + " -segment_list_type csv -segment_list",
        list,
        directory.resolve("%03d.ts"));
    List<Segment> segments = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      String[] fields = line.split(",");
      BigDecimal seconds = new BigDecimal(fields[2]).subtract(new BigDecimal(fields[1]));
      segments.add(
          new Segment(
              Files.readAllBytes(directory.resolve(fields[0])),
              Duration.ofMillis(seconds.movePointRight(3).longValue())));
    }
    return new TestVideo(segments, countFrames(source));
  }

  /** How many frames of video ffprobe decodes. */
  static long countFrames(Object input) throws IOException, InterruptedException {
    String count =
        Command.quietly(
            Tools.need("ffprobe"),
            "-v warning -count_frames -select_streams v:0 -show_entries stream=nb_read_frames"
                + " -of default=nw=1:nk=1",
            input);
    return Long.parseLong(count.lines().findFirst().orElseThrow());
  }

  /** How many frames of video ffmpeg decodes, along with the sound, without a complaint. */
  static long decodeFrames(Object input) throws IOException, InterruptedException {
    return lastFrame(
        Command.quietly(
            Tools.need("ffmpeg"), "-v warning -progress pipe:1 -i " + input + " -f null -"));
  }

  /** The number of frames in the latest report of ffmpeg's, 0 before the first. */
  static long lastFrame(String progress) {
    return progress
        .lines()
        .filter(line -> line.startsWith("frame="))
        .reduce((earlier, later) -> later)
        .map(line -> Long.parseLong(line.substring("frame=".length()).strip()))
        .orElse(0L);
  }

  /** Publishes the segments from one to another, the last excluded. */
  void publish(IngestClient client, int from, int to) throws IOException, InterruptedException {
    for (int i = from; i < to; i++) {
      client.publish(i, segments.get(i).duration(), segments.get(i).bytes());
    }
  }
}
