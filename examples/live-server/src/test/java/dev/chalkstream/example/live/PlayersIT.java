package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What players make of streams that do not run smoothly. All but the plain one are for {@code mvn
 * -P players}, because they take as long as they play.
 */
class PlayersIT {

  private static final double SEGMENT = DemoClip.SEGMENT_DURATION.toSeconds();

  /** So much may be missing: where a player joins, and where it comes to a seam. */
  private static final double TOLERANCE = SEGMENT;

  @TempDir Path store;
  @TempDir Path media;
  @TempDir Path profile;

  enum Player {
    HLS_JS,
    FFMPEG,
    GSTREAMER
  }

  @ParameterizedTest
  @EnumSource
  void aLiveStreamPlaysToItsEnd(Player player) throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      Broadcast broadcast = new Broadcast(server, "plain").send(3);
      try (Viewer viewer = watch(player, server, broadcast)) {
        Await.until("it plays", () -> viewer.played() > 0);
        broadcast.send(1).air(3).complete();

        assertPlaysToTheEnd(viewer, 7);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("players")
  void aGapIsPassedOver(Player player) throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      Broadcast broadcast = new Broadcast(server, "gap").send(3);
      try (Viewer viewer = watch(player, server, broadcast)) {
        Await.until("it plays", () -> viewer.played() > 0);
        broadcast.send(1).air(1).lose().air(6).complete();

        assertThat(playlist(server, broadcast)).containsOnlyOnce("#EXT-X-GAP");
        assertPlaysToTheEnd(viewer, 11);
        if (viewer instanceof FfmpegViewer ffmpeg) {
          assertThat(ffmpeg.complaints()).doesNotContain("Failed to open segment");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("players")
  void aBroadcasterWhoReloadsThePageIsSeenOn(Player player) throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      Broadcast broadcast = new Broadcast(server, "reload").send(3);
      try (Viewer viewer = watch(player, server, broadcast)) {
        Await.until("it plays", () -> viewer.played() > 0);
        broadcast.send(1).air(3).reload().air(6).complete();

        assertThat(playlist(server, broadcast).split("#EXT-X-DISCONTINUITY\n")).hasSize(3);
        assertPlaysToTheEnd(viewer, 13);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("players")
  void aViewerWhoCameEarlyGoesOverToTheLivePicture(Player player) throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      Broadcast broadcast = new Broadcast(server, "early");
      try (Viewer viewer = watch(player, server, broadcast)) {
        Await.until("the poster plays", () -> viewer.played() > 3 * SEGMENT);
        double before = viewer instanceof HlsJsViewer ? 0 : viewer.played();
        screenshot(viewer, "waiting-room");

        broadcast.send(0).air(3);
        assertThat(viewer.showsLivePicture()).as("after three target durations").isTrue();
        screenshot(viewer, "after-the-waiting-room");

        broadcast.air(4).complete();
        viewer.awaitEnd();
        assertThat(viewer.played()).isGreaterThan(before + 7 * SEGMENT - TOLERANCE);
      }
    }
  }

  @Test
  @Tag("players")
  void aWindowThatSlidesIsWatchedForThreeMinutes() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--retention", "1")) {
      Broadcast broadcast = new Broadcast(server, "slides").send(3);
      try (Viewer page = watch(Player.HLS_JS, server, broadcast);
          Viewer ffmpeg = watch(Player.FFMPEG, server, broadcast);
          Viewer gstreamer = watch(Player.GSTREAMER, server, broadcast)) {
        for (Viewer viewer : List.of(page, ffmpeg, gstreamer)) {
          Await.until("it plays", () -> viewer.played() > 0);
        }
        broadcast.send(1).air(90).complete();

        assertThat(playlist(server, broadcast).split("#EXTINF")).hasSizeBetween(29, 33);
        for (Viewer viewer : List.of(page, ffmpeg, gstreamer)) {
          assertPlaysToTheEnd(viewer, 94);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("players")
  void theReplayPlaysFromItsStart(Player player) throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      Broadcast broadcast = new Broadcast(server, "replay");
      broadcast.send(4).reload().send(4).complete();
      try (Viewer viewer = watch(player, server, broadcast)) {
        assertPlaysToTheEnd(viewer, 8);
      }
    }
  }

  /** hls.js has to begin anew where the tracks are not those of the poster. */
  @Test
  @Tag("players")
  void aViewerWhoCameEarlySeesAStreamWithoutSound() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      TestVideo video = TestVideo.makeSilent(media);
      IngestClient client =
          new IngestClient(server.address(), SessionId.of("silent"), Optional.empty());
      try (HlsJsViewer viewer =
          new HlsJsViewer(profile, server.address().resolve("play/" + client.stream()))) {
        Await.until("the poster plays", viewer::showsWaitingRoom);
        video.publish(client, 0, video.segments().size());
        client.complete();

        assertPlaysToTheEnd(viewer, video.segments().size());
      }
    }
  }

  private Viewer watch(Player player, ServerProcess server, Broadcast broadcast) throws Exception {
    URI playlist = server.address().resolve("playlist/" + broadcast.stream() + ".m3u8");
    URI page = server.address().resolve("play/" + broadcast.stream());
    return switch (player) {
      case HLS_JS -> new HlsJsViewer(profile, page);
      case FFMPEG -> new FfmpegViewer(playlist);
      case GSTREAMER -> new GStreamerViewer(playlist);
    };
  }

  private static void assertPlaysToTheEnd(Viewer viewer, int segments) throws Exception {
    viewer.awaitEnd();
    assertThat(viewer.played()).isGreaterThan(segments * SEGMENT - TOLERANCE);
  }

  private static String playlist(ServerProcess server, Broadcast broadcast) throws Exception {
    return server.get("playlist/" + broadcast.stream() + ".m3u8").body();
  }

  private static void screenshot(Viewer viewer, String name) throws Exception {
    if (viewer instanceof HlsJsViewer page) {
      assertThat(page.showsWaitingRoom()).isEqualTo(name.equals("waiting-room"));
      page.screenshot(name);
    }
  }
}
