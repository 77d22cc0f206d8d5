package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.Micros;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose fields are taken out one by one, strictly: a field that is missing, is of
 * another type, is out of its range, or that nobody asked for, is an {@link IOException} that names
 * it.
 */
public final class JsonFields {

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxDocumentLength(Limits.DOCUMENT_BYTES)
          .maxNestingDepth(16)
          .maxNumberLength(20)
          .maxNameLength(64)
          .maxStringLength(Markers.MAX_RANGE_LENGTH)
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Map<String, Object> values;

  private JsonFields(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads a document that is one object and nothing else. */
  public static JsonFields parse(byte[] document) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      JsonFields fields = readObject(parser);
      if (parser.nextToken() != null) {
        throw new IOException("there is something behind the JSON object");
      }
      return fields;
    }
  }

  private static JsonFields readObject(JsonParser parser) throws IOException {
    Map<String, Object> values = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      values.put(name, readValue(parser, parser.nextToken()));
    }
    return new JsonFields(values);
  }

  private static Object readValue(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw new IOException("the JSON ends before its end");
    }
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

  /** A whole number from 0 to a limit. */
  public long number(String name, long most) throws IOException {
    OptionalLong number = optionalNumber(name, most);
    return require(name, number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty());
  }

  /** A duration, written in microseconds, which may be negative. */
  Duration signedMicros(String name, Duration most) throws IOException {
    long micros = require(name, take(name, Long.class));
    long limit = Micros.of(most);
    if (micros < -limit || micros > limit) {
      throw new IOException(
          "the field '" + name + "' is " + micros + ", and not from -" + limit + " to " + limit);
    }
    return Micros.toDuration(micros);
  }

  OptionalLong optionalNumber(String name, long most) throws IOException {
    Optional<Long> number = take(name, Long.class);
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    if (number.get() < 0 || number.get() > most) {
      throw new IOException(
          "the field '" + name + "' is " + number.get() + ", and not from 0 to " + most);
    }
    return OptionalLong.of(number.get());
  }

  /** A whole number from 0 to a limit. */
  int integer(String name, int most) throws IOException {
    return (int) number(name, most);
  }

  JsonFields object(String name) throws IOException {
    return require(name, optionalObject(name));
  }

  Optional<JsonFields> optionalObject(String name) throws IOException {
    return take(name, JsonFields.class);
  }

  /** A time, written as milliseconds since 1970. */
  Instant instant(String name) throws IOException {
    return Instant.ofEpochMilli(number(name, Limits.TIME_MILLIS));
  }

  /** A duration, written in microseconds. */
  Duration micros(String name, Duration most) throws IOException {
    return Micros.toDuration(number(name, Micros.of(most)));
  }

  /** A duration, written in milliseconds. */
  Duration millis(String name, Duration most) throws IOException {
    return Duration.ofMillis(number(name, most.toMillis()));
  }

  /** The name of a segment. */
  SegmentName segment(String name) throws IOException {
    return segment(name, string(name));
  }

  Optional<SegmentName> optionalSegment(String name) throws IOException {
    Optional<String> text = optionalString(name);
    return text.isPresent() ? Optional.of(segment(name, text.get())) : Optional.empty();
  }

  private static SegmentName segment(String name, String text) throws IOException {
    SegmentName segment = file(name, text);
    if (segment.isPlain()) {
      throw new IOException("the field '" + name + "' names no stored segment");
    }
    return segment;
  }

  /** The name of a segment or an initialization section, be it a plain one. */
  SegmentName file(String name) throws IOException {
    return file(name, string(name));
  }

  private static SegmentName file(String name, String text) throws IOException {
    try {
      return SegmentName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the field '" + name + "' is no name of a segment", e);
    }
  }

  /** The name of a constant. */
  <E extends Enum<E>> E constant(String name, Class<E> type) throws IOException {
    String text = string(name);
    try {
      return Enum.valueOf(type, text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the field '" + name + "' has an unknown value", e);
    }
  }

  /** An array whose elements are all of one type: {@code JsonFields}, {@code String}, … */
  public <T> List<T> array(String name, Class<T> type) throws IOException {
    List<T> elements = new ArrayList<>();
    for (Object element : require(name, take(name, List.class))) {
      if (!type.isInstance(element)) {
        throw new IOException("the field '" + name + "' has an element of the wrong type");
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  /** An array that is written only where it has elements. */
  <T> List<T> optionalArray(String name, Class<T> type) throws IOException {
    return values.containsKey(name) ? array(name, type) : List.of();
  }

  /** To be called when all known fields have been taken. */
  public void end() throws IOException {
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
