package dev.chalkstream.testing;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A store that counts what is asked of it, and whose calls can be held up or made to fail. What a
 * node does to learn the store's time is left alone.
 */
public final class TracedStore implements BlobStore {

  /** What a call is about. */
  public enum Call {
    READ_MANIFEST,
    WRITE_MANIFEST,
    READ_SEGMENT,
    WRITE_SEGMENT,
    READ_PAGE,
    WRITE_PAGE,
    HEAD,
    LIST,
    DELETE
  }

  /** What happens around a call. */
  public interface Hook {
    void run(Call call, BlobKey key) throws IOException;
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  private static final Hook NOTHING = (call, key) -> {};

  private final BlobStore target;
  private final Map<Call, LongAdder> counts = new ConcurrentHashMap<>();
  private volatile Hook before = NOTHING;
  private volatile Hook after = NOTHING;

  public TracedStore(BlobStore target) {
    this.target = target;
  }

  /** Does something before each call; if that fails, the call does not happen. */
  public void before(Hook hook) {
    before = hook;
  }

  /** Does something after each call has happened; if that fails, its answer is lost. */
  public void after(Hook hook) {
    after = hook;
  }

  /** From now on all goes well. */
  public void heal() {
    before = NOTHING;
    after = NOTHING;
  }

  public long count(Call call) {
    LongAdder count = counts.get(call);
    return count == null ? 0 : count.sum();
  }

  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  public void resetCounts() {
    counts.clear();
  }

  private <T> T run(Call call, BlobKey key, Operation<T> operation) throws IOException {
    if (key.isThrowaway()) {
      return operation.run();
    }
    counts.computeIfAbsent(call, fresh -> new LongAdder()).increment();
    before.run(call, key);
    T answer = operation.run();
    after.run(call, key);
    return answer;
  }

  private static Call kind(BlobKey key, Call manifest, Call page, Call segment) {
    String name = key.value();
    if (name.endsWith("/manifest.json")) {
      return manifest;
    }
    return name.endsWith(".json") ? page : segment;
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    Call call = kind(key, Call.READ_MANIFEST, Call.READ_PAGE, Call.READ_SEGMENT);
    return run(call, key, () -> target.get(key, range));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    Call call = kind(key, Call.WRITE_MANIFEST, Call.WRITE_PAGE, Call.WRITE_SEGMENT);
    return run(call, key, () -> target.putIf(key, body, condition));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return run(Call.HEAD, key, () -> target.head(key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    return run(Call.LIST, BlobKey.of("list"), () -> target.list(prefix));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    run(
        Call.DELETE,
        key,
        () -> {
          target.delete(key);
          return key;
        });
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
