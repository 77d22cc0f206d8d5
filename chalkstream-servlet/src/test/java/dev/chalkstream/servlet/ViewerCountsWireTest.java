package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.PlaybackTokensTest.key;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many watch, as the requests for playlists tell. */
@Tag("wire")
class ViewerCountsWireTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final StreamId STREAM = StreamId.of(WireServer.STREAM);

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final ViewerCounts counts =
      ViewerCounts.of(time::get, request -> request.getQueryString() == null);
  private @Nullable WireServer server;

  private WireServer start(PlaybackAuthorizer playback) throws Exception {
    ServletOptions options =
        ServletOptions.builder().viewerCounts(counts).playback(playback).build();
    WireServer started =
        WireServer.start(
            WireServer.Options.DEFAULT,
            chalkstream -> new ChalkstreamServlet(chalkstream, options));
    server = started;
    return started;
  }

  private WireServer startWithAStream() throws Exception {
    WireServer started = start(PlaybackAuthorizer.ALLOW_ALL);
    started.publish(TestSegment.of(1), 0);
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private void pass(Duration duration) {
    time.set(time.get().plus(duration));
  }

  @Test
  void viewersAreToldApartByWhatTheyWatchWith() throws Exception {
    WireServer at = startWithAStream();
    for (int i = 0; i < 6; i++) {
      at.get(playlistPath(), "User-Agent", "player-" + i % 3);
    }

    assertThat(counts.viewers(STREAM)).isEqualTo(3);
    assertThat(counts.viewers()).isEqualTo(3);
    assertThat(counts.viewers(SessionId.of("another").streamId())).isZero();
  }

  @Test
  void whoHasNotAskedForThreeTargetDurationsWatchesNoMore() throws Exception {
    WireServer at = startWithAStream();
    at.get(playlistPath(), "User-Agent", "one");
    pass(Duration.ofSeconds(3));
    at.get(playlistPath(), "User-Agent", "two");
    assertThat(counts.viewers(STREAM)).isEqualTo(2);

    pass(Duration.ofSeconds(3));

    assertThat(counts.viewers(STREAM)).isEqualTo(1);
  }

  @Test
  void aPlaylistThatTheViewerHasAlreadyCountsToo() throws Exception {
    WireServer at = startWithAStream();
    String tag = at.get(playlistPath()).headers().firstValue("ETag").orElseThrow();
    pass(Duration.ofSeconds(10));
    assertThat(counts.viewers(STREAM)).isZero();

    assertThat(at.get(playlistPath(), "If-None-Match", tag).statusCode()).isEqualTo(304);

    assertThat(counts.viewers(STREAM)).isEqualTo(1);
  }

  @Test
  void whoOnlyLooksWhetherItIsThereAndWhoIsNotToBeCountedDoNotCount() throws Exception {
    WireServer at = startWithAStream();
    at.send(at.request(playlistPath()).method("HEAD", BodyPublishers.noBody()));
    at.get(playlistPath() + "?preview");

    assertThat(counts.viewers(STREAM)).isZero();
  }

  @Test
  void theWaitingRoomIsNotCountedSoThatInventedStreamsTakeNoMemory() throws Exception {
    WireServer at = startWithAStream();
    StreamId nothing = SessionId.of("nobody").streamId();

    assertThat(at.get("/playlist/" + nothing + ".m3u8").statusCode()).isEqualTo(200);

    assertThat(counts.viewers(nothing)).isZero();
    assertThat(counts.streams()).isZero();
  }

  @Test
  void whereWatchingNeedsALinkEachLinkIsAViewer() throws Exception {
    PlaybackTokens tokens = PlaybackTokens.of(time::get, key(1));
    WireServer at = start(tokens);
    at.publish(TestSegment.of(1), 0);
    for (int hours = 1; hours <= 2; hours++) {
      String link = tokens.playlistPath(STREAM, NOW.plus(Duration.ofHours(hours)));
      assertThat(at.get("/" + link).statusCode()).isEqualTo(200);
      assertThat(at.get("/" + link).statusCode()).isEqualTo(200);
    }
    assertThat(at.get(playlistPath()).statusCode()).isEqualTo(403);

    assertThat(counts.viewers(STREAM)).isEqualTo(2);
  }

  @Test
  void nobodyIsForgottenInMemoryForLong() throws Exception {
    WireServer at = startWithAStream();
    for (int i = 0; i < 1_025; i++) {
      at.get(playlistPath(), "User-Agent", "player-" + i);
      pass(Duration.ofSeconds(1));
    }

    assertThat(counts.known()).isLessThanOrEqualTo(6);
  }
}
