package dev.chalkstream.example.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * An error as the library tells its own: a problem document (RFC 9457). Immutable.
 *
 * @param status the HTTP status
 * @param title the status in words
 * @param detail what is wrong, such that a person can act on it
 */
record ProblemAnswer(int status, String title, String detail) {

  private static final JsonFactory JSON = new JsonFactory();

  void send(HttpServletResponse response) throws IOException {
    var body = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      out.writeStartObject();
      out.writeStringField("type", "about:blank");
      out.writeStringField("title", title);
      out.writeNumberField("status", status);
      out.writeStringField("detail", detail);
      out.writeEndObject();
    }
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setContentLength(body.size());
    body.writeTo(response.getOutputStream());
  }
}
