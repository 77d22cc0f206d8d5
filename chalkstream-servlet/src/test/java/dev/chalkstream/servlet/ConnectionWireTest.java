package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.WireServer.MAX_SEGMENT_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What encoders do with their connections: one request behind the other, and leaving early. */
@Tag("wire")
@Tag("smoke")
class ConnectionWireTest {

  private static final int UPLOADS = 12;

  /** Larger than the buffers of a container, so that a body comes in pieces. */
  private static final int LARGE_PACKETS = 600;

  private final AtomicReference<ChalkstreamServlet> servlet = new AtomicReference<>();

  private WireServer start(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    return WireServer.start(
        async ? options : options.withoutAsync(),
        chalkstream -> {
          servlet.set(
              new ChalkstreamServlet(
                  chalkstream, ServletOptions.builder().ingest(this::authorize).build()));
          return servlet.get();
        });
  }

  private IngestAuthorizer.Decision authorize(HttpServletRequest request, SessionId session) {
    return session.value().equals(WireServer.SESSION)
        ? IngestAuthorizer.Decision.ALLOW
        : IngestAuthorizer.Decision.UNAUTHENTICATED;
  }

  /** A whole request. */
  private static byte[] upload(
      String session, TestSegment segment, byte[] body, long sequence, boolean chunked) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String announcement = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length;
    out.writeBytes(ascii(RawClient.uploadHead(session, segment, sequence, announcement)));
    if (chunked) {
      int half = body.length / 2;
      chunk(out, body, 0, half);
      chunk(out, body, half, body.length - half);
      out.writeBytes(ascii("0\r\n\r\n"));
    } else {
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, byte[] body, int offset, int length) {
    out.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
    out.write(body, offset, length);
    out.writeBytes(ascii("\r\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] upload(TestSegment segment, long sequence, boolean chunked) {
    return upload(WireServer.SESSION, segment, segment.bytes(), sequence, chunked);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, 10",
    "true, false, 10",
    "false, true, 10",
    "false, false, 10",
    "true, true, " + LARGE_PACKETS,
    "true, false, " + LARGE_PACKETS
  })
  void uploadsSentOneBehindTheOtherAreAnsweredInOrder(boolean async, boolean chunked, int packets)
      throws Exception {
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      List<TestSegment> segments = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        segments.add(TestSegment.ofPackets(packets, i));
        client.send(upload(segments.get(i), i, chunked));
      }
      for (int i = 0; i < UPLOADS; i++) {
        assertThat(client.read().status()).as("upload %s", i).isEqualTo(202);
      }
      assertListed(server, segments);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aRefusalOfAWholeBodyLeavesTheConnectionToTheNext(boolean async, boolean chunked)
      throws Exception {
    TestSegment first = TestSegment.of(1);
    TestSegment second = TestSegment.of(2);
    byte[] notMedia = new byte[1_000];
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(upload(first, 0, chunked));
      client.send(upload(second, 1, chunked));
      client.send(upload(first, 1, chunked));
      client.send(upload(WireServer.SESSION, TestSegment.of(notMedia), notMedia, 1, chunked));
      client.send(upload(WireServer.SESSION, first, second.bytes(), 1, chunked));
      client.send(upload(TestSegment.of(3), 2, chunked));

      assertThat(client.read().status()).isEqualTo(202);
      assertThat(client.read().status()).isEqualTo(202);
      assertThat(client.read().status()).as("the number is taken").isEqualTo(409);
      assertThat(client.read().status()).as("not media").isEqualTo(415);
      assertThat(client.read().status()).as("another digest").isEqualTo(422);
      assertThat(client.read().status()).isEqualTo(202);
      assertListed(server, List.of(first, second, TestSegment.of(3)));
    }
  }

  /** What is refused before its body has come costs nothing that follows on the connection. */
  @ParameterizedTest
  @CsvSource({
    "true, true, 401", "true, false, 401", "false, true, 401", "false, false, 401",
    "true, true, 413", "true, false, 413", "false, true, 413", "false, false, 413"
  })
  void whatFollowsARefusalInTheMiddleOfABodyIsNotMistakenForAnother(
      boolean async, boolean chunked, int status) throws Exception {
    TestSegment segment = TestSegment.of(1);
    byte[] body = status == 413 ? new byte[MAX_SEGMENT_BYTES + 100_000] : segment.bytes();
    String session = status == 401 ? "another" : WireServer.SESSION;
    try (WireServer server = start(async)) {
      try (RawClient client = new RawClient(server)) {
        client.send(upload(session, segment, body, 0, chunked));
        assertThat(client.read().status()).isEqualTo(status);
        if (status == 413 && !TestContainer.get().goesOnBehindTooLarge()) {
          client.awaitEnd();
          return;
        }
        client.send(upload(session, segment, body, 0, chunked));
        assertThat(client.read().status()).isEqualTo(status);
        assertThat(server.store.keys()).isEmpty();
        assertNothingIsHeld();

        client.send(upload(segment, 0, chunked));
        assertThat(client.read().status()).isEqualTo(202);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aClientThatSendsNoMoreGetsItsAnswer(boolean async, boolean chunked) throws Exception {
    TestSegment segment = TestSegment.ofPackets(LARGE_PACKETS, 1);
    try (WireServer server = start(async);
        RawClient client = new RawClient(server)) {
      client.send(upload(segment, 0, chunked));
      client.endOutput();

      assertThat(client.read().status()).isEqualTo(202);
      assertThat(client.isAtEnd()).isTrue();
      assertListed(server, List.of(segment));
    }
  }

  /** As ffmpeg does without {@code -http_persistent}. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void theUploadOfAClientThatLeavesRightBehindItIsTakenAndNothingOfItStays(
      boolean async, boolean chunked) throws Exception {
    List<TestSegment> segments = new ArrayList<>();
    try (WireServer server = start(async)) {
      for (int i = 0; i < UPLOADS; i++) {
        TestSegment segment = TestSegment.ofPackets(LARGE_PACKETS, i);
        segments.add(segment);
        try (RawClient client = new RawClient(server)) {
          client.send(upload(segment, i, chunked));
        }
      }
      awaitStored(server, segments);
      assertListed(server, segments);
      assertNothingIsHeld();
      awaitNoneAlive(AsyncUpload.class);
      awaitNoneAlive(BodyBuffer.class);
    }
  }

  private static void awaitStored(WireServer server, List<TestSegment> segments) throws Exception {
    Instant end = deadline();
    String playlist = "";
    while (count(playlist, segments) < segments.size() && Instant.now().isBefore(end)) {
      playlist = new String(server.get(WireServer.playlistPath()).body(), UTF_8);
    }
  }

  private static long count(String playlist, List<TestSegment> segments) {
    return segments.stream().filter(segment -> playlist.contains(segment.digest().value())).count();
  }

  private static void assertListed(WireServer server, List<TestSegment> segments) throws Exception {
    String playlist = new String(server.get(WireServer.playlistPath()).body(), UTF_8);
    assertThat(segments).allMatch(segment -> playlist.contains(segment.digest().value()));
  }

  /** The answer may be out before the last of the work on it is done. */
  private void assertNothingIsHeld() {
    Instant end = deadline();
    while (servlet.get().uploadBytesHeld() > 0 && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(servlet.get().uploadBytesHeld()).isZero();
  }

  private static void awaitNoneAlive(Class<?> type) throws Exception {
    Instant end = deadline();
    long alive = LiveObjects.count(type);
    while (alive > 0 && Instant.now().isBefore(end)) {
      alive = LiveObjects.count(type);
    }
    assertThat(alive).as("instances of %s", type).isZero();
  }

  private static Instant deadline() {
    return Instant.now().plus(Duration.ofSeconds(20));
  }
}
