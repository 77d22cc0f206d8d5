package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.WaitingRoom;
import dev.chalkstream.media.Container;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broadcaster says of its stream before the first segment, and what early viewers see. */
@Tag("wire")
class AnnouncementWireTest {

  private static WireServer open() throws Exception {
    return WireServer.with(b -> b.waitingRoom(WaitingRoom.standard()));
  }

  private static HttpResponse<byte[]> announce(WireServer server, String json) throws Exception {
    return server.send(info(server).PUT(BodyPublishers.ofString(json)));
  }

  private static HttpRequest.Builder info(WireServer server) {
    return server.request("/ingest/" + WireServer.SESSION + "/info");
  }

  private static String playlist(WireServer server) throws Exception {
    return new String(server.get(WireServer.playlistPath()).body(), UTF_8);
  }

  @Test
  void earlyViewersSeeThePosterOfTheContainer() throws Exception {
    try (WireServer server = open()) {
      assertThat(playlist(server)).contains("../poster.ts").doesNotContain("EXT-X-MAP");
      assertThat(announce(server, "{\"container\":\"cmaf\",\"title\":{\"en\":\"x\"}}").statusCode())
          .isEqualTo(202);
      assertThat(playlist(server))
          .contains("../poster.m4s", "#EXT-X-MAP:URI=\"../poster.mp4\"")
          .doesNotContain("../poster.ts");
      assertThat(announce(server, "{\"container\":\"ts\"}").statusCode()).isEqualTo(202);
      assertThat(playlist(server)).contains("../poster.ts");
    }
  }

  @Test
  void nothingIsSaidByAnObjectThatSaysNothing() throws Exception {
    try (WireServer server = open()) {
      assertThat(announce(server, "{}").statusCode()).isEqualTo(202);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "cmaf",
        "{\"container\":\"mkv\"}",
        "{\"container\":null}",
        "{\"container\":[\"cmaf\"]}",
        "{\"container\":\"cmaf\"} {}",
        "{\"container\":\"cmaf\"",
        "{\"a\":[[[[[[[[[[]]]]]]]]]]}",
      })
  void whatMakesNoSenseIsMalformed(String json) throws Exception {
    try (WireServer server = open()) {
      assertProblem(announce(server, json), 400);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @Test
  void anotherContainerThanTheStreamHasIsAConflict() throws Exception {
    try (WireServer server = open()) {
      server.publish(TestSegment.of(1), 0);

      assertThat(announce(server, "{\"container\":\"ts\"}").statusCode()).isEqualTo(202);
      assertThat(assertProblem(announce(server, "{\"container\":\"cmaf\"}"), 409).get("type"))
          .endsWith("other-container");
    }
  }

  @Test
  void itIsBoundedAndTakesPutAlone() throws Exception {
    try (WireServer server = open()) {
      assertProblem(announce(server, " ".repeat(5_000) + "{}"), 413);
      HttpResponse<byte[]> get = server.send(info(server).GET());
      assertProblem(get, 405);
      assertThat(get.headers().firstValue("Allow")).contains("PUT, OPTIONS");
    }
  }

  @ParameterizedTest
  @CsvSource({"poster.ts, video/mp2t", "poster.m4s, video/mp4", "poster.mp4, video/mp4"})
  void thePostersAreThere(String name, String type) throws Exception {
    try (WireServer server = open()) {
      HttpResponse<byte[]> poster = server.get("/" + name);

      assertThat(poster.statusCode()).isEqualTo(200);
      assertThat(poster.headers().firstValue("Content-Type")).contains(type);
      String tag = poster.headers().firstValue("ETag").orElseThrow();
      assertThat(server.get("/" + name, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }
    try (WireServer closed = WireServer.with(b -> b.waitingRoom(WaitingRoom.closed()))) {
      assertProblem(closed.get("/" + name), 404);
      HttpResponse<byte[]> playlist = closed.get(WireServer.playlistPath());
      assertProblem(playlist, 404);
      assertThat(playlist.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void theContainerOfTheRoomHoldsWhereNothingIsSaid() throws Exception {
    WaitingRoom room = WaitingRoom.standard().withContainer(Container.CMAF);
    try (WireServer server = WireServer.with(b -> b.waitingRoom(room))) {
      assertThat(playlist(server)).contains("../poster.m4s");
    }
  }
}
