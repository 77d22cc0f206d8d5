package dev.chalkstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON object whose fields are taken out one by one, strictly: a field that is missing, is of
 * another type, or that nobody asked for, is an {@link IOException}.
 */
final class JsonFields {

  private final Map<String, Object> values;

  private JsonFields(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads a document that is one object and nothing else. */
  static JsonFields readDocument(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
    JsonFields fields = readObject(parser);
    if (parser.nextToken() != null) {
      throw new IOException("there is something behind the JSON object");
    }
    return fields;
  }

  private static JsonFields readObject(JsonParser parser) throws IOException {
    Map<String, Object> values = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      values.put(name, readValue(parser, parser.nextToken()));
    }
    return new JsonFields(values);
  }

  private static Object readValue(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new IOException("unexpected JSON: " + token);
    };
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    List<Object> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(readValue(parser, token));
    }
    return values;
  }

  String string(String name) throws IOException {
    return require(name, optionalString(name));
  }

  Optional<String> optionalString(String name) throws IOException {
    return take(name, String.class);
  }

  boolean bool(String name) throws IOException {
    return require(name, take(name, Boolean.class));
  }

  /** A field that is written only where it is true. */
  boolean optionalBool(String name) throws IOException {
    return take(name, Boolean.class).orElse(false);
  }

  /** A whole number that is not negative. */
  long number(String name) throws IOException {
    OptionalLong number = optionalNumber(name);
    return require(name, number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty());
  }

  OptionalLong optionalNumber(String name) throws IOException {
    Optional<Long> number = take(name, Long.class);
    if (number.isPresent() && number.get() < 0) {
      throw new IOException("the field '" + name + "' is negative");
    }
    return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
  }

  JsonFields object(String name) throws IOException {
    return require(name, optionalObject(name));
  }

  Optional<JsonFields> optionalObject(String name) throws IOException {
    return take(name, JsonFields.class);
  }

  /** A time, written as milliseconds since 1970. */
  Instant instant(String name) throws IOException {
    return Instant.ofEpochMilli(number(name));
  }

  /** A duration, written in microseconds. */
  Duration micros(String name) throws IOException {
    return Micros.toDuration(number(name));
  }

  /** An array whose elements are all of one type: {@code JsonFields}, {@code String}, … */
  <T> List<T> array(String name, Class<T> type) throws IOException {
    List<T> elements = new ArrayList<>();
    for (Object element : require(name, take(name, List.class))) {
      if (!type.isInstance(element)) {
        throw new IOException("the field '" + name + "' has an element of the wrong type");
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  /** To be called when all known fields have been taken. */
  void end() throws IOException {
    if (!values.isEmpty()) {
      throw new IOException("unknown fields " + values.keySet());
    }
  }

  private <T> Optional<T> take(String name, Class<T> type) throws IOException {
    Object value = values.remove(name);
    if (value != null && !type.isInstance(value)) {
      throw new IOException("the field '" + name + "' is of the wrong type");
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private static <T> T require(String name, Optional<T> value) throws IOException {
    return value.orElseThrow(() -> new IOException("the field '" + name + "' is missing"));
  }
}
