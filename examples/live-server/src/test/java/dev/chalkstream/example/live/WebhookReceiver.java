package dev.chalkstream.example.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** A server that is told what happens to streams, checks who says so, and may be down. */
final class WebhookReceiver implements AutoCloseable {

  private final String secret;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int port;

  WebhookReceiver(String secret) throws IOException {
    this.secret = secret;
    up();
  }

  /** Comes up, on the same port as before. */
  void up() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::receive);
    server.start();
    port = server.getAddress().getPort();
  }

  /** Goes down: who connects is refused. */
  void down() {
    server.stop(0);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port + "/hook");
  }

  /** What has come, as type and stream; or that a signature was wrong. */
  List<String> events() {
    return List.copyOf(events);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Headers headers = exchange.getRequestHeaders();
      String signed = headers.getFirst("Chalkstream-Timestamp") + "." + body;
      String hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex(signed);
      boolean genuine = ("sha256=" + hmac).equals(headers.getFirst("Chalkstream-Signature"));
      String stream = body.replaceAll(".*\"stream\":\"(\\w+)\".*", "$1");
      events.add(genuine ? headers.getFirst("Chalkstream-Event") + " " + stream : "forged");
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    down();
  }
}
