package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server goes down while broadcasters are sending. */
@Tag("wire")
@Tag("smoke")
class GracefulStopTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);

  private static WireServer start(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    return WireServer.start(async ? options : options.withoutAsync());
  }

  /** Begins an upload, and comes back when the server has begun to read it. */
  private static void begin(RawClient client) throws IOException {
    client.send(
        RawClient.uploadHead(
            SEGMENT, 0, "Content-Length: " + SEGMENT.bytes().length, "Expect: 100-continue"));
    assertThat(client.read().status()).isEqualTo(100);
    client.send(SEGMENT.bytes(), 0, 500);
  }

  private static void end(RawClient client) throws IOException {
    client.send(SEGMENT.bytes(), 500, SEGMENT.bytes().length - 500);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUploadInFlightIsTakenBeforeTheServerStops(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      CompletableFuture<Void> drained;
      try (RawClient client = new RawClient(server)) {
        begin(client);
        drained = CompletableFuture.runAsync(() -> drain(server));
        awaitRefusal(server);

        assertThat(drained).isNotDone();
        end(client);

        assertThat(client.read().status()).isEqualTo(202);
      }
      drained.get(WireServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(server.store.keys()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUploadThatOutlivesTheInstanceIsToldToComeAgain(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      begin(client);
      server.chalkstream.close();
      server.store.close();

      end(client);

      RawClient.Answer answer = client.read();
      assertProblem(answer.body(), 503);
      assertThat(answer.header("Retry-After")).isNotEmpty();
    }
  }

  /** A request that is never completed would be waited for without end. */
  @Test
  void whoWasRefusedOrCutOffHoldsNobodyUp() throws Exception {
    try (WireServer server =
            WireServer.start(WireServer.Options.DEFAULT.with("chalkstream.upload-timeout", "1"));
        RawClient tooLong = new RawClient(server);
        RawClient tooMuch = new RawClient(server);
        RawClient brokenOff = new RawClient(server);
        RawClient tooSlow = new RawClient(server)) {
      byte[] large = new byte[WireServer.MAX_SEGMENT_BYTES + 1];
      tooLong.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: " + large.length)).send(large);
      tooMuch.send(RawClient.uploadHead(SEGMENT, 0, "Transfer-Encoding: chunked"));
      tooMuch.sendChunk(large).send("0\r\n\r\n");
      brokenOff.send(RawClient.uploadHead(SEGMENT, 0, "Transfer-Encoding: chunked"));
      brokenOff.sendChunk(large);
      tooSlow.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: 1000")).send(new byte[1]);
      brokenOff.endOutput();
      for (RawClient client : List.of(tooLong, tooMuch)) {
        assertThat(client.read().status()).isEqualTo(413);
        // Who has sent all of it may send more on the connection.
        client.endOutput();
        client.awaitEnd();
      }
      assertThat(tooSlow.read().status()).isEqualTo(408);
      tooSlow.awaitEnd();
      // What it is told differs, as there is no end of a body to tell it behind.
      brokenOff.awaitEnd();

      server.drain();
    }
  }

  private static void drain(WireServer server) {
    try {
      server.drain();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Comes back when nobody new is let in. */
  private static void awaitRefusal(WireServer server) throws Exception {
    try {
      while (server.get("/poster.ts").statusCode() != 503) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      assertThat(e).as("the server takes no more connections").isNotNull();
    }
  }
}
