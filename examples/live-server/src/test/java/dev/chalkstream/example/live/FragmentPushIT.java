package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HLS of fragmented MP4 as ffmpeg pushes it. */
class FragmentPushIT {

  private static final String FRAGMENTS = "-method PUT -hls_segment_type fmp4 ";
  private static final int SECONDS = 10;

  private static final List<String> WAYS =
      List.of(
          "-ignore_io_errors 1",
          "-http_persistent 1",
          "-hls_list_size 3 -hls_flags delete_segments+program_date_time",
          "-hls_playlist_type event -hls_fmp4_init_filename head.mp4 -hls_fmp4_init_resend 1",
          "-hls_segment_options movflags=+cmaf -hls_flags temp_file");

  @TempDir Path directory;

  private ServerProcess server() throws Exception {
    return ServerProcess.start(directory.resolve("store"));
  }

  private static URI playlist(ServerProcess server, PushingFfmpeg push) {
    return server.address().resolve("playlist/" + push.stream() + ".m3u8");
  }

  @Test
  void everyWayOfPushingPlaysLiveAndIsReplayedWhole() throws Exception {
    List<PushingFfmpeg> pushes = new ArrayList<>();
    List<FfmpegViewer> viewers = new ArrayList<>();
    try (ServerProcess server = server()) {
      for (String way : WAYS) {
        String session = "way-" + pushes.size();
        pushes.add(PushingFfmpeg.start(server.address(), session, SECONDS, FRAGMENTS + way));
      }
      for (PushingFfmpeg push : pushes) {
        Await.until("it is listed", () -> !Listing.of(server, push.stream()).segments().isEmpty());
        viewers.add(new FfmpegViewer(playlist(server, push)));
      }
      for (int i = 0; i < WAYS.size(); i++) {
        assertIsWhole(server, pushes.get(i), viewers.get(i));
      }
    } finally {
      for (FfmpegViewer viewer : viewers) {
        viewer.close();
      }
      for (PushingFfmpeg push : pushes) {
        push.close();
      }
    }
  }

  private static void assertIsWhole(ServerProcess server, PushingFfmpeg push, FfmpegViewer viewer)
      throws Exception {
    Await.until("it plays", () -> viewer.played() > 0);
    assertThat(push.exitStatus()).as(push.complaints()).isZero();
    Await.until("it is over", () -> Listing.of(server, push.stream()).isOver());
    Listing listing = Listing.of(server, push.stream());
    assertThat(listing.segments()).hasSize(SECONDS / 2).doesNotHaveDuplicates();
    assertThat(listing.seconds()).isEqualTo(SECONDS);
    assertThat(listing.text()).containsOnlyOnce("#EXT-X-MAP").doesNotContain("#EXT-X-GAP");
    assertThat(listing.breaks()).isZero();
    viewer.awaitEnd();
    assertThat(viewer.played()).isEqualTo(SECONDS);
    // It reads the section again whenever it reads the playlist.
    assertThat(viewer.complaints().replaceAll(".*(duplicated MOOV Atom|Last message rep).*\\n", ""))
        .isEmpty();
    assertThat(TestVideo.decodeFrames(playlist(server, push)))
        .isEqualTo((long) SECONDS * PushingFfmpeg.FRAMES_PER_SECOND);
  }

  @Test
  void anEncoderThatIsStartedAgainWithALargerPictureGoesOnBehindOneDiscontinuity()
      throws Exception {
    try (ServerProcess server = server();
        PushingFfmpeg first = PushingFfmpeg.start(server.address(), "again", 60, FRAGMENTS)) {
      Await.until("some is listed", () -> Listing.of(server, first.stream()).segments().size() > 2);
      first.kill();
      int before = Listing.of(server, first.stream()).segments().size();
      String larger = FRAGMENTS + "-s 640x360";
      try (PushingFfmpeg second = PushingFfmpeg.start(server.address(), "again", 6, larger)) {
        assertThat(second.exitStatus()).as(second.complaints()).isZero();
      }
      Await.until("it is over", () -> Listing.of(server, first.stream()).isOver());

      Listing listing = Listing.of(server, first.stream());
      assertThat(listing.runs()).containsExactly((long) before, 3L);
      assertThat(listing.breaks()).isOne();
      assertThat(listing.hasGaps()).isFalse();
      assertThat(decodedFrames(server, listing)).containsExactly(50L * before, 150L);
    }
  }

  /** How many pictures there are between two discontinuities, each run with its own section. */
  private List<Long> decodedFrames(ServerProcess server, Listing listing) throws Exception {
    List<Long> frames = new ArrayList<>();
    for (String run : listing.text().split("(?m)^#EXT-X-DISCONTINUITY$")) {
      if (run.contains("/chunk/")) {
        frames.add(TestVideo.decodeFrames(download(server, run)));
      }
    }
    return frames;
  }

  private Path download(ServerProcess server, String run) throws IOException {
    Path file = Files.createTempFile(directory, "run", ".mp4");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (String line : run.lines().filter(each -> each.contains("/chunk/")).toList()) {
        String uri = line.replaceAll("^#EXT-X-MAP:URI=\"|\"$", "");
        URI address = server.address().resolve("playlist/").resolve(uri);
        try (InputStream in = address.toURL().openStream()) {
          in.transferTo(out);
        }
      }
    }
    return file;
  }
}
