package dev.chalkstream.example.live;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** ffmpeg, which pushes a test picture and a tone as HLS, at the pace of the clock. */
final class PushingFfmpeg implements AutoCloseable {

  static final int FRAMES_PER_SECOND = 25;

  /** Segments of two seconds, each from a key frame to the next. */
  private static final String SOURCE =
      "-nostdin -v warning -re -f lavfi -i testsrc2=s=320x180:r=25 -f lavfi -i sine=r=48000"
          + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -sc_threshold 0 -c:a aac"
          + " -f hls -hls_time 2";

  private final Command command;
  private final String stream;

  private PushingFfmpeg(Command command, String stream) {
    this.command = command;
    this.stream = stream;
  }

  /**
   * Starts it.
   *
   * @param seconds for how long it pushes
   * @param options more options for the output, with spaces in between
   */
  static PushingFfmpeg start(URI server, String session, int seconds, String options)
      throws IOException {
    List<String> more = new ArrayList<>(List.of("-t", Integer.toString(seconds)));
    more.addAll(List.of(options.split(" ")));
    more.add(server.resolve("ingest/" + session + "/out.m3u8").toString());
    Command command = Command.start(Tools.need("ffmpeg"), SOURCE, more.toArray());
    return new PushingFfmpeg(command, SessionId.of(session).streamId().value());
  }

  String stream() {
    return stream;
  }

  boolean isRunning() {
    return command.isRunning();
  }

  /** What it complains about. */
  String complaints() throws IOException {
    return command.err();
  }

  int exitStatus() throws InterruptedException {
    return command.exitStatus();
  }

  void kill() {
    command.kill();
  }

  @Override
  public void close() throws IOException {
    command.close();
  }
}
