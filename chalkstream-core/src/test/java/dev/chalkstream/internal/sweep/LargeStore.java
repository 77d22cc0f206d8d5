package dev.chalkstream.internal.sweep;

import dev.chalkstream.StreamId;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.testing.ForwardingStore;
import java.io.IOException;
import java.time.Instant;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A store whose listing shows very many blobs beside those that are there. Each of them is made
 * when the listing comes to it, and is gone when the listing goes on.
 */
final class LargeStore extends ForwardingStore {

  private static final String DIGEST = "0".repeat(64);
  private static final BlobVersion VERSION = BlobVersion.of("made-up");

  private final StreamId stream;
  private final int count;
  private final Instant storedAt;
  private final IntConsumer walk;

  /**
   * Makes a store over another.
   *
   * @param stream to which the blobs belong; no stream that is there comes before it
   * @param count how many there are
   * @param walk is told of each when a listing of the whole store comes to it
   */
  LargeStore(BlobStore target, StreamId stream, int count, Instant storedAt, IntConsumer walk) {
    super(target);
    this.stream = stream;
    this.count = count;
    this.storedAt = storedAt;
    this.walk = walk;
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    return prefix.isEmpty()
        ? Stream.concat(IntStream.range(0, count).mapToObj(this::blob), target.list(prefix))
        : target.list(prefix);
  }

  private BlobInfo blob(int number) {
    walk.accept(number);
    String nonce = String.valueOf(1_000_000_000_000_000L + number);
    BlobKey key = BlobKey.of(stream + "/" + DIGEST + "-" + nonce + ".ts");
    return new BlobInfo(key, 1, VERSION, storedAt);
  }
}
