package dev.chalkstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.chalkstream.webhooks.Answer.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "503, 30, 30",
    "429, 0, 0",
    "503, 'Sun, 1 Mar 2026 12:01:30 GMT', 90",
    "503, 'Sun, 1 Mar 2026 11:59:00 GMT', 0",
    "503, soon, 0",
    "503, -5, 0",
    "503, 99999999999999999999, 0",
    "503, '', 0",
    "404, 30, 0",
    "200, 30, 0"
  })
  void retryAfterIsReadWhereItMatters(int status, String header, long seconds) throws Exception {
    assertThat(answer(status, header).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aFaultOfTheNetworkMayPass() {
    var fault = new CompletionException(new IOException("gone"));

    Answer answer = Answer.of(null, fault, NOW);

    assertThat(answer.kind()).isEqualTo(Kind.FAILED);
    assertThat(answer.reason()).isEqualTo("java.io.IOException: gone");
  }

  private static Answer answer(int status, String retryAfter) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    try {
      server.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      HttpResponse<Void> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
      return Answer.of(response, null, NOW);
    } finally {
      server.stop(0);
    }
  }
}
