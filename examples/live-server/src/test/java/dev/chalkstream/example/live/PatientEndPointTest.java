package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
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

/** Clients that send uploads one after the other, and read the answers as they like. */
@Timeout(60)
class PatientEndPointTest {

  /** More than a server's network stack takes without its reading, and less than both stacks. */
  private static final int UPLOADS = 50;

  private static final byte[] BODY = new byte[20 << 10];

  private final Server server = new Server();
  private final ServerConnector connector =
      new PatientEndPoint.Connector(server, new HttpConnectionFactory());
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch taken = new CountDownLatch(UPLOADS);
  private final AtomicInteger count = new AtomicInteger();

  /** Takes one after the other, from when the gate opens; answers with the number of each. */
  private final class Numbering extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      gate.await();
      Content.Source.consumeAll(request);
      String answer = "n" + count.getAndIncrement();
      response.getHeaders().put("Content-Length", answer.length());
      Content.Sink.write(response, true, answer, callback);
      taken.countDown();
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new PatientEndPoint.Uploads(new Numbering()));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    gate.countDown();
    server.stop();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  private static void send(Socket socket, String method) throws IOException {
    String head = method + " /x HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY.length + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    socket.getOutputStream().write(BODY);
  }

  private static String answer(BufferedReader in) throws IOException {
    String line = in.readLine();
    int length = 0;
    while (!line.isEmpty()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
      line = in.readLine();
    }
    char[] body = new char[length];
    assertThat(in.read(body)).isEqualTo(length);
    return new String(body);
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
  }

  @Test
  void whatAClientHasSentThatReadsNothingAndClosesIsTakenToItsEnd() throws Exception {
    try (Socket client = connect()) {
      for (int i = 0; i < UPLOADS; i++) {
        send(client, "PUT");
      }
    }
    gate.countDown();

    taken.await();
  }

  @Test
  void whoReadsLaterGetsAllAnswersInTheirOrder() throws Exception {
    try (Socket client = connect()) {
      for (int i = 0; i < UPLOADS; i++) {
        send(client, i % 2 == 0 ? "PUT" : "POST");
      }
      gate.countDown();
      BufferedReader in = reader(client);
      List<String> expected = IntStream.range(0, UPLOADS).mapToObj(n -> "n" + n).toList();
      for (String each : expected) {
        assertThat(answer(in)).isEqualTo(each);
      }
    }
  }

  @Test
  void whoWaitsForEachAnswerGetsIt() throws Exception {
    gate.countDown();
    try (Socket client = connect()) {
      BufferedReader in = reader(client);
      for (int i = 0; i < 20; i++) {
        send(client, i % 3 == 0 ? "GET" : "PUT");
        assertThat(answer(in)).isEqualTo("n" + i);
      }
    }
  }

  @Test
  void anAnswerThatIsLastOnItsConnectionIsSentBeforeItCloses() throws Exception {
    try (Socket client = connect()) {
      send(client, "PUT");
      client
          .getOutputStream()
          .write("PUT /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
      gate.countDown();
      BufferedReader in = reader(client);
      assertThat(answer(in)).isEqualTo("n0");
      assertThat(answer(in)).isEqualTo("n1");
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
