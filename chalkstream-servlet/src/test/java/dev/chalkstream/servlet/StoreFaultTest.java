package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store fails, and clients are told to come again, and nothing of how. */
@Tag("wire")
class StoreFaultTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final TestSegment LARGE = TestSegment.ofPackets(5_000, 2);

  private static WireServer start(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    return WireServer.start(async ? options : options.withoutAsync());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoreOutOfReachIsUnavailable(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.store.failing = true;

      List<HttpResponse<byte[]>> answers =
          List.of(
              server.send(server.upload(SEGMENT, 0)),
              server.get(segmentPath(SEGMENT)),
              server.get(WireServer.playlistPath()));

      for (HttpResponse<byte[]> response : answers) {
        assertThat(assertProblem(response, 503).get("detail")).doesNotContain("made to fail");
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
      }
      server.store.failing = false;
      server.publish(SEGMENT, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoreThatIsFullIsToldFromOneOutOfReach(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.publish(SEGMENT, 0);
      server.store.full = true;

      HttpResponse<byte[]> response = server.send(server.upload(LARGE, 1));

      assertThat(assertProblem(response, 507).get("detail"))
          .asString()
          .startsWith("the store is full")
          .doesNotContain("made to be");
      assertThat(response.headers().firstValue("Retry-After")).contains("10");
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      assertThat(server.get(segmentPath(SEGMENT)).body()).isEqualTo(SEGMENT.bytes());
      server.store.full = false;
      server.publish(LARGE, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureBeforeTheFirstByteIsAnAnswerLikeAnyOther(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.publish(LARGE, 0);
      server.store.readableBytes = 0;

      assertProblem(server.get(segmentPath(LARGE)), 503);
      assertThat(server.store.openSegments()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureInTheMiddleOfABodyBreaksItOff(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.publish(LARGE, 0);
      server.store.readableBytes = 300_000;

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> server.get(segmentPath(LARGE)));

      server.store.readableBytes = Long.MAX_VALUE;
      assertThat(server.get(segmentPath(LARGE)).body()).isEqualTo(LARGE.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatIsShorterThanTheStoreSaysIsAFailureToo(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.publish(LARGE, 0);
      server.publish(SEGMENT, 1);
      server.store.bytesBeforeEnd = 300_000;
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> server.get(segmentPath(LARGE)));

      server.store.bytesBeforeEnd = SEGMENT.bytes().length - 1;
      assertProblem(server.get(segmentPath(SEGMENT)), 503);
      assertThat(server.store.openSegments()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSegmentWhoseDamageShowsOnTheWayIsBrokenOffAndAGapFromThenOn(boolean async)
      throws Exception {
    try (WireServer server = start(async)) {
      server.publish(LARGE, 0);
      server.publish(SEGMENT, 1);
      server.store.damaged = true;
      server.store.readableBytes = 300_000;
      assertThat(playlist(server)).doesNotContain("#EXT-X-GAP");

      assertThatExceptionOfType(IOException.class).isThrownBy(() -> server.get(segmentPath(LARGE)));

      assertThat(playlist(server)).containsOnlyOnce("#EXT-X-GAP");
      assertProblem(server.get(segmentPath(LARGE)), 404);
      assertThat(server.store.openSegments()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSegmentWhoseDamageShowsAtOnceIsNotThere(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.publish(LARGE, 0);
      server.store.damaged = true;
      server.store.readableBytes = 0;

      HttpResponse<byte[]> answer = server.get(segmentPath(LARGE));

      assertThat(assertProblem(answer, 404).get("detail").toString()).contains("damaged");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(playlist(server)).containsOnlyOnce("#EXT-X-GAP");
    }
  }

  private static String playlist(WireServer server) throws Exception {
    return new String(server.get(WireServer.playlistPath()).body(), StandardCharsets.UTF_8);
  }

  @Test
  void aStreamWhoseManifestIsDamagedSaysSoToItsBroadcaster() throws Exception {
    try (WireServer server = WireServer.start()) {
      server.publish(LARGE, 0);
      String before = playlist(server);
      server.store.spoil(
          server.store.keys().stream().filter(k -> k.endsWith("/manifest.json")).findFirst().get());

      HttpResponse<byte[]> upload = server.send(server.upload(SEGMENT, 1));

      assertThat(assertProblem(upload, 503).get("detail").toString())
          .contains("damaged")
          .contains("restored it from a backup");
      assertThat(playlist(server)).as("viewers keep what this node knows").isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBugIsNotExplainedToTheClient(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      server.store.bug = new IllegalArgumentException("secret detail");

      HttpResponse<byte[]> upload = server.send(server.upload(SEGMENT, 0));
      HttpResponse<byte[]> download = server.get(segmentPath(SEGMENT));

      assertThat(assertProblem(upload, 500).get("detail")).doesNotContain("secret detail");
      assertThat(assertProblem(download, 500).get("detail")).doesNotContain("secret detail");
    }
  }

  @Test
  void aStoreThatHangsIsUnavailableWhenTheTimeIsUp() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WireServer server =
        WireServer.start(WireServer.Options.DEFAULT.with("chalkstream.upload-timeout", "1"))) {
      server.store.gate = gate;

      HttpResponse<byte[]> response = server.send(server.upload(SEGMENT, 0));

      assertProblem(response, 503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      gate.countDown();
      server.publish(SEGMENT, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void aViewerKeepsThePlaylistThatItHasWhereNoneAsNewCanBeHad(String encoding) throws Exception {
    try (WireServer server = WireServer.start()) {
      server.publish(SEGMENT, 0);
      String old = tag(server, encoding);
      String newer = old.replaceFirst("[0-9]+", "9");
      server.store.failing = true;

      HttpResponse<byte[]> same = playlist(server, encoding, old);
      HttpResponse<byte[]> kept = playlist(server, encoding, "\"x\", " + old + ", W/" + newer);
      HttpResponse<byte[]> unknown =
          server.get("/playlist/" + "0".repeat(40) + ".m3u8", "If-None-Match", newer);

      assertThat(same.statusCode()).isEqualTo(304);
      for (HttpResponse<byte[]> response : List.of(kept, unknown)) {
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).contains(newer);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
      }
      assertThat(playlist(server, encoding, "\"x\"").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<byte[]> playlist(WireServer server, String encoding, String held)
      throws Exception {
    return server.get(
        WireServer.playlistPath(), "Accept-Encoding", encoding, "If-None-Match", held);
  }

  private static String tag(WireServer server, String encoding) throws Exception {
    return server
        .get(WireServer.playlistPath(), "Accept-Encoding", encoding)
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  @Test
  void whatIsHotGoesOnWhileTheStoreIsOutOfReach() throws Exception {
    try (WireServer server = WireServer.with(b -> b.hotSegmentBytes(64 << 20))) {
      server.publish(LARGE, 0);
      String path = server.listedPath(LARGE);
      server.store.failing = true;

      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      assertThat(server.get(path).body()).isEqualTo(LARGE.bytes());
      HttpResponse<byte[]> part = server.get(path, "Range", "bytes=188-375");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(LARGE.bytes(), 188, 376));
    }
  }

  @Test
  void viewersAreServedWhileAnUploadHangs() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WireServer server =
        WireServer.start(WireServer.Options.DEFAULT.with("chalkstream.upload-timeout", "1"))) {
      server.publish(SEGMENT, 0);
      server.store.gate = gate;

      assertProblem(server.send(server.upload(LARGE, 1)), 503);
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      gate.countDown();
      server.publish(LARGE, 1);
    }
  }
}
