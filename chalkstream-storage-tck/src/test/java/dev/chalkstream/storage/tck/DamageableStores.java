package dev.chalkstream.storage.tck;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Contract tests over stores whose blobs can be damaged: two that are sound, and others. */
final class DamageableStores {

  private DamageableStores() {}

  /** Says {@code damaged} of each blob that is. */
  private static class Store extends ForwardingBlobStore {

    final Set<BlobKey> damaged = ConcurrentHashMap.newKeySet();

    final void check(BlobKey key) throws DamagedBlobException {
      if (damaged.contains(key)) {
        throw new DamagedBlobException(key + " is damaged");
      }
    }

    @Override
    public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
      check(key);
      return sound.get(key, range);
    }

    @Override
    public Optional<BlobInfo> head(BlobKey key) throws IOException {
      check(key);
      return sound.head(key);
    }

    @Override
    public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
        throws IOException {
      if (condition instanceof PutCondition.IfVersion) {
        check(key);
      }
      Optional<BlobVersion> version = sound.putIf(key, body, condition);
      version.ifPresent(stored -> damaged.remove(key));
      return version;
    }

    @Override
    public void delete(BlobKey key) throws IOException {
      sound.delete(key);
      damaged.remove(key);
    }
  }

  /** Tests of one such store. */
  private abstract static class Contract extends BlobStoreContract {

    private @Nullable Store store;

    abstract Store make();

    @Override
    protected final BlobStore openEmptyStore() {
      Store made = make();
      store = made;
      return made;
    }

    @Override
    protected final boolean damage(BlobKey key) {
      return Objects.requireNonNull(store).damaged.add(key);
    }
  }

  /** Tells damage at once. */
  static final class Sound extends Contract {
    @Override
    Store make() {
      return new Store();
    }
  }

  /** Knows no more than the bytes tell, so everything but reading works as if nothing were. */
  private static class Late extends Store {

    @Override
    public Optional<BlobInfo> head(BlobKey key) throws IOException {
      return sound.head(key);
    }

    @Override
    public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
        throws IOException {
      Optional<BlobVersion> version = sound.putIf(key, body, condition);
      version.ifPresent(stored -> damaged.remove(key));
      return version;
    }

    @Override
    public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
      Optional<Blob> blob = sound.get(key, range);
      return damaged.contains(key) && blob.isPresent()
          ? Optional.of(new Blob(blob.get().info(), range, damaged(blob.get().body())))
          : blob;
    }

    InputStream damaged(InputStream body) throws IOException {
      return new SequenceInputStream(
          new ByteArrayInputStream(body.readNBytes(1_000)), new DamagedStream());
    }
  }

  private static final class DamagedStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new DamagedBlobException("damaged from here on");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }

  /** Tells damage while the body is read. */
  static final class TellsLate extends Contract {
    @Override
    Store make() {
      return new Late();
    }
  }

  /** Checks the bytes when all of them are given out. */
  static final class ChecksAfterTheLastByte extends Contract {
    @Override
    Store make() {
      return new Late() {
        @Override
        InputStream damaged(InputStream body) {
          return new SequenceInputStream(body, new DamagedStream());
        }
      };
    }
  }

  /** Does not check the bytes. */
  static final class ServesIt extends Contract {
    @Override
    Store make() {
      return new Late() {
        @Override
        InputStream damaged(InputStream body) throws IOException {
          byte[] bytes = body.readAllBytes();
          bytes[bytes.length / 2] ^= 1;
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }

  /** Passes over what it cannot read. */
  static final class TakesItForAbsent extends Contract {
    @Override
    Store make() {
      return new Store() {
        @Override
        public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
          return damaged.contains(key) ? Optional.empty() : sound.get(key, range);
        }

        @Override
        public Optional<BlobInfo> head(BlobKey key) throws IOException {
          return damaged.contains(key) ? Optional.empty() : sound.head(key);
        }

        @Override
        public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
            throws IOException {
          if (damaged.remove(key)) {
            sound.delete(key);
          }
          return sound.putIf(key, body, condition);
        }

        @Override
        public Stream<BlobInfo> list(String prefix) throws IOException {
          return sound.list(prefix).filter(blob -> !damaged.contains(blob.key()));
        }
      };
    }
  }

  /** Has to read a blob to list it. */
  static final class FailsToList extends Contract {
    @Override
    Store make() {
      return new Store() {
        @Override
        public Stream<BlobInfo> list(String prefix) throws IOException {
          for (BlobKey key : damaged) {
            check(key);
          }
          return sound.list(prefix);
        }
      };
    }
  }

  /** Has to read a blob to delete it. */
  static final class FailsToDelete extends Contract {
    @Override
    Store make() {
      return new Store() {
        @Override
        public void delete(BlobKey key) throws IOException {
          check(key);
          super.delete(key);
        }
      };
    }
  }
}
