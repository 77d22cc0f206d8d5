package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamId;
import jakarta.servlet.Servlet;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** A broadcast in a process of its own in which everything happens that is worth a line of log. */
final class LoggedBroadcast {

  static final String TOKEN = "token-of-the-broadcaster";

  /** The token of a signed link, the same in each run. */
  static final String LINK_TOKEN =
      PlaybackTokens.of(new byte[32])
          .sign(StreamId.of(WireServer.STREAM), Instant.parse("2100-01-01T00:00:00Z"));

  private static final TestSegment LARGE = TestSegment.ofPackets(5_000, 99);
  private static final byte[] TOO_LARGE = new byte[WireServer.MAX_SEGMENT_BYTES + 1];
  private static final String TWO_VARIANTS =
      "#EXTM3U\n"
          + "#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n"
          + "#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n";
  private static final CorsPolicy CORS = CorsPolicy.anyOrigin();

  private LoggedBroadcast() {}

  public static void main(String[] arguments) throws Exception {
    LoggerFactory.getLogger(LoggedBroadcast.class).trace("every line counts");
    WireServer.Options options = WireServer.Options.DEFAULT.with("chalkstream.upload-timeout", "1");
    for (WireServer.Options each : new WireServer.Options[] {options, options.withoutAsync()}) {
      try (WireServer server = WireServer.start(each)) {
        takeAndRefuse(server);
        breakOff(server, each.async());
        failInTheStore(server);
        finish(server);
      }
      try (WireServer server = WireServer.start(each, LoggedBroadcast::signed)) {
        failByLink(server);
      }
    }
    try (WireServer server =
        WireServer.start(
            options,
            chalkstream ->
                new ChalkstreamServlet(chalkstream, IngestAuthorizer.bearerToken(TOKEN), CORS))) {
      challenge(server);
      put(server, TestSegment.of(0), 0, "Authorization", "Bearer " + TOKEN);
      put(server, TestSegment.of(1), 1, "Authorization", "Bearer not-the-" + TOKEN);
    }
    try (WireServer server =
        WireServer.start(
            options,
            chalkstream ->
                new ChalkstreamServlet(
                    chalkstream,
                    (request, session) -> {
                      throw new IllegalStateException("of no use for " + session);
                    },
                    CORS))) {
      put(server, TestSegment.of(0), 0);
    }
    // Threads of the container's may be left.
    System.exit(0);
  }

  private static void takeAndRefuse(WireServer server) throws Exception {
    for (int number = 0; number < 3; number++) {
      put(server, TestSegment.of(number), number);
    }
    put(server, TestSegment.of(2), 2);
    put(server, TestSegment.of(7), 7);
    put(server, TestSegment.of(50), 1);
    put(server, TestSegment.of("no transport stream".getBytes(UTF_8)), 3);
    put(server, TestSegment.of(TOO_LARGE), 3);
    put(server, TestSegment.of(3), -3);
    put(server, TestSegment.of(3), 3, "X-Duration", "60");
    String path = "/ingest/" + WireServer.SESSION + "/";
    server.send(server.request(path + "0".repeat(64) + ".ts").PUT(BodyPublishers.ofString("x")));
    server.send(server.request(path + "nonsense").PUT(BodyPublishers.noBody()));
    server.send(server.request(path + "complete").DELETE());
    server.send(server.request("/ingest/" + WireServer.SESSION + "!/complete").POST(empty()));
    refusePushes(server, path);
    refuseFragments(server);
    server.get(WireServer.playlistPath());
    server.get(WireServer.segmentPath(TestSegment.of(0)));
  }

  /** Of another container than the stream's, with its section and without, and neither. */
  private static void refuseFragments(WireServer server) throws Exception {
    TestSegment section = TestFragments.initialization(1);
    TestSegment segment = TestFragments.segment(1);
    server.send(server.upload(segment, 3, section));
    server.send(server.announcement(section));
    server.send(server.upload(segment, 3, section));
    server.send(server.upload(segment, 3).header("X-Init", WireServer.SESSION));
    server.send(server.announcement(segment).header("X-Init", WireServer.SESSION));
    server.send(server.announcement(TestSegment.of(new byte[10], ".mp4")));
    server.get(WireServer.segmentPath(section));
  }

  /** Under names that repeat the secret, as encoders make them of one field of their settings. */
  private static void refusePushes(WireServer server, String path) throws Exception {
    for (String name : new String[] {"init.mp4", "out.m3u8", "0.ts", "a/b/c/out.ts", "0.vtt"}) {
      HttpRequest.Builder push = server.request(path + WireServer.SESSION + name);
      push.header("User-Agent", "encoder of " + WireServer.SESSION);
      server.send(push.PUT(BodyPublishers.ofString(TWO_VARIANTS)));
    }
    server.send(server.request(path).method("MKCOL", empty()));
  }

  /** Who has no token, or another; and who has the right one as a password. */
  private static void challenge(WireServer server) throws Exception {
    put(server, TestSegment.of(0), 0);
    for (String token : new String[] {"not-the-" + TOKEN, TOKEN}) {
      String pair = "user:" + token;
      String basic = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
      put(server, TestSegment.of(0), 0, "Authorization", "Basic " + basic);
    }
    put(server, TestSegment.of(0), 0);
  }

  /** Clients that go away; and one that takes too long, where there is a limit to that. */
  private static void breakOff(WireServer server, boolean limited) throws Exception {
    for (int i = 0; i < 2; i++) {
      try (RawClient client = new RawClient(server)) {
        client.send(RawClient.uploadHead(TestSegment.of(4), 4, "Content-Length: 10000"));
        client.send(new byte[1_000]);
        if (i == 1 && limited) {
          client.read();
        }
      }
    }
  }

  private static void failInTheStore(WireServer server) throws Exception {
    server.store.failing = true;
    put(server, TestSegment.of(5), 5);
    server.get(WireServer.playlistPath());
    server.get(WireServer.segmentPath(TestSegment.of(0)));
    server.store.failing = false;
    server.store.bug = new IllegalStateException("a bug of the store");
    put(server, TestSegment.of(5), 5);
    server.store.bug = null;
    put(server, LARGE, 4);
    server.store.readableBytes = 300_000;
    try (RawClient viewer = new RawClient(server)) {
      viewer.send("GET " + WireServer.segmentPath(LARGE) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      viewer.awaitFirstByte();
    }
    server.store.readableBytes = Long.MAX_VALUE;
    var gate = new CountDownLatch(1);
    server.store.gate = gate;
    try (RawClient patient = new RawClient(server)) {
      byte[] body = TestSegment.of(5).bytes();
      patient.send(RawClient.uploadHead(TestSegment.of(5), 5, "Content-Length: " + body.length));
      patient.send(body);
      // Told to come again, or, without asynchronous requests, when the store is back.
      new Thread(gate::countDown).start();
      patient.read();
    }
    server.store.gate = null;
  }

  private static Servlet signed(Chalkstream chalkstream) {
    PlaybackTokens tokens = PlaybackTokens.of(new byte[32]);
    return new ChalkstreamServlet(chalkstream, ServletOptions.builder().playback(tokens).build());
  }

  /** What goes wrong under an address that has a secret in it. */
  private static void failByLink(WireServer server) throws Exception {
    put(server, LARGE, 0);
    String link = "/t/" + LINK_TOKEN;
    String segment = link + WireServer.segmentPath(LARGE);
    String get = "GET " + segment + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    server.store.readableBytes = 300_000;
    try (RawClient viewer = new RawClient(server)) {
      viewer.send(get);
      viewer.awaitEnd();
    }
    server.store.readableBytes = Long.MAX_VALUE;
    try (RawClient viewer = new RawClient(server, 4 << 10)) {
      viewer.send(get);
      viewer.awaitFirstByte();
    }
    server.store.failing = true;
    server.get(segment);
    server.store.failing = false;
    server.store.bug = new IllegalStateException("a bug of the store");
    server.get(segment);
    server.store.bug = null;
    server.get(link + WireServer.playlistPath(), "If-None-Match", "\"x\"");
    server.send(server.request(segment).DELETE());
  }

  private static void finish(WireServer server) throws Exception {
    String complete = "/ingest/" + WireServer.SESSION + "/complete";
    server.send(server.request(complete).POST(empty()));
    put(server, TestSegment.of(20), 20);
    server.send(server.request(complete).POST(empty()));
    server.get(WireServer.playlistPath());
  }

  private static HttpRequest.BodyPublisher empty() {
    return BodyPublishers.noBody();
  }

  /** Whatever the answer. */
  private static void put(WireServer server, TestSegment segment, long number, String... headers)
      throws Exception {
    HttpRequest.Builder upload = server.upload(segment, number);
    for (int i = 0; i < headers.length; i += 2) {
      upload.setHeader(headers[i], headers[i + 1]);
    }
    server.send(upload);
  }
}
