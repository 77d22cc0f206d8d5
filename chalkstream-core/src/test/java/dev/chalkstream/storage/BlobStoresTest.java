package dev.chalkstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobStoresTest {

  private static final Class<?> CHALK = TestProviders.Chalk.class;
  private static final Class<?> OTHER = TestProviders.OtherChalk.class;
  private static final Class<?> BROKEN = TestProviders.Broken.class;

  private static final BlobKey KEY = BlobKey.of("a/b");
  private static final BlobContent BODY = BlobContent.of(new byte[] {1, 2, 3});

  @ParameterizedTest
  @ValueSource(strings = {"memory:/", "Memory:/"})
  void aStoreInMemoryIsOpenedByItsScheme(String uri) throws IOException {
    try (BlobStore store = BlobStores.open(URI.create(uri))) {
      assertThat(store.putIf(KEY, BODY, PutCondition.ifAbsent())).isPresent();
    }
  }

  @Test
  void everyStoreInMemoryIsANewOne() throws IOException {
    try (BlobStore first = BlobStores.open(URI.create("memory:/"));
        BlobStore second = BlobStores.open(URI.create("memory:/"))) {
      first.putIf(KEY, BODY, PutCondition.always());
      assertThat(second.head(KEY)).isEmpty();
    }
  }

  @Test
  void aStoreInMemoryTellsTheTimeOfItsClock() throws IOException {
    Instant now = Instant.parse("2026-11-22T10:15:30Z");
    try (BlobStore store = BlobStores.inMemory(() -> now)) {
      store.putIf(KEY, BODY, PutCondition.always());
      assertThat(store.head(KEY).orElseThrow().lastModified()).isEqualTo(now);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory:x", "memory:/x", "memory://host", "memory:/?a=b"})
  void aStoreInMemoryHasNoName(String uri) {
    assertRefused(uri, "just 'memory:/'", uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data", "/var/lib/chalkstream", "./data", "//host/path"})
  void aUriWithoutASchemeIsRefusedWithAnExample(String uri) {
    assertRefused(uri, "with a scheme, such as file:///", "'" + uri + "'");
  }

  @Test
  void aSchemeWithoutAProviderIsRefusedWithThoseThatThereAre() {
    assertRefused("chalk:board", "no store provider for the scheme 'chalk'", "[memory]");
    try (ProviderClassLoader loader = offering(CHALK)) {
      assertThat(loader).isNotNull();
      assertRefused("slate:board", "no store provider for the scheme 'slate'", "[chalk, memory]");
    }
  }

  @Test
  void aProviderOfTheContextClassLoaderIsFound() throws IOException {
    try (ProviderClassLoader loader = offering(CHALK);
        BlobStore store = BlobStores.open(URI.create("chalk:board"))) {
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
      assertThat(store.head(KEY)).isEmpty();
    }
  }

  @Test
  void theProvidersOfThisLibraryAreFoundBesideThoseOfTheContext() throws IOException {
    try (ProviderClassLoader loader = offering(CHALK);
        BlobStore store = BlobStores.open(URI.create("memory:/"))) {
      assertThat(loader).isNotNull();
      assertThat(store.head(KEY)).isEmpty();
    }
  }

  @Test
  void whatAProviderRefusesIsRefusedInItsWords() {
    try (ProviderClassLoader loader = offering(CHALK)) {
      assertThat(loader).isNotNull();
      assertRefused("chalk:/board", "no path, please: chalk:/board");
    }
  }

  @Test
  void twoProvidersOfOneSchemeAreRefusedByName() {
    try (ProviderClassLoader loader = offering(CHALK, OTHER)) {
      assertThat(loader).isNotNull();
      assertRefused(
          "chalk:board",
          "more than one store provider for the scheme 'chalk'",
          CHALK.getName(),
          OTHER.getName());
    }
  }

  @Test
  void aProviderThatIsNamedTwiceIsOneProvider() throws IOException {
    String twice = CHALK.getName() + "\n" + CHALK.getName();
    try (ProviderClassLoader loader = new ProviderClassLoader(twice, CHALK);
        BlobStore store = BlobStores.open(URI.create("chalk:board"))) {
      assertThat(loader).isNotNull();
      assertThat(store.head(KEY)).isEmpty();
    }
  }

  @Test
  void brokenProvidersDoNotKeepOthersFromWorking() throws IOException {
    String services =
        String.join("\n", BROKEN.getName(), "no.such.Provider", "not a name", CHALK.getName());
    String withoutNonsense = services.replace("not a name\n", "");
    try (ProviderClassLoader loader = new ProviderClassLoader(withoutNonsense, CHALK, BROKEN);
        BlobStore store = BlobStores.open(URI.create("chalk:board"))) {
      assertThat(loader).isNotNull();
      assertThat(store.head(KEY)).isEmpty();
    }
    try (ProviderClassLoader loader = new ProviderClassLoader(services, CHALK, BROKEN);
        BlobStore store = BlobStores.open(URI.create("memory:/"))) {
      assertThat(loader).isNotNull();
      assertThat(store.head(KEY)).isEmpty();
    }
  }

  @Test
  void aClassLoaderThatCannotBeReadIsPassedOver() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader former = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(former) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("unreadable, as a test wants it");
          }
        });
    try (BlobStore store = BlobStores.open(URI.create("memory:/"))) {
      assertThat(store.head(KEY)).isEmpty();
    } finally {
      thread.setContextClassLoader(former);
    }
  }

  private static ProviderClassLoader offering(Class<?>... providers) {
    StringBuilder services = new StringBuilder();
    for (Class<?> provider : providers) {
      services.append(provider.getName()).append('\n');
    }
    return new ProviderClassLoader(services.toString(), providers);
  }

  private static void assertRefused(String uri, String... reasons) {
    assertThatThrownBy(() -> BlobStores.open(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(reasons);
  }
}
