package dev.chalkstream.example.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresBlobStoreProviderTest {

  private static final BlobKey KEY = BlobKey.of("a/b");
  private static final BlobContent BODY = BlobContent.of(new byte[] {1, 2, 3});

  @Test
  void aUriOpensADatabase() throws Exception {
    String uri = Postgres.shared().newDatabase("by_uri");
    try (BlobStore one = BlobStores.open(uri);
        BlobStore another = BlobStores.open(uri + "?sslmode=disable")) {
      one.putIf(KEY, BODY, PutCondition.ifAbsent());

      assertThat(another.head(KEY)).map(BlobInfo::size).contains(3L);
    }
  }

  @Test
  void charactersThatMeanSomethingInAUriCanBeEscaped() throws Exception {
    String uri = Postgres.shared().newDatabase("odd_names");
    Postgres.shared().execute("odd_names", "CREATE ROLE \"a@b\" LOGIN PASSWORD 'c/:%d+e'");
    Postgres.shared().execute("odd_names", "GRANT ALL ON SCHEMA public TO \"a@b\"");
    String login = "postgres://a%40b:c%2F:%25d+e" + uri.substring(uri.indexOf('@'));
    try (BlobStore store = BlobStores.open(login)) {
      assertThat(store.putIf(KEY, BODY, PutCondition.always())).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres:",
        "postgres:/chalkstream",
        "postgres:chalkstream",
        "postgres://me:secret@localhost",
        "postgres://me:secret@localhost/",
        "postgres://me:secret@localhost/a/b",
        "postgres://me:secret@localhost/a#b",
        "postgres://me:secret@localhost/a?ssl=true",
        "postgres://me:secret@localhost/a?sslmode=disable&x=y",
        "postgres://me:secret@local_host/a"
      })
  void anotherUriIsRefusedWithoutTellingThePassword(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlobStores.open(uri))
        .withMessageContaining("PostgreSQL")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void aDatabaseThatIsNotThereIsAFault() throws Exception {
    String uri = Postgres.shared().newDatabase("there") + "_not";

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> BlobStores.open(uri))
        .withMessageContaining("there_not");
  }

  @Test
  void nodesThatStartTogetherMakeOneTable() throws Exception {
    Postgres.shared().newDatabase("together");
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try (HikariDataSource pool = Postgres.shared().pool("together")) {
      List<Future<BlobStore>> opened = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        opened.add(nodes.submit(() -> PostgresBlobStore.open(pool)));
      }
      for (Future<BlobStore> store : opened) {
        assertThat(store.get().head(KEY)).isEmpty();
      }
    } finally {
      nodes.shutdown();
    }
  }

  @Test
  void connectionsThatAreLostAreAFaultAndNotAnAbsentBlob() throws Exception {
    String uri = Postgres.shared().newDatabase("unsteady");
    try (BlobStore store = BlobStores.open(uri)) {
      store.putIf(KEY, BODY, PutCondition.always());
      Postgres.shared()
          .execute(
              "postgres",
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'unsteady'");

      Optional<BlobInfo> found =
          Stream.generate(() -> headOrFault(store)).limit(100).flatMap(Optional::stream).findAny();
      assertThat(found).map(BlobInfo::size).contains(3L);
    }
  }

  /** A fault is a legitimate answer here; an absent blob is not. */
  private static Optional<BlobInfo> headOrFault(BlobStore store) {
    try {
      Optional<BlobInfo> info = store.head(KEY);
      assertThat(info).isPresent();
      return info;
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
