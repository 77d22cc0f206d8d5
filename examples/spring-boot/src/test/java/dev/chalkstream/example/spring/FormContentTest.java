package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.TinySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/** Spring reads forms, and clients such as curl call a form whatever they are not told about. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "chalkstream.store=memory:/")
@ActiveProfiles("demo")
class FormContentTest {

  private static final String BOB =
      "Basic " + Base64.getEncoder().encodeToString("bob:builder".getBytes(StandardCharsets.UTF_8));

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired private Channels channels;

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
  void aSegmentThatCallsItselfAFormIsStillASegment(String type) throws Exception {
    byte[] body = TinySegment.of(0);
    HttpRequest.Builder put =
        to(TinySegment.name(body), type)
            .headers("X-Sequence", "0", "X-Duration", "2")
            .PUT(BodyPublishers.ofByteArray(body));
    HttpRequest.Builder post =
        to("pushed.ts", type).POST(BodyPublishers.ofByteArray(TinySegment.of(1)));

    assertThat(statusOf(put)).isEqualTo(202);
    assertThat(statusOf(post)).isEqualTo(202);
  }

  private HttpRequest.Builder to(String name, String type) {
    String path = "/live/ingest/" + channels.sessionOf("bob").value() + "/" + name;
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .headers("Authorization", BOB, "Content-Type", type);
  }

  private int statusOf(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
