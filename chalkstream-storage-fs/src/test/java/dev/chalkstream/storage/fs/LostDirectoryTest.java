package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory goes away while it is in use, or another comes into its place. */
class LostDirectoryTest {

  private static final BlobKey KEY = BlobKey.of("stream/manifest.json");
  private static final BlobKey ABSENT = BlobKey.of("stream/absent.ts");
  private static final BlobContent BODY = BlobContent.of(new byte[] {1, 2, 3});
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int INCREMENTS = 300;

  @TempDir Path folder;

  private Path root;
  private Path away;
  private FileBlobStore store;
  private BlobVersion version;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("root");
    away = folder.resolve("away");
    store = openAt(NOON);
    version = store.putIf(KEY, BODY, PutCondition.always()).orElseThrow();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private FileBlobStore openAt(Instant time) throws IOException {
    return FileBlobStore.open(root, false, () -> time);
  }

  private interface Call {
    void run() throws IOException;
  }

  private void assertEveryCallFails(String sentence) {
    List<Call> calls =
        List.of(
            () -> store.get(KEY, ByteRange.all()),
            () -> store.get(ABSENT, ByteRange.all()),
            () -> store.head(KEY),
            () -> store.head(ABSENT),
            () -> store.putIf(KEY, BODY, PutCondition.always()),
            () -> store.putIf(KEY, BODY, PutCondition.ifVersion(version)),
            () -> store.putIf(ABSENT, BODY, PutCondition.ifAbsent()),
            () -> store.putIf(ABSENT, BlobContent.critical(new byte[1]), PutCondition.ifAbsent()),
            () -> store.delete(KEY),
            () -> store.delete(ABSENT),
            () -> store.list("").close(),
            () -> store.list("stream/").close());
    for (Call call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(root.toString())
          .hasMessageContaining(sentence);
    }
  }

  private void assertStoreGoesOn() throws IOException {
    assertThat(store.head(KEY).orElseThrow().version()).isEqualTo(version);
    assertThat(store.head(ABSENT)).isEmpty();
    version = store.putIf(KEY, BODY, PutCondition.ifVersion(version)).orElseThrow();
    try (Blob blob = store.get(KEY, ByteRange.all()).orElseThrow();
        Stream<BlobInfo> listing = store.list("")) {
      assertThat(blob.body().readAllBytes()).hasSize(3);
      assertThat(listing).hasSize(1);
    }
  }

  @Test
  void aDirectoryThatIsAwayIsAFaultAndIsNotMadeAnew() throws IOException {
    Files.move(root, away);
    assertEveryCallFails("is missing");
    assertThat(root).doesNotExist();
    Files.move(away, root);
    assertStoreGoesOn();
  }

  @Test
  void anEmptyDirectoryInItsPlaceIsAFaultAndStaysEmpty() throws IOException {
    Files.move(root, away);
    Files.createDirectory(root);
    assertEveryCallFails("is not the directory that was opened");
    assertThat(root).isEmptyDirectory();
    Files.delete(root);
    Files.move(away, root);
    assertStoreGoesOn();
  }

  @Test
  void aStoreThatIsMadeInItsPlaceIsAFault() throws IOException {
    Files.move(root, away);
    openAt(NOON.plusSeconds(1)).close();
    assertEveryCallFails("is not the directory that was opened");
  }

  @Test
  void aStoreThatIsUnmountedGoesOnWhenItIsMountedAgain() throws Exception {
    store.close();
    Files.move(root, away);
    Files.createDirectory(root);
    Mounts.bind(away, root);
    try {
      store = openAt(NOON);
    } finally {
      Mounts.unmount(root);
    }
    assertEveryCallFails("is not the directory that was opened");
    assertThat(root).isEmptyDirectory();
    Mounts.bind(away, root);
    try {
      assertStoreGoesOn();
    } finally {
      Mounts.unmount(root);
    }
  }

  @Test
  void aListingFromWhichTheDirectoryIsTakenDoesNotEndAsIfItWereWhole() throws IOException {
    for (String key : new String[] {"a/1", "b/1", "c/1"}) {
      store.putIf(BlobKey.of(key), BODY, PutCondition.always());
    }
    try (Stream<BlobInfo> listing = store.list("")) {
      Iterator<BlobInfo> blobs = listing.iterator();
      assertThat(blobs.next().key().value()).isEqualTo("a/1");
      Files.move(root, away);
      assertThatThrownBy(() -> blobs.forEachRemaining(blob -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("is missing");
    }
  }

  @Test
  void aNodeThatStartedMeanwhileGoesOnWithTheFormerDirectoryAndExcludesTheFirst() throws Exception {
    Files.move(root, away);
    try (FileBlobStore second = openAt(NOON.plusSeconds(1))) {
      second.putIf(KEY, BODY, PutCondition.ifAbsent());
      deleteAll(root);
      Files.move(away, root);
      assertThat(second.head(KEY).orElseThrow().version()).isEqualTo(version);
      assertNoIncrementIsLost(second);
    }
    assertStoreGoesOn();
  }

  @Test
  void aLockFileThatIsDeletedDoesNotLetTwoNodesWriteAtOnce() throws Exception {
    Files.delete(root.resolve("@chalkstream/lock"));
    try (FileBlobStore second = openAt(NOON)) {
      assertNoIncrementIsLost(second);
      Files.delete(root.resolve("@chalkstream/lock"));
      assertNoIncrementIsLost(second);
    }
  }

  private void assertNoIncrementIsLost(FileBlobStore second) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      Counter first = new Counter(store);

      List<Callable<Boolean>> nodes = new ArrayList<>();
      for (FileBlobStore node : List.of(store, second)) {
        nodes.add(
            () -> {
              new Counter(node).increment(INCREMENTS);
              return true;
            });
      }
      for (Future<Boolean> node : executor.invokeAll(nodes)) {
        node.get();
      }
      assertThat(first.value()).isEqualTo(2 * INCREMENTS);
      store.delete(BlobKey.of("counter/value"));
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aFolderOfTemporaryFilesThatWasRemovedIsMadeAnew() throws IOException {
    deleteAll(root.resolve("@chalkstream/tmp"));
    assertStoreGoesOn();
  }

  @Test
  void aDirectoryIsTheSameStoreForAllWhoOpenIt() throws IOException {
    String identity = Files.readString(root.resolve("@chalkstream/store"));
    openAt(NOON.plusSeconds(1)).close();
    assertThat(Files.readString(root.resolve("@chalkstream/store")))
        .isEqualTo(identity)
        .endsWith(NOON + "\n");
  }

  private static void deleteAll(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
