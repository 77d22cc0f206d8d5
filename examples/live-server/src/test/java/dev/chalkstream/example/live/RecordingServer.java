package dev.chalkstream.example.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An ingest server that writes down what it is sent, and refuses it when told to. */
final class RecordingServer implements AutoCloseable {

  /** What came in. */
  record Received(
      String method,
      String path,
      @Nullable String sequence,
      @Nullable String duration,
      @Nullable String authorization,
      byte[] body) {}

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int answer = 202;

  RecordingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  List<Received> received() {
    return received;
  }

  List<String> sequences() {
    return received.stream()
        .filter(request -> request.method().equals("PUT"))
        .map(request -> String.valueOf(request.sequence()))
        .toList();
  }

  void answerWith(int status) {
    answer = status;
  }

  private void handle(HttpExchange exchange) throws IOException {
    received.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("X-Sequence"),
            exchange.getRequestHeaders().getFirst("X-Duration"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestBody().readAllBytes()));
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
