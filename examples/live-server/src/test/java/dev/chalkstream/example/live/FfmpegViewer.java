package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;

/** ffmpeg, which decodes what there is as soon as it is there. */
final class FfmpegViewer implements Viewer {

  private static final double FRAMES_PER_SECOND = 25;

  private final Command command;

  FfmpegViewer(URI playlist) throws IOException {
    command =
        Command.start(
            Tools.need("ffmpeg"),
            "-v warning -progress pipe:1 -stats_period 0.1 -i " + playlist + " -f null -");
  }

  @Override
  public double played() throws IOException {
    return TestVideo.lastFrame(command.out()) / FRAMES_PER_SECOND;
  }

  /** On its way out of the waiting room it says that it leaves numbers out. */
  @Override
  public boolean showsLivePicture() throws IOException {
    return command.err().contains("segments ahead");
  }

  @Override
  public void awaitEnd() throws Exception {
    Await.until("ffmpeg is done", () -> !command.isRunning());
    assertThat(command.exitStatus()).as("%s", command.err()).isZero();
  }

  /** What it had to say. */
  String complaints() throws IOException {
    return command.err();
  }

  @Override
  public void close() throws IOException {
    command.close();
  }
}
