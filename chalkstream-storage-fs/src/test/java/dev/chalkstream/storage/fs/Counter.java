package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A number in a blob, for many to count up at once. */
final class Counter {

  private static final BlobKey KEY = BlobKey.of("counter/value");

  private final BlobStore store;

  Counter(BlobStore store) {
    this.store = store;
  }

  void increment(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      while (!tryIncrement()) {
        Thread.onSpinWait();
      }
    }
  }

  private boolean tryIncrement() throws IOException {
    Optional<Blob> found = store.get(KEY, ByteRange.all());
    if (found.isEmpty()) {
      return store.putIf(KEY, content(1), PutCondition.ifAbsent()).isPresent();
    }
    try (Blob blob = found.get()) {
      int next = number(blob) + 1;
      PutCondition condition = PutCondition.ifVersion(blob.info().version());
      return store.putIf(KEY, content(next), condition).isPresent();
    }
  }

  int value() throws IOException {
    try (Blob blob = store.get(KEY, ByteRange.all()).orElseThrow()) {
      return number(blob);
    }
  }

  private static int number(Blob blob) throws IOException {
    return Integer.parseInt(new String(blob.body().readAllBytes(), StandardCharsets.US_ASCII));
  }

  private static BlobContent content(int number) {
    return BlobContent.of(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
  }
}
