package dev.chalkstream.storage.fs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is really full. */
class FullDiskTest {

  private static final int MEGABYTE = 1 << 20;
  private static final BlobKey MANIFEST = BlobKey.of("stream/manifest.json");
  private static final BlobContent SEGMENT = BlobContent.of(new byte[MEGABYTE]);

  private static final String TABLES =
      "474000100000b00d0001c100000001f00000000000".concat("00".repeat(167))
          + "475000100002b0120001c10000e100f0001be100f00000000000".concat("00".repeat(162))
          + "47010010";

  private static final SessionId SESSION = SessionId.of("a-session");

  @TempDir Path disk;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:15:30Z"));
  private FileBlobStore store;

  @BeforeEach
  void mount() throws Exception {
    Mounts.small(disk, "24m");
    open();
  }

  private void open() throws IOException {
    store = FileBlobStore.open(disk, false, now::get);
  }

  @AfterEach
  void unmount() throws Exception {
    if (store != null) {
      store.close();
      Mounts.unmount(disk);
    }
  }

  private Path reserve() {
    return disk.resolve("@chalkstream/reserve");
  }

  /** Puts segments until there is no room, and returns how many there was room for. */
  private int fillWithSegments() throws IOException {
    for (int count = 0; ; count++) {
      try {
        store.putIf(BlobKey.of("stream/" + count + ".ts"), SEGMENT, PutCondition.ifAbsent());
      } catch (StoreFullException e) {
        assertThat(e).hasMessageContaining("full").hasMessageContaining(disk.toString());
        return count;
      }
    }
  }

  /** Has a stranger take up the room that is left, to the last byte. */
  private void fillToTheLastByte() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(disk.resolve("@stranger"), CREATE, APPEND)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(FileFaults.isFull(e)).isTrue();
    }
    assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
  }

  private BlobVersion manifest(int number, PutCondition condition) throws IOException {
    byte[] bytes = new byte[50_000];
    bytes[0] = (byte) number;
    return store.putIf(MANIFEST, BlobContent.critical(bytes), condition).orElseThrow();
  }

  @Test
  void aFullDiskStillTakesWhatIsCriticalAndCanBeFreed() throws IOException {
    BlobVersion version = manifest(0, PutCondition.ifAbsent());
    int count = fillWithSegments();
    assertThat(count).isGreaterThan(15);
    fillToTheLastByte();
    for (int i = 1; i <= 100; i++) {
      version = manifest(i, PutCondition.ifVersion(version));
    }
    assertThat(Files.size(reserve())).isBetween(Reserve.SIZE - 200_000L, Reserve.SIZE - 1L);
    BlobContent small = BlobContent.of(new byte[1]);
    assertThatThrownBy(
            () -> store.putIf(BlobKey.of("stream/small.ts"), small, PutCondition.always()))
        .as("the room that is left is for what is critical")
        .isInstanceOf(StoreFullException.class);
    try (Blob blob = store.get(BlobKey.of("stream/0.ts"), ByteRange.all()).orElseThrow()) {
      assertThat(blob.body().readAllBytes()).hasSize(MEGABYTE);
    }
    for (int i = 0; i < count; i++) {
      store.delete(BlobKey.of("stream/" + i + ".ts"));
    }
    now.set(now.get().plusSeconds(60));
    assertThat(store.putIf(BlobKey.of("stream/new.ts"), SEGMENT, PutCondition.always()))
        .isPresent();
    assertThat(reserve()).hasSize(Reserve.SIZE);
    assertThat(store.head(MANIFEST).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void theReserveOutlastsOthersWhoTakeWhatIsFree() throws IOException {
    BlobVersion version = manifest(0, PutCondition.ifAbsent());
    fillWithSegments();
    for (int i = 1; i <= 20; i++) {
      fillToTheLastByte();
      version = manifest(i, PutCondition.ifVersion(version));
    }
    fillToTheLastByte();
    byte[] large = new byte[MEGABYTE];
    BlobContent critical = BlobContent.critical(large);
    assertThat(store.putIf(MANIFEST, critical, PutCondition.ifVersion(version))).isPresent();
    fillToTheLastByte();
    assertThatThrownBy(() -> store.putIf(MANIFEST, critical, PutCondition.always()))
        .as("in the end there is none")
        .isInstanceOf(StoreFullException.class);
    store.delete(BlobKey.of("stream/0.ts"));
    store.delete(BlobKey.of("stream/1.ts"));
    assertThat(store.putIf(MANIFEST, critical, PutCondition.always())).isPresent();
  }

  @Test
  void aPutThatFindsTheDiskFullLeavesNothingBehind() throws IOException {
    fillWithSegments();
    long before = Files.getFileStore(disk).getUsableSpace();
    assertThatThrownBy(() -> store.putIf(MANIFEST, SEGMENT, PutCondition.always()))
        .isInstanceOf(StoreFullException.class);
    assertThat(store.head(MANIFEST)).isEmpty();
    assertThat(Files.getFileStore(disk).getUsableSpace()).isEqualTo(before);
    try (Stream<Path> temporaries = Files.list(disk.resolve("@chalkstream/tmp"))) {
      assertThat(temporaries).isEmpty();
    }
  }

  @Test
  void aStoreOnAFullDiskCanBeOpened() throws IOException {
    BlobVersion version = manifest(0, PutCondition.ifAbsent());
    fillWithSegments();
    fillToTheLastByte();
    store.close();
    open();
    manifest(1, PutCondition.ifVersion(version));
    store.delete(BlobKey.of("stream/0.ts"));
  }

  @Test
  void expiryFreesAFullDiskAndUploadsGoOn() throws Exception {
    try (Chalkstream node = node(store)) {
      long sequence = fillWithUploads(node, 0);
      assertThat(sequence).isGreaterThan(10);
      fillToTheLastByte();
      awaitUpload(node, sequence);
    }
  }

  @Test
  void aNodeThatIsStartedOnAFullDiskFreesIt() throws Exception {
    long sequence;
    try (Chalkstream node = node(store)) {
      sequence = fillWithUploads(node, 0);
    }
    fillToTheLastByte();
    store.close();
    open();
    try (Chalkstream node = node(store)) {
      awaitUpload(node, sequence);
    }
  }

  private Chalkstream node(BlobStore on) {
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ofMinutes(1)).build();
    return Chalkstream.builder(on).policy(policy).clock(now::get).build();
  }

  private long fillWithUploads(Chalkstream node, long first) throws Exception {
    for (long sequence = first; ; sequence++) {
      try {
        assertThat(upload(node, sequence)).isEqualTo(IngestResult.LISTED);
        now.set(now.get().plusSeconds(2));
      } catch (StoreFullException e) {
        return sequence;
      }
    }
  }

  /** Lets time pass, faster than it does, until there is room for an upload again. */
  private void awaitUpload(Chalkstream node, long sequence) throws Exception {
    long start = System.nanoTime();
    while (true) {
      try {
        assertThat(upload(node, sequence)).isEqualTo(IngestResult.LISTED);
        return;
      } catch (StoreFullException e) {
        if (System.nanoTime() - start > Duration.ofMinutes(1).toNanos()) {
          throw e;
        }
        now.set(now.get().plusSeconds(20));
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  private static IngestResult upload(Chalkstream node, long sequence)
      throws SegmentRejectedException, IOException {
    ByteBuffer body = ByteBuffer.allocate(MEGABYTE / 188 * 188);
    body.put(HexFormat.of().parseHex(TABLES)).putLong(sequence);
    for (int packet = 3 * 188; packet < body.capacity(); packet += 188) {
      body.position(packet).put(HexFormat.of().parseHex("47010010"));
    }
    body.rewind();
    return node.ingest(
        SegmentUpload.builder(SESSION)
            .sequence(sequence)
            .duration(Duration.ofSeconds(2))
            .digest(SegmentDigest.compute(body))
            .body(body)
            .build());
  }
}
