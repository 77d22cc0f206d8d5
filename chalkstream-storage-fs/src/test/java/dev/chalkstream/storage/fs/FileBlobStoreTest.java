package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest {

  private static final BlobKey KEY = BlobKey.of("stream/manifest.json");
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

  @TempDir Path root;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private FileBlobStore store;

  @BeforeEach
  void open() throws IOException {
    InstantSource clock = now::get;
    store = FileBlobStore.open(root, false, clock);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private BlobVersion put(String key, String text) throws IOException {
    return store
        .putIf(BlobKey.of(key), body(text), PutCondition.always())
        .orElseThrow(AssertionError::new);
  }

  private static BlobContent body(String text) {
    return BlobContent.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> keys() throws IOException {
    try (Stream<BlobInfo> listing = store.list("")) {
      return listing.map(info -> info.key().value()).toList();
    }
  }

  @Test
  void aBlobLiesUnderItsKeyAndBeginsWithItsBytes() throws IOException {
    put("stream/manifest.json", "{}");
    assertThat(Files.readString(root.resolve("stream/manifest.json"))).startsWith("{}\n#chalk2 ");
  }

  @Test
  void theTimeOfABlobIsThatOfTheClock() throws IOException {
    put(KEY.value(), "{}");
    assertThat(store.head(KEY).orElseThrow().lastModified()).isEqualTo(NOW);
  }

  @Test
  void withTheSystemsClockTheTimeOfABlobIsThatOfTheFileSystem() throws IOException {
    try (FileBlobStore system = FileBlobStore.open(root)) {
      system.putIf(KEY, body("{}"), PutCondition.always());
      Instant created = system.head(KEY).orElseThrow().lastModified();
      Path file = root.resolve(KEY.value());
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      assertThat(Duration.between(created, modified))
          .isBetween(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  @Test
  void aVersionOutlivesTheStoreThatMadeIt() throws IOException {
    BlobVersion version = put(KEY.value(), "first");
    store.close();
    open();
    assertThat(store.head(KEY).orElseThrow().version()).isEqualTo(version);
    assertThat(store.putIf(KEY, body("next"), PutCondition.ifVersion(version))).isPresent();
  }

  @Test
  void evenIdenticalBytesAtOneInstantHaveVersionsOfTheirOwn() throws IOException {
    BlobVersion first = put(KEY.value(), "same");
    store.delete(KEY);
    assertThat(put(KEY.value(), "same")).isNotEqualTo(first);
  }

  @Test
  void foldersThatADeleteLeavesEmptyAreRemoved() throws IOException {
    put("stream/history/1.json", "{}");
    put("stream/manifest.json", "{}");
    store.delete(BlobKey.of("stream/history/1.json"));
    assertThat(root.resolve("stream/history")).doesNotExist();
    store.delete(BlobKey.of("stream/manifest.json"));
    assertThat(root.resolve("stream")).doesNotExist();
    assertThat(root).exists();
  }

  @Test
  void aKeyThatWasAFolderCanBeABlob() throws IOException {
    put("stream/manifest.json", "{}");
    store.delete(KEY);
    put("stream", "a blob now");
    assertThat(keys()).containsExactly("stream");
  }

  @Test
  void anUnfinishedPutLeavesNoFile() throws IOException {
    put(KEY.value(), "first");
    Optional<BlobVersion> lost = store.putIf(KEY, body("second"), PutCondition.ifAbsent());
    assertThat(lost).isEmpty();
    BlobContent broken =
        new BlobContent() {
          @Override
          public long length() {
            return 10;
          }

          @Override
          public InputStream open() throws IOException {
            throw new IOException("as wanted");
          }
        };
    assertThatThrownBy(() -> store.putIf(KEY, broken, PutCondition.always()))
        .hasMessage("as wanted");
    assertThat(temporaries()).isEmpty();
  }

  @Test
  void whatADeadProcessLeftIsRemovedAtOpenAndFreshFilesAreKept() throws IOException {
    Path fresh = temporary("fresh", Duration.ofMinutes(50));
    temporary("old", Duration.ofMinutes(70));
    store.close();
    open();
    assertThat(temporaries()).containsExactly(fresh);
  }

  @Test
  void whatADeadProcessLeftIsRemovedWhileTheStoreIsInUse() throws IOException {
    temporary("old", Duration.ofMinutes(70));
    put(KEY.value(), "too early to look");
    assertThat(temporaries()).hasSize(1);
    now.set(NOW.plus(Duration.ofHours(1)));
    put(KEY.value(), "time to look");
    assertThat(temporaries()).isEmpty();
  }

  private Path temporary(String name, Duration age) throws IOException {
    Path file = Files.writeString(folderOfTemporaries().resolve(name), "x");
    Instant written = Files.getLastModifiedTime(file).toInstant();
    return Files.setLastModifiedTime(file, FileTime.from(written.minus(age)));
  }

  private List<Path> temporaries() throws IOException {
    try (Stream<Path> files = Files.list(folderOfTemporaries())) {
      return files.toList();
    }
  }

  private Path folderOfTemporaries() {
    return root.resolve("@chalkstream").resolve("tmp");
  }

  @Test
  void anInterruptedThreadPutsNothingAndTheStoreStaysUsable() throws IOException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.putIf(KEY, body("late"), PutCondition.always()))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.head(KEY)).isEmpty();
    assertThat(temporaries()).isEmpty();
    put(KEY.value(), "in time");
    assertThat(keys()).containsExactly(KEY.value());
  }
}
