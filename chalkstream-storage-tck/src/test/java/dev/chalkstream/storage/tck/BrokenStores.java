package dev.chalkstream.storage.tck;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Contract tests over stores that break the contract, each in a way that real ones have done. */
final class BrokenStores {

  private BrokenStores() {}

  /** Looks, waits a little, and writes. */
  static final class LookThenWrite extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
            throws IOException {
          Optional<BlobVersion> present = head(key).map(BlobInfo::version);
          if (condition instanceof PutCondition.IfVersion ifVersion
              && !present.equals(Optional.of(ifVersion.version()))) {
            return Optional.empty();
          }
          if (condition instanceof PutCondition.IfAbsent && present.isPresent()) {
            return Optional.empty();
          }
          LockSupport.parkNanos(500_000);
          return sound.putIf(key, body, PutCondition.always());
        }
      };
    }
  }

  /** Takes conditional writes for unconditional ones, as some small S3 servers do. */
  static final class IgnoresConditions extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
            throws IOException {
          return sound.putIf(key, body, PutCondition.always());
        }
      };
    }
  }

  /** Stores what it gets, whatever length was announced. */
  static final class PublishesShortBodies extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
            throws IOException {
          try (InputStream in = body.open()) {
            return sound.putIf(key, BlobContent.of(in.readAllBytes()), condition);
          }
        }
      };
    }
  }

  /** Stops at the announced length, and does not look whether that was all. */
  static final class CutsLongBodies extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
            throws IOException {
          try (InputStream in = body.open()) {
            byte[] bytes = in.readNBytes((int) body.length());
            if (bytes.length < body.length()) {
              throw new IOException("too short");
            }
            return sound.putIf(key, BlobContent.of(bytes), condition);
          }
        }
      };
    }
  }

  /** Calls a state by its length. */
  static final class VersionsByLength extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
            throws IOException {
          Optional<BlobInfo> present = sound.head(key);
          PutCondition translated = condition;
          if (condition instanceof PutCondition.IfVersion ifVersion) {
            if (!present
                .map(this::named)
                .map(BlobInfo::version)
                .equals(Optional.of(ifVersion.version()))) {
              return Optional.empty();
            }
            translated = PutCondition.ifVersion(present.orElseThrow().version());
          }
          return sound.putIf(key, body, translated).map(v -> length(body.length()));
        }

        @Override
        public Optional<BlobInfo> head(BlobKey key) throws IOException {
          return sound.head(key).map(this::named);
        }

        @Override
        public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
          return sound.get(key, range).map(b -> new Blob(named(b.info()), range, b.body()));
        }

        @Override
        public Stream<BlobInfo> list(String prefix) throws IOException {
          return sound.list(prefix).map(this::named);
        }

        private BlobInfo named(BlobInfo info) {
          return new BlobInfo(info.key(), info.size(), length(info.size()), info.lastModified());
        }

        private BlobVersion length(long size) {
          return BlobVersion.of("length-" + size);
        }
      };
    }
  }

  /** Lists folder by folder, and a folder before what only begins with its name. */
  static final class ListsByPathElement extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Stream<BlobInfo> list(String prefix) throws IOException {
          return sound
              .list(prefix)
              .sorted(Comparator.comparing(info -> info.key().value().replace('/', '\u0001')));
        }
      };
    }
  }

  /** Takes a prefix for a folder. */
  static final class PrefixIsAFolder extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Stream<BlobInfo> list(String prefix) throws IOException {
          String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
          return sound.list(folder);
        }
      };
    }
  }

  /** Lists the first page only. */
  static final class ListsOnePage extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Stream<BlobInfo> list(String prefix) throws IOException {
          return sound.list(prefix).limit(1000);
        }
      };
    }
  }

  /** Opens a blob by looking at it now and reading it later. */
  static final class ReadsLate extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
          return head(key).map(info -> new Blob(info, range, new LateStream(sound, key, range)));
        }
      };
    }
  }

  /** Fetches what is there under a key at each read. */
  private static final class LateStream extends InputStream {

    private final BlobStore store;
    private final BlobKey key;
    private final ByteRange range;
    private long count;

    LateStream(BlobStore store, BlobKey key, ByteRange range) {
      this.store = store;
      this.key = key;
      this.range = range;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      InputStream now =
          store.get(key, range).map(Blob::body).orElseGet(InputStream::nullInputStream);
      now.skip(count);
      int read = now.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }

  /** Refuses a range that begins behind the end, as HTTP does with 416. */
  static final class RefusesRangesBeyondTheEnd extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
          Optional<Blob> blob = sound.get(key, range);
          if (blob.isPresent() && blob.get().length() == 0 && !range.isAll()) {
            throw new IOException("416");
          }
          return blob;
        }
      };
    }
  }

  /** Takes a blob's absence for an error when it is deleted. */
  static final class DeletesOnce extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public void delete(BlobKey key) throws IOException {
          if (head(key).isEmpty()) {
            throw new IOException("404");
          }
          sound.delete(key);
        }
      };
    }
  }

  /** Goes on working when it has been closed. */
  static final class NeverCloses extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
      return new ForwardingBlobStore() {
        @Override
        public void close() {}
      };
    }
  }
}
