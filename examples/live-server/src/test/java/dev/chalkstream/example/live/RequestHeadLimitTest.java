package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time of these tests is told by them, so that no machine is too slow for them. */
@Timeout(120)
class RequestHeadLimitTest {

  private static final long LIMIT = TimeUnit.HOURS.toNanos(1);
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /** An empty SETTINGS frame, and the beginning of a HEADERS frame of 16 bytes. */
  private static final String FRAMES = "\0\0\0\4\0\0\0\0\0" + "\0\0\20\1\5\0\0\0\1" + "\202\206";

  private final Server server = new Server();
  private final ServerConnector connector = connector();
  private final RequestHeadLimit limit =
      new RequestHeadLimit(Duration.ofNanos(LIMIT), new Reader());

  /** Reads a body to its end, and answers. */
  private static final class Reader extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Content.Source.consumeAll(request);
      Content.Sink.write(response, true, "read\n", callback);
      return true;
    }
  }

  private ServerConnector connector() {
    HttpConfiguration http = new HttpConfiguration();
    ServerConnector made =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    made.setHost("127.0.0.1");
    made.setIdleTimeout(TimeUnit.HOURS.toMillis(1));
    return made;
  }

  @BeforeEach
  void start() throws Exception {
    connector.addBean(limit, false);
    server.addConnector(connector);
    server.setHandler(limit);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private Socket open(String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    socket.setSoTimeout(60_000);
    send(socket, bytes);
    return socket;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  /** Waits until the server has read so much of the only connection. */
  private void awaitBytes(long bytes) throws Exception {
    Await.until("it has read " + bytes, () -> bytesIn() == bytes);
  }

  private long bytesIn() {
    return connector.getConnectedEndPoints().stream()
        .map(endPoint -> endPoint.getConnection())
        .mapToLong(Connection::getBytesIn)
        .sum();
  }

  private void assertIsOpen(Socket socket) throws IOException {
    send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(readUntil(socket, "read\n")).contains("200 OK");
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (answer.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as("%s", answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static void assertEnds(Socket socket) throws IOException {
    socket.getInputStream().readAllBytes();
  }

  @Test
  void headersThatDoNotComeToTheirEndAreCutOffHoweverOftenAByteComes() throws Exception {
    String head = "GET / HTTP/1.1\r\nX-Slow: ";
    try (Socket slow = open(head)) {
      awaitBytes(head.length());
      limit.check(0);
      send(slow, "a");
      awaitBytes(head.length() + 1);
      limit.check(LIMIT - 1);
      send(slow, "a");
      awaitBytes(head.length() + 2);

      limit.check(LIMIT);

      assertEnds(slow);
    }
  }

  @Test
  void aConnectionThatIsKeptAliveIsWatchedFromItsNextRequestOn() throws Exception {
    try (Socket kept = open("")) {
      assertIsOpen(kept);
      limit.check(0);
      limit.check(10 * LIMIT);
      assertIsOpen(kept);
      long before = bytesIn();
      send(kept, "GET /");
      awaitBytes(before + 5);
      limit.check(11 * LIMIT);
      limit.check(12 * LIMIT);

      assertEnds(kept);
    }
  }

  @Test
  void aBodyMayTakeLongerEvenBehindAnInterimAnswer() throws Exception {
    String head = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    try (Socket slow = open(head)) {
      assertThat(readUntil(slow, "\r\n\r\n")).contains("100 Continue");
      for (int i = 1; i <= 2; i++) {
        send(slow, "a");
        awaitBytes(head.length() + i);
        limit.check(i * LIMIT);
      }
      send(slow, "a");

      assertThat(readUntil(slow, "read\n")).contains("200 OK");
    }
  }

  @Test
  void thePrefaceAndTheFramesOfHttp2AreWatchedToo() throws Exception {
    try (Socket half = open(PREFACE.substring(0, 9))) {
      awaitBytes(9);
      limit.check(0);
      limit.check(LIMIT);
      assertEnds(half);
    }
    try (Socket frames = open(PREFACE)) {
      Await.until("it speaks HTTP/2", this::isHttp2);
      send(frames, FRAMES);
      awaitBytes(FRAMES.length());
      limit.check(2 * LIMIT);
      limit.check(3 * LIMIT);
      limit.check(3 * LIMIT + 1);
      assertEnds(frames);
    }
  }

  private boolean isHttp2() {
    return connector.getConnectedEndPoints().stream()
        .anyMatch(endPoint -> endPoint.getConnection().getClass().getName().contains("HTTP2"));
  }
}
