package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a root may be, and that nothing leads out of it. */
class FileBlobStoreRootTest {

  private static final BlobContent BODY = BlobContent.of(new byte[] {1, 2, 3});

  @TempDir Path folder;

  private Path root;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    root = folder.resolve("root");
    outside = Files.createDirectory(folder.resolve("outside"));
  }

  @Test
  void aRootThatDoesNotExistIsMade() throws IOException {
    try (FileBlobStore store = FileBlobStore.open(root.resolve("deep/down"))) {
      assertThat(store.putIf(BlobKey.of("a"), BODY, PutCondition.always())).isPresent();
    }
    assertThat(root.resolve("deep/down/a")).isRegularFile();
  }

  @Test
  void aRootMayBeASymbolicLink() throws IOException {
    Files.createSymbolicLink(root, outside);
    try (FileBlobStore store = FileBlobStore.open(root)) {
      assertThat(store.putIf(BlobKey.of("a/b"), BODY, PutCondition.always())).isPresent();
      assertThat(store.head(BlobKey.of("a/b"))).isPresent();
    }
    assertThat(outside.resolve("a/b")).isRegularFile();
  }

  @Test
  void aRootThatIsAFileIsRefused() throws IOException {
    Files.writeString(root, "x");
    assertThatThrownBy(() -> FileBlobStore.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a directory")
        .hasMessageContaining(root.toString());
  }

  @Test
  void aRootBelowAFileIsRefused() throws IOException {
    Files.writeString(root, "x");
    assertThatThrownBy(() -> FileBlobStore.open(root.resolve("below")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot open a store in " + root.resolve("below"));
  }

  @Test
  void aRootThatCannotBeWrittenToIsRefused() throws IOException {
    Path unwritable = unwritableFolder();
    assertThatThrownBy(() -> FileBlobStore.open(unwritable))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot open a store in " + unwritable);
  }

  /** In /proc nobody can make files, not even root, whom permissions do not stop. */
  private Path unwritableFolder() throws IOException {
    Path proc = Path.of("/proc/self/fd");
    return Files.isDirectory(proc)
        ? proc
        : Files.setPosixFilePermissions(
            Files.createDirectory(root), PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  @Test
  void aRootWhoseOwnFolderIsInTheWayIsRefused() throws IOException {
    Files.createDirectory(root);
    Files.writeString(root.resolve("@chalkstream"), "x");
    assertThatThrownBy(() -> FileBlobStore.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot open a store in " + root);
  }

  @Test
  void aRootWhoseOwnFolderLeadsOutsideIsRefused() throws IOException {
    Files.createDirectory(root);
    Files.createSymbolicLink(root.resolve("@chalkstream"), outside);
    assertThatThrownBy(() -> FileBlobStore.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not follow symbolic links");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkToAFolderOutsideIsNotFollowed() throws IOException {
    BlobKey key = BlobKey.of("link/secret");
    try (FileBlobStore elsewhere = FileBlobStore.open(outside);
        FileBlobStore store = FileBlobStore.open(root)) {
      elsewhere.putIf(BlobKey.of("secret"), BODY, PutCondition.always());
      Files.createSymbolicLink(root.resolve("link"), outside);
      assertRefused(() -> store.get(key, ByteRange.all()));
      assertRefused(() -> store.head(key));
      assertRefused(() -> store.delete(key));
      assertRefused(() -> store.putIf(key, BODY, PutCondition.always()));
      assertRefused(() -> store.putIf(BlobKey.of("link/a/b"), BODY, PutCondition.ifAbsent()));
      assertRefused(() -> store.list("link/"));
      assertRefused(() -> store.list("link/s"));
      assertThat(listed(store)).as("a link is seen").containsExactly("link");
      assertThat(elsewhere.head(BlobKey.of("secret"))).isPresent();
      assertThat(outside.resolve("a")).doesNotExist();
    }
  }

  @Test
  void aLinkToAFileOutsideIsNeitherReadNorWrittenThrough() throws IOException {
    BlobKey key = BlobKey.of("stream/link");
    try (FileBlobStore elsewhere = FileBlobStore.open(outside);
        FileBlobStore store = FileBlobStore.open(root)) {
      elsewhere.putIf(BlobKey.of("secret"), BODY, PutCondition.always());
      byte[] before = Files.readAllBytes(outside.resolve("secret"));
      Files.createDirectory(root.resolve("stream"));
      Files.createSymbolicLink(root.resolve("stream/link"), outside.resolve("secret"));
      assertThatThrownBy(() -> store.get(key, ByteRange.all()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a symbolic link is in the place of the blob's file");
      assertThatThrownBy(() -> store.head(key)).isInstanceOf(IOException.class);
      assertThat(store.putIf(key, BODY, PutCondition.ifAbsent())).isEmpty();
      assertThat(listed(store)).containsExactly("stream/link");
      store.putIf(key, BlobContent.of(new byte[9]), PutCondition.always());
      assertThat(store.head(key).orElseThrow().size()).isEqualTo(9);
      assertThat(Files.readAllBytes(outside.resolve("secret"))).isEqualTo(before);
    }
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertRefused(Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not follow symbolic links");
  }

  private static List<String> listed(FileBlobStore store) throws IOException {
    try (Stream<BlobInfo> listing = store.list("")) {
      return listing.map(info -> info.key().value()).toList();
    }
  }
}
