package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class ReaderTests extends ContractPart {

  /** Longer than what buffers on the way may have fetched ahead. */
  private static final int LONG = 4 * 1024 * 1024;

  private static final int WRITES = 200;

  ReaderTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void aBlobIsReadToItsEndWhileItIsReplaced() throws IOException {
    byte[] former = noise(LONG, 1);
    put(KEY, former);
    try (Blob blob = open(store(), KEY, ByteRange.all())) {
      byte[] beginning = blob.body().readNBytes(1000);
      put(KEY, noise(LONG, 2));
      assertThat(beginning).isEqualTo(Arrays.copyOf(former, 1000));
      assertThat(blob.body().readAllBytes()).isEqualTo(Arrays.copyOfRange(former, 1000, LONG));
    }
    assertThat(bytes(store(), KEY)).isEqualTo(noise(LONG, 2));
  }

  @Test
  void aBlobIsReadToItsEndWhileItIsDeleted() throws IOException {
    byte[] former = noise(LONG, 3);
    put(KEY, former);
    try (Blob blob = open(store(), KEY, ByteRange.from(500))) {
      byte[] beginning = blob.body().readNBytes(500);
      other().delete(KEY);
      assertThat(store().head(KEY)).isEmpty();
      assertThat(beginning).isEqualTo(Arrays.copyOfRange(former, 500, 1000));
      assertThat(blob.body().readAllBytes()).isEqualTo(Arrays.copyOfRange(former, 1000, LONG));
    }
  }

  @Test
  void readersDuringPutsSeeWholeBlobsOfOneVersion() throws Exception {
    Map<BlobVersion, Byte> fillings = new ConcurrentHashMap<>();
    AtomicBoolean done = new AtomicBoolean();
    put(KEY, filled(0));
    Race.run(
        4,
        thread -> {
          if (thread == 0) {
            writeManyTimes(done);
          }
          while (!done.get()) {
            readAndCheck(thread % 2 == 0 ? store() : other(), fillings);
          }
          return thread;
        });
    assertThat(bytes(store(), KEY)).isEqualTo(filled(WRITES));
  }

  @Test
  void readersDuringDeletesSeeAWholeBlobOrNone() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Race.run(
        3,
        thread -> {
          if (thread == 0) {
            writeAndDeleteManyTimes(done);
          }
          while (!done.get()) {
            Optional<Blob> found = other().get(KEY, ByteRange.all());
            if (found.isPresent()) {
              checkWhole(found.get());
            }
          }
          return thread;
        });
    assertThat(store().head(KEY)).isEmpty();
  }

  @Test
  void blobsThatAreClosedHalfReadHoldNothing() throws IOException {
    put(KEY, noise(LONG, 4));
    for (int i = 0; i < 200; i++) {
      try (Blob blob = open(store(), KEY, ByteRange.all())) {
        assertThat(blob.body().read()).isNotNegative();
      }
    }
    assertThat(bytes(store(), KEY)).isEqualTo(noise(LONG, 4));
  }

  @Test
  void listingsThatAreClosedHalfReadHoldNothing() throws IOException {
    for (int i = 0; i < 10; i++) {
      put(BlobKey.of("listed/" + i), "blob");
    }
    for (int i = 0; i < 200; i++) {
      try (Stream<BlobInfo> listing = store().list("listed/")) {
        assertThat(listing.iterator().next().key().value()).isEqualTo("listed/0");
      }
    }
    assertThat(keys("listed/")).hasSize(10);
  }

  private void writeManyTimes(AtomicBoolean done) throws IOException {
    try {
      for (int i = 1; i <= WRITES; i++) {
        put(KEY, filled(i));
      }
    } finally {
      done.set(true);
    }
  }

  private void writeAndDeleteManyTimes(AtomicBoolean done) throws IOException {
    try {
      for (int i = 1; i <= WRITES; i++) {
        put(KEY, filled(i));
        store().delete(KEY);
      }
    } finally {
      done.set(true);
    }
  }

  private static void readAndCheck(BlobStore store, Map<BlobVersion, Byte> fillings)
      throws IOException {
    Blob blob = open(store, KEY, ByteRange.all());
    byte filling = checkWhole(blob);
    Byte known = fillings.putIfAbsent(blob.info().version(), filling);
    assertThat(known == null || known == filling)
        .as("one version %s has always the same bytes", blob.info().version())
        .isTrue();
  }

  /** Returns the byte that the blob is made of. */
  private static byte checkWhole(Blob blob) throws IOException {
    try (blob) {
      byte[] bytes = blob.body().readAllBytes();
      assertThat(bytes).as("as long as its info says").hasSize((int) blob.info().size());
      byte[] uniform = new byte[bytes.length];
      Arrays.fill(uniform, bytes[0]);
      assertThat(bytes).as("of one put").isEqualTo(uniform);
      return bytes[0];
    }
  }

  /** A blob of one byte value over and over, its length and value told by a number. */
  private static byte[] filled(int number) {
    byte[] bytes = new byte[20_000 + 1_000 * (number % 7)];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }
}
