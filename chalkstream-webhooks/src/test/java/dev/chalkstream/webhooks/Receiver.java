package dev.chalkstream.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that is told what happens to streams, answers as it likes, and may be down. */
final class Receiver implements AutoCloseable {

  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");

  /** What has come, in the order in which it came, and how it was answered. */
  record Delivery(
      Map<String, String> fields, Map<String, String> headers, byte[] body, int status) {

    String type() {
      return fields.get("type");
    }

    String stream() {
      return fields.get("stream");
    }
  }

  /** What to answer. */
  record Reply(int status, Map<String, String> headers) {
    static Reply of(int status) {
      return new Reply(status, Map.of());
    }
  }

  private final List<Delivery> deliveries = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private volatile Function<Map<String, String>, Reply> script = event -> Reply.of(204);
  private HttpServer server;
  private int port;

  Receiver() throws IOException {
    up();
  }

  /** Comes up, on the same port as before. */
  void up() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
    port = server.getAddress().getPort();
  }

  /** Goes down: who connects is refused. */
  void down() {
    server.stop(0);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port + "/hook?key=hidden");
  }

  /** Says how to answer, by the fields of the event. */
  void answer(Function<Map<String, String>, Reply> how) {
    script = how;
  }

  /** How often an event has been sent. */
  int attempts(String id) {
    return attempts.getOrDefault(id, 0);
  }

  /** All that has come. */
  synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** What was answered with a success. */
  List<Delivery> taken() {
    return deliveries().stream().filter(delivery -> delivery.status() / 100 == 2).toList();
  }

  /** Waits until so many have been answered with a success. */
  synchronized void awaitTaken(int number) throws InterruptedException {
    while (taken().size() < number) {
      wait();
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new ConcurrentHashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      headers.put(":method", exchange.getRequestMethod());
      Map<String, String> fields = new ConcurrentHashMap<>();
      Matcher field = FIELD.matcher(new String(body, StandardCharsets.UTF_8));
      while (field.find()) {
        fields.put(field.group(1), field.group(2));
      }
      attempts.merge(fields.get("id"), 1, Integer::sum);
      Reply reply = script.apply(fields);
      synchronized (this) {
        deliveries.add(new Delivery(fields, headers, body, reply.status()));
        notifyAll();
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), -1);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}
