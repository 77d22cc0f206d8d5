package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ffmpeg sends by options and inputs that are not in docs/encoders.md as a line, all at once
 * to one server. Inputs are copied, at four times their pace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendersIT {

  private static final String HLS = " -f hls -hls_time 2 -method PUT ";
  private static final String COPY = "-sn -c copy";
  private static final int LOOPS = 40;

  private final Map<String, Command> pushes = new HashMap<>();
  private Path ffmpeg;
  private ServerProcess server;

  @BeforeAll
  void pushAll(@TempDir Path directory) throws Exception {
    ffmpeg = Tools.need("ffmpeg");
    String input = " -i " + EncoderInput.make(directory) + " ";
    String paced = "-readrate 4" + input;
    server = ServerProcess.startInMemory();
    push("text", paced + "-c:v copy -c:a copy" + HLS);
    push("text-persistent", paced + "-c:v copy -c:a copy" + HLS + "-http_persistent 1");
    push("vod", paced + COPY + HLS + "-hls_playlist_type vod");
    push("dropped", paced + COPY + HLS + "-bsf:v", "noise=drop=eq(mod(n\\,50)\\,49)");
    variants("variants", paced + "-map 0:v -map 0:a:0 -map 0:v -map 0:a:1", "v:0,a:0 v:1,a:1");
    variants("apart", paced + "-map 0:v -map 0:a:0", "v:0,agroup:a a:0,agroup:a");
    slides();
    unpaced(directory);
    restart("-readrate 2" + input + COPY + HLS + "-hls_start_number_source epoch");
  }

  private void push(String session, String options, Object... more) throws IOException {
    Object[] all = Arrays.copyOf(more, more.length + 1);
    all[more.length] = address(session, "out.m3u8");
    pushes.put(session, Command.start(ffmpeg, "-nostdin -v error " + options.strip(), all));
  }

  private void variants(String session, String options, String map) throws IOException {
    String all = "-nostdin -v error " + options + " -c copy" + HLS + "-var_stream_map";
    pushes.put(session, Command.start(ffmpeg, all, map, address(session, "out%v.m3u8")));
  }

  /** Two pictures every four seconds, and sound. */
  private void slides() throws IOException {
    push(
        "slides",
        "-readrate 4 -f lavfi -i testsrc=s=160x90:r=25 -readrate 4 -f lavfi -i sine=r=48000 -t 24"
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -vsync vfr"
            + " -force_key_frames expr:gte(t,n_forced*4)"
            + HLS
            + "-vf",
        "select='lt(mod(n,100),2)'");
  }

  /** As fast as it goes, from an input that is small. */
  private void unpaced(Path directory) throws Exception {
    Path small = directory.resolve("small.mp4");
    Command.quietly(
        ffmpeg,
        "-nostdin -v error -f lavfi -i testsrc=s=160x90:r=25 -f lavfi -i sine=r=48000 -t 10"
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -sc_threshold 0 -c:a aac",
        small);
    String looped = "-stream_loop " + (LOOPS - 1) + " -i " + small + " -c copy" + HLS;
    push("unpaced", looped);
    push("unpaced-persistent", looped + "-http_persistent 1");
  }

  /** Kills it as soon as something is listed, and starts it again. */
  private void restart(String options) throws Exception {
    String segments = address("restarted", "segments/%d.ts");
    push("restarted", options + " -hls_segment_filename", segments);
    Await.until("two are listed", () -> listing("restarted").segments().size() > 1);
    pushes.get("restarted").close();
    push("restarted", options + " -hls_segment_filename", segments);
  }

  private String address(String session, String name) {
    return server.address().resolve("ingest/" + session + "/").toString() + name;
  }

  @AfterAll
  void end() throws IOException {
    for (Command push : pushes.values()) {
      push.close();
    }
    server.close();
  }

  @Test
  void aTextTrackIsLeftOut() throws Exception {
    assertIsWhole("text");
  }

  @Test
  void aTextTrackIsLeftOutOfWhatComesOnOneConnection() throws Exception {
    assertIsWhole("text-persistent");
  }

  @Test
  void aPlaylistThatComesAtTheEndListsEverything() throws Exception {
    assertIsWhole("vod");
  }

  @Test
  void aLastFrameThatIsMissingIsNoDiscontinuity() throws Exception {
    assertThat(whenOver("dropped").breaks()).isZero();
    assertThat(whenOver("dropped").segments()).hasSize(EncoderInput.SEGMENTS);
  }

  @Test
  void oneOfSeveralVariantsIsListedWhole() throws Exception {
    assertIsWhole("variants");
    assertThat(server.command().err()).contains("409");
  }

  /**
   * Which request overtakes which, and by how much, is the machine's business: what is listed in
   * each order is in the tests of the core.
   */
  @Test
  void soundOfItsOwnIsRefusedInWords() throws Exception {
    String stream = SessionId.of("apart").streamId().value();
    pushes.get("apart").exitStatus();
    Await.until("it is refused", () -> refusals(stream).contains("422: sound and pictures"));
  }

  private String refusals(String stream) throws IOException {
    return server
        .command()
        .err()
        .lines()
        .filter(line -> line.contains(stream) && line.contains("was answered"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void slidesLastUntilTheNext() throws Exception {
    Listing listing = whenOver("slides");
    assertThat(listing.breaks()).isZero();
    assertThat(listing.durations().subList(0, 5)).allMatch(seconds -> Math.abs(seconds - 4) < 0.1);
  }

  @Test
  void whatComesFasterThanItPlaysIsListedWhole() throws Exception {
    assertIsWhole("unpaced", LOOPS * EncoderInput.SEGMENTS);
  }

  @Test
  void whatComesFasterThanItPlaysOnOneConnectionIsListedWhole() throws Exception {
    assertIsWhole("unpaced-persistent", LOOPS * EncoderInput.SEGMENTS);
  }

  @Test
  void numbersOfTheClockDoNotHideARestart() throws Exception {
    Listing listing = whenOver("restarted");
    assertThat(listing.hasGaps()).isFalse();
    assertThat(listing.runs()).hasSize(2).last().isEqualTo((long) EncoderInput.SEGMENTS);
  }

  private void assertIsWhole(String session) throws Exception {
    assertIsWhole(session, EncoderInput.SEGMENTS);
    String stream = SessionId.of(session).streamId().value();
    URI playlist = server.address().resolve("playlist/" + stream + ".m3u8");
    assertThat(TestVideo.decodeFrames(playlist)).as(session).isEqualTo(EncoderInput.FRAMES);
  }

  private void assertIsWhole(String session, int segments) throws Exception {
    Listing listing = whenOver(session);
    assertThat(listing.segments()).as(session).hasSize(segments);
    assertThat(listing.breaks()).as(session).isZero();
    assertThat(listing.hasGaps()).as(session).isFalse();
  }

  private Listing whenOver(String session) throws Exception {
    pushes.get(session).succeed();
    Await.until(session + " is over", () -> listing(session).isOver());
    return listing(session);
  }

  private Listing listing(String session) throws Exception {
    return Listing.of(server, SessionId.of(session).streamId().value());
  }
}
