package dev.chalkstream.webhooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Something that has happened to a stream.
 *
 * @param id tells it from all others, however often it is sent
 * @param type what has happened, such as {@code stream.started}
 * @param stream the stream
 * @param time when it was noticed
 */
record WebhookEvent(String id, String type, StreamId stream, Instant time) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The body of its POSTs, the same each time. */
  byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeStringField("type", type);
      json.writeStringField("stream", stream.value());
      json.writeStringField("time", time.toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array takes all bytes", e);
    }
    return bytes.toByteArray();
  }
}
