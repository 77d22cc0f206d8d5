package dev.chalkstream;

import dev.chalkstream.storage.BlobKey;
import java.util.Optional;

/** Under which keys a stream lies in the store. */
final class Keys {

  private static final int STREAM_ID_LENGTH = 40;

  private Keys() {}

  private static final String MANIFEST = "/manifest.json";

  static BlobKey manifest(StreamId stream) {
    return BlobKey.of(stream.value() + MANIFEST);
  }

  /** Whether a key is that of some stream's manifest. */
  static boolean isManifest(BlobKey key) {
    return key.value().endsWith(MANIFEST) && owner(key).isPresent();
  }

  /** The stream to which a key belongs, or empty for a key that is none of these. */
  static Optional<StreamId> owner(BlobKey key) {
    String value = key.value();
    if (value.indexOf('/') != STREAM_ID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(StreamId.of(value.substring(0, STREAM_ID_LENGTH)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How all keys of a stream begin, and no others. */
  static String prefix(StreamId stream) {
    return stream.value() + "/";
  }

  static BlobKey page(StreamId stream, long first) {
    return BlobKey.of(stream.value() + "/history/" + first + ".json");
  }

  static BlobKey segment(StreamId stream, SegmentName name) {
    return BlobKey.of(stream.value() + "/" + name);
  }
}
