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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that behaves as the tests want: out of reach, or losing the answers of its writes. */
public final class ScriptedStore implements BlobStore {

  /** What happens to the write of a manifest. */
  public enum Fault {
    NONE,
    /** It happens, and its answer is a fault. */
    ANSWER_LOST,
    /** It happens, is sent again below, and the second one's refusal is the answer. */
    SENT_TWICE,
    /** It does not happen. */
    NOT_WRITTEN,
    /** It does not happen now, but {@link #landLate} makes up for it. */
    LANDS_LATE
  }

  private final BlobStore target;
  private final List<BlobKey> written = Collections.synchronizedList(new ArrayList<>());
  private volatile Fault fault = Fault.NONE;
  private volatile boolean unreachable;
  private volatile Runnable beforeWrite = () -> {};
  private volatile Runnable late = () -> {};

  public ScriptedStore(BlobStore target) {
    this.target = target;
  }

  public void failWrites(Fault how) {
    fault = how;
  }

  public void setUnreachable(boolean unreachable) {
    this.unreachable = unreachable;
  }

  /** Does something once, between the reading and the writing of a manifest. */
  public void beforeNextManifest(Runnable action) {
    beforeWrite =
        () -> {
          beforeWrite = () -> {};
          action.run();
        };
  }

  /** Lets the write that was given up reach the store. */
  public void landLate() {
    late.run();
  }

  /** The keys in the order in which they were written. */
  public List<BlobKey> written() {
    return List.copyOf(written);
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    checkReachable();
    return target.get(key, range);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    checkReachable();
    if (key.isThrowaway()) {
      return target.putIf(key, body, condition);
    }
    if (!key.value().endsWith("manifest.json")) {
      Optional<BlobVersion> stored = target.putIf(key, body, condition);
      stored.ifPresent(version -> written.add(key));
      return stored;
    }
    beforeWrite.run();
    if (fault == Fault.LANDS_LATE) {
      late =
          () -> {
            try {
              target.putIf(key, body, condition);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      throw new IOException("scripted: given up");
    }
    if (fault == Fault.NOT_WRITTEN) {
      throw new IOException("scripted: not written");
    }
    Optional<BlobVersion> version = target.putIf(key, body, condition);
    version.ifPresent(stored -> written.add(key));
    return switch (fault) {
      case ANSWER_LOST -> throw new IOException("scripted: the answer is lost");
      case SENT_TWICE -> Optional.empty();
      default -> version;
    };
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    checkReachable();
    return target.head(key);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    checkReachable();
    return target.list(prefix);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    checkReachable();
    target.delete(key);
  }

  @Override
  public void close() throws IOException {
    target.close();
  }

  private void checkReachable() throws IOException {
    if (unreachable) {
      throw new IOException("scripted: the store is out of reach");
    }
  }
}
