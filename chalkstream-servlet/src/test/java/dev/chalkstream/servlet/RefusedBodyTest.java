package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.MAX_SEGMENT_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that is refused in the middle of its body, or before it, gets to know why. */
@Tag("wire")
@Tag("smoke")
class RefusedBodyTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final byte[] HUGE = new byte[50 << 20];

  private static WireServer start(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    return WireServer.start(async ? options : options.withoutAsync());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatIsAnnouncedTooLongIsRefused(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      HttpRequest.Builder upload = server.upload(SEGMENT, 0).PUT(BodyPublishers.ofByteArray(HUGE));

      assertProblem(server.send(upload), 413);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatProvesTooLongIsRefused(boolean async) throws Exception {
    try (WireServer server = start(async)) {
      HttpRequest.Builder upload =
          server
              .upload(SEGMENT, 0)
              .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(HUGE)));

      assertProblem(server.send(upload), 413);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theAnswerComesWithTheFirstByteTooMany(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Transfer-Encoding: chunked"));
      client.sendChunk(new byte[MAX_SEGMENT_BYTES]);
      client.sendChunk(new byte[1]);

      assertRefused(client, async, "0\r\n\r\n".getBytes(US_ASCII));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theAnswerToAnAnnouncedLengthComesBeforeTheBody(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: " + HUGE.length));

      assertRefused(client, async, HUGE);
    }
  }

  /** Reads the answer, which comes before the rest of the body where the container can do that. */
  private static void assertRefused(RawClient client, boolean async, byte[] rest)
      throws IOException {
    boolean before = TestContainer.get().answersBeforeTheBodyEnds(async);
    if (!before) {
      client.send(rest);
    }
    RawClient.Answer answer = client.read();
    assertThat(answer.status()).isEqualTo(413);
    assertProblem(answer.body(), 413);
    if (before) {
      client.send(rest);
    }
    if (!TestContainer.get().goesOnBehindTooLarge()) {
      assertThat(client.isAtEnd()).isTrue();
      return;
    }
    client.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: " + SEGMENT.bytes().length));
    client.send(SEGMENT.bytes());
    assertThat(client.read().status()).as("what follows").isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsFarTooLongEndsTheConnection(boolean async) throws Exception {
    long length = (64L << 20) + 100_000;
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: " + length));
      if (!TestContainer.get().answersBeforeTheBodyEnds(async)) {
        client.send(new byte[(int) length]);
      }

      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatAsksFirstIsToldToGoOnOnlyWhenItsSegmentIsWanted(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient welcome = new RawClient(server);
        RawClient refused = new RawClient(server)) {
      welcome.send(
          RawClient.uploadHead(
              SEGMENT, 0, "Content-Length: " + SEGMENT.bytes().length, "Expect: 100-continue"));
      assertThat(welcome.read().status()).isEqualTo(100);
      welcome.send(SEGMENT.bytes());
      assertThat(welcome.read().status()).isEqualTo(202);

      refused.send(
          RawClient.uploadHead(SEGMENT, 1, "Content-Length: 99999999", "Expect: 100-continue"));
      if (TestContainer.get().continuesUnasked()) {
        assertThat(refused.read().status()).isEqualTo(100);
      }
      assertThat(refused.read().status()).isEqualTo(413);
      assertThat(refused.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatEndsEarlyIsNotStored(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: " + SEGMENT.bytes().length));
      client.send(SEGMENT.bytes(), 0, 1_000);
      client.endOutput();

      assertThat(client.read().status()).isEqualTo(400);
      client.awaitEnd();
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chunksThatEndEarlyAreNotStored(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Transfer-Encoding: chunked"));
      client.sendChunk(SEGMENT.bytes());
      client.endOutput();

      if (TestContainer.get().answersWhoBreaksOffChunks(async)) {
        assertThat(client.read().status()).isEqualTo(400);
      }
      client.awaitEnd();
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionServesOneSegmentAfterTheOther(boolean async) throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      for (int i = 0; i < 3; i++) {
        TestSegment segment = TestSegment.of(i);
        client.send(RawClient.uploadHead(segment, i, "Transfer-Encoding: chunked"));
        client.sendChunk(segment.bytes());
        client.send("0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(202);
      }
    }
  }
}
