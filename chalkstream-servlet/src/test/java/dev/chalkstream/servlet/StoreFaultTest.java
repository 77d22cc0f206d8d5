package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store fails, and clients are told to come again, and nothing of how. */
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
}
