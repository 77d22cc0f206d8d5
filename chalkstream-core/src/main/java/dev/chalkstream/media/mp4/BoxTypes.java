package dev.chalkstream.media.mp4;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which types of boxes are read, and by what; boxes of other types are kept as they are. */
public final class BoxTypes {

  private final Map<String, BoxDecoder> decoders;

  private BoxTypes(Map<String, BoxDecoder> decoders) {
    this.decoders = Map.copyOf(decoders);
  }

  /** No types at all. */
  public static BoxTypes none() {
    return new BoxTypes(Map.of());
  }

  /** These types and one or more others, which one decoder reads. */
  public BoxTypes with(BoxDecoder decoder, String... types) {
    Map<String, BoxDecoder> all = new HashMap<>(decoders);
    Arrays.stream(types).forEach(type -> all.put(type, decoder));
    return new BoxTypes(all);
  }

  /** These types and all of others. */
  public BoxTypes with(BoxTypes others) {
    Map<String, BoxDecoder> all = new HashMap<>(decoders);
    all.putAll(others.decoders);
    return new BoxTypes(all);
  }

  Optional<BoxDecoder> decoder(String type) {
    return Optional.ofNullable(decoders.get(type));
  }
}
