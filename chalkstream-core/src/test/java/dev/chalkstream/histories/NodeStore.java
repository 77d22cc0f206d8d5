package dev.chalkstream.histories;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The store as one node sees it, with all that can happen between the node and the store. */
final class NodeStore implements BlobStore {

  private final BlobStore shared;
  private final Supplier<StoreFate> fates;
  private final Runnable meanwhile;
  private boolean dead;

  /**
   * Makes the view of one node.
   *
   * @param fates asked at every operation
   * @param meanwhile what others do while the node pauses
   */
  NodeStore(BlobStore shared, Supplier<StoreFate> fates, Runnable meanwhile) {
    this.shared = shared;
    this.fates = fates;
    this.meanwhile = meanwhile;
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  private <T> T run(Operation<T> operation) throws IOException {
    StoreFate fate = dead ? StoreFate.DIES_BEFORE : fates.get();
    switch (fate) {
      case DIES_BEFORE -> throw die();
      case FAILS -> throw new IOException("scripted: out of reach");
      case PAUSES_BEFORE -> meanwhile.run();
      case SENT_TWICE -> operation.run();
      default -> {}
    }
    T answer = operation.run();
    switch (fate) {
      case DIES_AFTER -> throw die();
      case ANSWER_LOST -> throw new IOException("scripted: the answer is lost");
      case PAUSES_AFTER -> meanwhile.run();
      default -> {}
    }
    return answer;
  }

  private NodeDied die() {
    dead = true;
    return new NodeDied();
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    return run(() -> shared.get(key, range));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    return run(() -> shared.putIf(key, body, condition));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return run(() -> shared.head(key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    return run(() -> shared.list(prefix));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    run(
        () -> {
          shared.delete(key);
          return key;
        });
  }

  @Override
  public void close() {}
}
