package dev.chalkstream;

import dev.chalkstream.storage.BlobKey;

/** Under which keys a stream lies in the store. */
final class Keys {

  private Keys() {}

  static BlobKey manifest(StreamId stream) {
    return BlobKey.of(stream.value() + "/manifest.json");
  }

  static BlobKey page(StreamId stream, long first) {
    return BlobKey.of(stream.value() + "/history/" + first + ".json");
  }

  static BlobKey segment(StreamId stream, SegmentName name) {
    return BlobKey.of(stream.value() + "/" + name);
  }
}
