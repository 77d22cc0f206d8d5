package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HLS as ffmpeg pushes it, and as OBS does, which has ffmpeg inside. */
class PushIT {

  private static final List<String> WAYS =
      List.of(
          "-method PUT",
          "-method PUT -http_persistent 1",
          "-method PUT -hls_list_size 3 -hls_flags delete_segments",
          "-method PUT -http_persistent 1 -ignore_io_errors 1 -http_user_agent libobs/30.2.3");

  @TempDir Path store;

  @Test
  void everyWayOfPushingPlaysLiveAndIsReplayedWhole() throws Exception {
    pushAllWays(10);
  }

  @Test
  @Tag("players")
  void everyWayOfPushingPlaysLiveAndIsReplayedWholeForAMinute() throws Exception {
    pushAllWays(60);
  }

  private void pushAllWays(int seconds) throws Exception {
    List<PushingFfmpeg> pushes = new ArrayList<>();
    List<FfmpegViewer> viewers = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(store)) {
      for (String way : WAYS) {
        pushes.add(PushingFfmpeg.start(server.address(), "way-" + pushes.size(), seconds, way));
      }
      for (PushingFfmpeg push : pushes) {
        Await.until("it is listed", () -> !Listing.of(server, push.stream()).segments().isEmpty());
        viewers.add(new FfmpegViewer(playlist(server, push)));
      }
      for (int i = 0; i < WAYS.size(); i++) {
        FfmpegViewer viewer = viewers.get(i);
        Await.until("it plays", () -> viewer.played() > 0);
        assertThat(pushes.get(i).isRunning()).as("%s is live", WAYS.get(i)).isTrue();
      }
      for (int i = 0; i < WAYS.size(); i++) {
        assertIsWhole(server, pushes.get(i), viewers.get(i), seconds);
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

  private static void assertIsWhole(
      ServerProcess server, PushingFfmpeg push, FfmpegViewer viewer, int seconds) throws Exception {
    Await.until("it is pushed", Duration.ofMinutes(3), () -> !push.isRunning());
    assertThat(push.exitStatus()).as(push.complaints()).isZero();
    Await.until("it is over", () -> Listing.of(server, push.stream()).isOver());
    Listing listing = Listing.of(server, push.stream());
    assertThat(listing.segments()).hasSize((seconds + 1) / 2).doesNotHaveDuplicates();
    assertThat(listing.seconds()).isEqualTo(seconds);
    assertThat(listing.breaks()).isZero();
    assertThat(listing.hasGaps()).isFalse();
    viewer.awaitEnd();
    assertThat(viewer.played()).isEqualTo(seconds);
    assertThat(TestVideo.decodeFrames(playlist(server, push)))
        .isEqualTo((long) seconds * PushingFfmpeg.FRAMES_PER_SECOND);
  }

  @Test
  void aPushThatIsKilledAndStartedAgainIsOneStreamWithOneDiscontinuity() throws Exception {
    try (ServerProcess server = ServerProcess.start(store);
        PushingFfmpeg first = PushingFfmpeg.start(server.address(), "again", 60, "-method PUT")) {
      Await.until("some is listed", () -> Listing.of(server, first.stream()).segments().size() > 2);
      first.kill();
      int before = Listing.of(server, first.stream()).segments().size();
      try (PushingFfmpeg second =
          PushingFfmpeg.start(server.address(), "again", 10, "-method PUT")) {
        assertThat(second.exitStatus()).as(second.complaints()).isZero();
      }
      Await.until("it is over", () -> Listing.of(server, first.stream()).isOver());

      Listing listing = Listing.of(server, first.stream());
      assertThat(listing.segments()).doesNotHaveDuplicates().hasSize(before + 5);
      assertThat(listing.breaks()).isOne();
      assertThat(listing.hasGaps()).isFalse();
      long frames = 0;
      for (String segment : listing.segments()) {
        frames += TestVideo.countFrames(server.address().resolve("playlist/").resolve(segment));
      }
      assertThat(frames).isEqualTo(50L * (before + 5));
    }
  }

  private static URI playlist(ServerProcess server, PushingFfmpeg push) {
    return server.address().resolve("playlist/" + push.stream() + ".m3u8");
  }
}
