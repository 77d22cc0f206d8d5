package dev.chalkstream.example.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An error as the library tells its own: a problem document (RFC 9457). Immutable.
 *
 * @param status the HTTP status
 * @param title the status in words
 * @param detail what is wrong, such that a person can act on it
 */
record ProblemAnswer(int status, String title, String detail) {

  static final String CONTENT_TYPE = "application/problem+json";

  private static final JsonFactory JSON = new JsonFactory();

  /** A method that there is not under this address; the header {@code Allow} names those. */
  static ProblemAnswer methodNotAllowed(HttpServletRequest request) {
    return new ProblemAnswer(
        405, "Method Not Allowed", request.getMethod() + " is not for this address");
  }

  void send(HttpServletResponse response) throws IOException {
    byte[] body = toJson();
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(CONTENT_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  byte[] toJson() {
    var body = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      out.writeStartObject();
      out.writeStringField("type", "about:blank");
      out.writeStringField("title", title);
      out.writeNumberField("status", status);
      out.writeStringField("detail", detail);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array takes all bytes", e);
    }
    return body.toByteArray();
  }
}
