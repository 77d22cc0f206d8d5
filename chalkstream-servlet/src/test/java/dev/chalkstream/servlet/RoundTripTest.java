package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.WireServer.STREAM;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the broadcaster to the viewer, wherever the servlet is mounted. */
@Tag("wire")
@Tag("smoke")
class RoundTripTest {

  @ParameterizedTest
  @CsvSource({
    "/, /*, true",
    "/, /, true",
    "/, /live/*, true",
    "/app, /*, true",
    "/app, /live/*, true",
    "/app, /live/*, false",
    "/app, /, false",
    "/a/b, /playlist/ingest/*, true"
  })
  void whatIsPublishedIsPlayedUnderAnyMapping(String contextPath, String mapping, boolean async)
      throws Exception {
    WireServer.Options mounted = WireServer.Options.DEFAULT.mountedAt(contextPath, mapping);
    try (WireServer server = WireServer.start(async ? mounted : mounted.withoutAsync())) {
      List<TestSegment> segments =
          List.of(TestSegment.of(1), TestSegment.ofPackets(3_000, 2), TestSegment.of(3));
      for (int i = 0; i < segments.size(); i++) {
        HttpResponse<byte[]> taken = server.publish(segments.get(i), i);
        assertThat(taken.body()).asString(UTF_8).isEqualTo("OK");
      }

      HttpResponse<byte[]> playlist = server.get(playlistPath());

      List<String> uris =
          new String(playlist.body(), UTF_8).lines().filter(l -> !l.startsWith("#")).toList();
      assertThat(uris).hasSize(3).allMatch(uri -> uri.startsWith("../chunk/" + STREAM + "/"));
      for (int i = 0; i < uris.size(); i++) {
        URI resolved = playlist.uri().resolve(uris.get(i));
        HttpResponse<byte[]> body = server.send(java.net.http.HttpRequest.newBuilder(resolved));
        assertThat(body.statusCode()).isEqualTo(200);
        assertThat(body.body()).isEqualTo(segments.get(i).bytes());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aCompletedBroadcastHasItsEndMark(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    try (WireServer server = WireServer.start(async ? options : options.withoutAsync())) {
      server.publish(TestSegment.of(1), 0);

      HttpResponse<byte[]> completed =
          server.send(
              server
                  .request("/ingest/" + WireServer.SESSION + "/complete")
                  .POST(BodyPublishers.noBody()));

      assertThat(completed.statusCode()).isEqualTo(202);
      assertThat(server.get(playlistPath()).body()).asString(UTF_8).contains("#EXT-X-ENDLIST");
    }
  }
}
