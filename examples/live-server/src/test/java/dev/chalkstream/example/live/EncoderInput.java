package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the encoders of the tests read: ten seconds, with a key frame every two seconds. */
final class EncoderInput {

  static final int SECONDS = 10;
  static final int FRAMES = 25 * SECONDS;
  static final int SEGMENTS = SECONDS / 2;

  private static final String TEXT =
      "1\n00:00:01,000 --> 00:00:04,000\nHello\n\n2\n00:00:05,000 --> 00:00:09,000\nWorld\n";

  private EncoderInput() {}

  /** Makes {@code input.mp4}: a picture, two sound tracks, a text track and a data track. */
  static Path make(Path directory) throws IOException, InterruptedException {
    Path text = Files.writeString(directory.resolve("text.srt"), TEXT);
    Path input = directory.resolve("input.mp4");
    Command.quietly(
        Tools.need("ffmpeg"),
        "-nostdin -v error -f lavfi -i testsrc2=s=320x180:r=25 -f lavfi -i sine=r=48000"
            + " -f lavfi -i sine=f=880:r=48000 -i "
            + text
            + " -t "
            + SECONDS
            + " -map 0 -map 1 -map 2 -map 3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50"
            + " -sc_threshold 0 -c:a aac -c:s mov_text -timecode 00:00:00:00",
        input);
    return input;
  }
}
