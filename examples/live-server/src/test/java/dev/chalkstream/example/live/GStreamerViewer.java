package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GStreamer, which plays at the pace of the clock into nothing. */
final class GStreamerViewer implements Viewer {

  private static final Pattern POSITION = Pattern.compile("(\\d+):(\\d\\d):(\\d\\d\\.\\d) /");

  private final Command command;

  GStreamerViewer(URI playlist) throws Exception {
    Path player = Tools.need("gst-play-1.0");
    needElement("souphttpsrc");
    needElement("hlsdemux");
    needElement("avdec_h264");
    command =
        Command.start(
            player,
            "--no-interactive",
            "--videosink=fakesink sync=true",
            "--audiosink=fakesink sync=true",
            playlist);
  }

  private static void needElement(String name) throws Exception {
    try (Command inspect = Command.start(Tools.need("gst-inspect-1.0"), "--exists " + name)) {
      if (inspect.exitStatus() != 0) {
        Tools.missing("GStreamer has no " + name);
      }
    }
  }

  @Override
  public double played() throws IOException {
    double seconds = 0;
    Matcher position = POSITION.matcher(command.out());
    while (position.find()) {
      seconds =
          3600 * Double.parseDouble(position.group(1))
              + 60 * Double.parseDouble(position.group(2))
              + Double.parseDouble(position.group(3));
    }
    return seconds;
  }

  /** It does not say what it plays. */
  @Override
  public boolean showsLivePicture() {
    return true;
  }

  @Override
  public void awaitEnd() throws Exception {
    Await.until("GStreamer is done", () -> !command.isRunning());
    assertThat(command.exitStatus()).as("%s", command.err()).isZero();
    assertThat(command.out()).contains("Reached end of play list");
    assertThat(command.out() + command.err()).doesNotContain("ERROR");
  }

  @Override
  public void close() throws IOException {
    command.close();
  }
}
