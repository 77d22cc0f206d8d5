package dev.chalkstream.servlet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as a client sees it: a problem document (RFC 9457) and the headers that go with it.
 *
 * @param status the HTTP status
 * @param type the kind of problem as a URI; {@code about:blank} if the status says it all
 * @param title the kind of problem in words
 * @param detail what is wrong with this request, such that a person can act on it
 * @param headers further headers of the answer
 */
record Problem(int status, String type, String title, String detail, Map<String, String> headers) {

  static final String CONTENT_TYPE = "application/problem+json";

  private static final JsonFactory JSON = new JsonFactory();

  /** A problem of which the status says the kind. */
  static Problem of(int status, String detail) {
    return new Problem(status, "about:blank", phrase(status), detail, Map.of());
  }

  Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, type, title, detail, more);
  }

  byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", type);
      json.writeStringField("title", title);
      json.writeNumberField("status", status);
      json.writeStringField("detail", detail);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array takes all bytes", e);
    }
    return bytes.toByteArray();
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 410 -> "Gone";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 416 -> "Range Not Satisfiable";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 507 -> "Insufficient Storage";
      default -> throw new IllegalArgumentException("no phrase for " + status);
    };
  }
}
