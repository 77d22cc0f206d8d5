package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks that an answer is a problem document in order. */
final class ProblemAssert {

  private ProblemAssert() {}

  static Map<String, String> assertProblem(HttpResponse<byte[]> response, int status)
      throws IOException {
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    return assertProblem(response.body(), status);
  }

  static Map<String, String> assertProblem(byte[] body, int status) throws IOException {
    Map<String, String> fields = parse(body);
    assertThat(fields).containsOnlyKeys("type", "title", "status", "detail");
    assertThat(fields.get("status")).isEqualTo(Integer.toString(status));
    assertThat(fields.get("title")).isNotBlank();
    assertThat(fields.get("detail"))
        .isNotBlank()
        .doesNotContain(WireServer.SESSION)
        .doesNotContain("Exception");
    return fields;
  }

  private static Map<String, String> parse(byte[] json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, parser.getText());
      }
    }
    return fields;
  }
}
