package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStoreProvider;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileBlobStoreProviderTest {

  @TempDir Path folder;

  @Test
  void aPathWithThreeSlashesIsOpened() throws IOException {
    assertOpens("file://" + folder.toAbsolutePath() + "/data", folder.resolve("data"));
  }

  @Test
  void aPathWithOneSlashIsOpened() throws IOException {
    assertOpens("file:" + folder.toAbsolutePath() + "/data", folder.resolve("data"));
  }

  @Test
  void theUriOfAPathIsOpened() throws IOException {
    Path spaced = folder.resolve("a place with spaces, \u00e4 and %");
    assertOpens(spaced.toUri().toString(), spaced);
  }

  @Test
  void aRelativePathIsOpened() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
    assertOpens("file:" + relative + "/a", folder.resolve("a"));
    assertOpens("file:./" + relative + "/b", folder.resolve("b"));
    assertOpens("file:./" + relative + "/c%20d?sync=true", folder.resolve("c d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync=true", "sync=false"})
  void syncIsTheParameter(String query) throws IOException {
    assertOpens("file://" + folder.toAbsolutePath() + "/data?" + query, folder.resolve("data"));
  }

  @Test
  void theSchemeMayBeInCapitals() throws IOException {
    assertOpens("FILE://" + folder.toAbsolutePath() + "/data", folder.resolve("data"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file://somewhere/data        | names a host
          file://./data                | names a host
          file://user@:80/data         | names a host
          file:///data#part            | fragment
          file:?sync=true              | names no directory
          file:///data?                | the only parameter
          file:///data?fsync=true      | 'fsync=true'
          file:///data?sync            | 'sync'
          file:///data?sync=yes        | 'sync=yes'
          file:///data?sync=true&a=b   | 'sync=true&a=b'
          file:./data?region=eu        | 'region=eu'
          """)
  void anythingElseIsRefusedWithTheReason(String uri, String reason) {
    assertThatThrownBy(() -> BlobStores.open(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(uri)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///tmp/a%00b", "file:./a%00b"})
  void aPathThatTheSystemCannotHaveIsRefused(String uri) {
    assertThatThrownBy(() -> BlobStores.open(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nul");
  }

  @Test
  void theProviderIsNamedForTheClassPathToo() throws IOException {
    String file = "META-INF/services/" + BlobStoreProvider.class.getName();
    try (InputStream in = FileBlobStore.class.getModule().getResourceAsStream(file)) {
      assertThat(in)
          .asString(StandardCharsets.UTF_8)
          .contains(FileBlobStoreProvider.class.getName());
    }
  }

  private static void assertOpens(String uri, Path root) throws IOException {
    try (BlobStore store = BlobStores.open(URI.create(uri))) {
      assertThat(store).isInstanceOf(FileBlobStore.class);
      BlobContent body = BlobContent.of(new byte[3]);
      assertThat(store.putIf(BlobKey.of("a/b"), body, PutCondition.ifAbsent())).isPresent();
    }
    assertThat(Files.isRegularFile(root.resolve("a/b"))).as("a blob below %s", root).isTrue();
  }
}
