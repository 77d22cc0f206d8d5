package dev.chalkstream.servlet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.chalkstream.media.Container;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a broadcaster says of its stream, as JSON: {@code {"container": "cmaf"}}. Fields that are
 * not known are passed over, so that a broadcaster can be newer than the server.
 *
 * @param container in which segments are going to come, if that is said
 */
record StreamInfo(Optional<Container> container) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(1_024).build())
          .build();

  /** Reads it from its bytes. */
  static StreamInfo parse(ByteBuffer body) throws ProblemException {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    Optional<Container> container = Optional.empty();
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notAnObject();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("container")) {
          container =
              Optional.of(container(value == JsonToken.VALUE_STRING ? parser.getText() : ""));
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw notAnObject();
      }
    } catch (IOException e) {
      throw notAnObject();
    }
    return new StreamInfo(container);
  }

  private static Container container(String value) throws ProblemException {
    return switch (value) {
      case "ts" -> Container.MPEG_TS;
      case "cmaf" -> Container.CMAF;
      default -> throw Problems.malformed("the field 'container' is \"ts\" or \"cmaf\"");
    };
  }

  private static ProblemException notAnObject() {
    return Problems.malformed("the body is a JSON object, such as {\"container\": \"cmaf\"}");
  }
}
