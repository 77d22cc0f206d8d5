package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are there and are not what was stored, or cannot be read: never absent, never read.
 */
class DamagedFilesTest {

  private static final BlobKey KEY = BlobKey.of("stream/a.ts");
  private static final BlobKey OTHER = BlobKey.of("stream/b.ts");

  @TempDir Path root;

  private FileBlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = FileBlobStore.open(root);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private BlobVersion put(BlobKey key, byte[] bytes) throws IOException {
    return store.putIf(key, BlobContent.of(bytes), PutCondition.always()).orElseThrow();
  }

  private List<String> keys() throws IOException {
    try (Stream<BlobInfo> listing = store.list("")) {
      return listing.map(info -> info.key().value()).toList();
    }
  }

  private Path file() {
    return root.resolve(KEY.value());
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 40_000})
  void aFileThatIsCutAnywhereIsDamagedAndNotAbsent(int size) throws IOException {
    BlobVersion version = put(KEY, noise(size));
    put(OTHER, noise(10));
    byte[] whole = Files.readAllBytes(file());
    for (int length : lengths(whole.length)) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertDamaged(() -> store.head(KEY));
      assertDamaged(() -> store.get(KEY, ByteRange.all()));
      assertDamaged(() -> store.get(KEY, ByteRange.between(0, 0)));
      BlobContent next = BlobContent.of(new byte[1]);
      assertThat(store.putIf(KEY, next, PutCondition.ifAbsent())).isEmpty();
      assertDamaged(() -> store.putIf(KEY, next, PutCondition.ifVersion(version)));
      assertThat(keys()).containsExactly("stream/a.ts", "stream/b.ts");
    }
    store.delete(KEY);
    assertThat(store.head(KEY)).isEmpty();
    assertThat(keys()).containsExactly("stream/b.ts");
  }

  /** All of the trailer's, and some of the body's. */
  private static int[] lengths(int whole) {
    int step = Math.max(1, whole / 50);
    return IntStream.range(0, whole)
        .filter(length -> length > whole - 90 || length % step == 0)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8192, 16384, 16385, 100_000})
  void aByteThatHasChangedIsNeverGivenOut(int size) throws IOException {
    byte[] former = noise(size);
    put(KEY, former);
    byte[] whole = Files.readAllBytes(file());
    for (int at : new int[] {0, size / 2, size - 1, size + 20, whole.length - 2}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file(), damaged);
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      assertDamaged(
          () -> {
            try (Blob blob = store.get(KEY, ByteRange.all()).orElseThrow()) {
              blob.body().transferTo(read);
            }
          });
      assertThat(read.toByteArray())
          .as("what was read before the byte at %d", at)
          .isEqualTo(Arrays.copyOf(former, read.size()));
      assertThat(read.size()).isLessThan(size);
    }
  }

  @Test
  void aChangedByteSpoilsTheRangesAroundItAndNoOthers() throws IOException {
    byte[] former = noise(100_000);
    put(KEY, former);
    byte[] damaged = Files.readAllBytes(file());
    damaged[50_000] ^= 1;
    Files.write(file(), damaged);
    assertThat(read(ByteRange.between(0, 49_151))).isEqualTo(Arrays.copyOf(former, 49_152));
    assertThat(read(ByteRange.from(65_536)))
        .isEqualTo(Arrays.copyOfRange(former, 65_536, former.length));
    assertThat(read(ByteRange.last(10)))
        .isEqualTo(Arrays.copyOfRange(former, 99_990, former.length));
    assertDamaged(() -> read(ByteRange.between(49_990, 50_010)));
    assertDamaged(() -> read(ByteRange.between(50_100, 50_200)));
    assertDamaged(() -> read(ByteRange.between(0, 99_998)));
  }

  private byte[] read(ByteRange range) throws IOException {
    try (Blob blob = store.get(KEY, range).orElseThrow()) {
      return blob.body().readAllBytes();
    }
  }

  @Test
  void aBodyThatIsFoundDamagedStaysSo() throws IOException {
    put(KEY, noise(10));
    byte[] damaged = Files.readAllBytes(file());
    damaged[0] ^= 1;
    Files.write(file(), damaged);
    try (Blob blob = store.get(KEY, ByteRange.all()).orElseThrow()) {
      assertDamaged(() -> blob.body().read());
      assertDamaged(() -> blob.body().read());
      assertDamaged(() -> blob.body().readNBytes(10));
    }
  }

  @Test
  void aBlobWhoseFileIsCutWhileItIsReadIsDamaged() throws IOException {
    put(KEY, noise(100_000));
    try (Blob blob = store.get(KEY, ByteRange.all()).orElseThrow()) {
      byte[] whole = Files.readAllBytes(file());
      assertThat(blob.body().read()).isNotNegative();
      Files.write(file(), Arrays.copyOf(whole, 30_000));
      assertDamaged(() -> blob.body().readAllBytes());
    }
  }

  @Test
  void aStrangersFileUnderTheNameOfABlobIsADamagedBlob() throws IOException {
    put(KEY, noise(10));
    Files.writeString(root.resolve("readme.txt"), "a stranger's file, longer than any trailer is");
    Files.writeString(root.resolve("stream/Thumbs.db"), "no key has a capital");
    Files.createDirectories(root.resolve("lost+found/deep"));
    Files.writeString(root.resolve("lost+found/deep/file"), "x");
    assertThat(keys()).containsExactly("readme.txt", "stream/a.ts");
    assertDamaged(() -> store.head(BlobKey.of("readme.txt")));
  }

  @Test
  void aFileThatIsBeingWrittenIsNoBlob() throws IOException {
    Files.writeString(root.resolve("@chalkstream/tmp/0123456789abcdef0123456789abcdef"), "half");
    assertThat(keys()).isEmpty();
  }

  @Test
  void aDirectoryInThePlaceOfABlobIsAFault() throws IOException {
    Files.createDirectories(file().resolve("inside.ts"));
    BlobContent body = BlobContent.of(new byte[1]);
    assertFault(() -> store.head(KEY), "a directory is in the place of the blob's file");
    assertFault(() -> store.get(KEY, ByteRange.all()), "a directory is in the place");
    assertFault(() -> store.putIf(KEY, body, PutCondition.ifAbsent()), "a directory is in");
    assertFault(() -> store.putIf(KEY, body, PutCondition.always()), "a directory is in");
    assertFault(() -> store.delete(KEY), "a directory is in the place");
  }

  @Test
  void aFileInThePlaceOfADirectoryIsAFault() throws IOException {
    Files.writeString(root.resolve("stream"), "a file");
    BlobContent body = BlobContent.of(new byte[1]);
    assertFault(() -> store.head(KEY), "a file is in the place of a directory");
    assertFault(() -> store.get(KEY, ByteRange.all()), "a file is in the place");
    assertFault(() -> store.putIf(KEY, body, PutCondition.ifAbsent()), "a file is in the place");
    assertFault(() -> store.delete(KEY), "a file is in the place");
  }

  @Test
  void aNameThatTheFileSystemDoesNotTakeIsAFault() throws IOException {
    store.close();
    Path deep = root;
    while (deep.toString().length() < 3_700) {
      deep = deep.resolve("d".repeat(200));
      Files.createDirectory(deep);
    }
    store = FileBlobStore.open(deep);
    BlobKey key = BlobKey.of("a".repeat(127) + ("/" + "b".repeat(127)).repeat(3));
    assertFault(() -> store.head(key), "does not take names of that length");
    assertFault(() -> store.get(key, ByteRange.all()), "does not take names of that length");
    assertFault(() -> store.delete(key), "does not take names of that length");
    assertFault(
        () -> store.putIf(key, BlobContent.of(new byte[1]), PutCondition.ifAbsent()),
        "does not take names of that length");
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertDamaged(Call call) {
    assertThatThrownBy(call::run).isInstanceOf(DamagedBlobException.class);
  }

  private static void assertFault(Call call, String sentence) {
    assertThatThrownBy(call::run).isInstanceOf(IOException.class).hasMessageContaining(sentence);
  }
}
