package dev.chalkstream.storage.s3;

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
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores by URI, with what the SDK finds in the system properties. */
class S3BlobStoreProviderTest {

  private static final BlobKey KEY = BlobKey.of("a/b");

  private final Map<String, @Nullable String> former = new HashMap<>();
  private final String bucket = Servers.newBucket(Quirk.NONE);

  @BeforeEach
  void configure() {
    set("aws.accessKeyId", Servers.atomic().accessKey());
    set("aws.secretAccessKey", Servers.atomic().secretKey());
    set("aws.disableEc2Metadata", "true");
    set("aws.configFile", "/no/such/file");
    set("aws.sharedCredentialsFile", "/no/such/file");
  }

  private void set(String name, String value) {
    former.put(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  @AfterEach
  void restore() {
    former.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  @Test
  void aBucketIsOpenedByItsUri() throws IOException {
    try (BlobStore store = BlobStores.open(Servers.atomic().storeUri(bucket))) {
      assertThat(store).isInstanceOf(S3BlobStore.class);
      BlobContent body = BlobContent.of(new byte[3]);
      assertThat(store.putIf(KEY, body, PutCondition.ifAbsent())).isPresent();
      assertThat(store.putIf(KEY, body, PutCondition.ifAbsent())).isEmpty();
    }
  }

  @Test
  void aStoreThatIsClosedIsClosedForThoseInACallToo() throws IOException {
    BlobStore store = BlobStores.open(Servers.atomic().storeUri(bucket));
    for (int i = 0; i < 3; i++) {
      store.putIf(BlobKey.of("key/" + i), BlobContent.of(new byte[3]), PutCondition.always());
    }
    store.close();
    assertThatThrownBy(() -> store.list("")).isInstanceOf(IOException.class);
  }

  @Test
  void withoutARegionTheErrorSaysWhereToPutOne() {
    String uri = "s3://" + bucket + "?endpoint=" + Servers.atomic().endpoint();
    assertThatThrownBy(() -> BlobStores.open(uri))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no region is given")
        .hasMessageContaining("?region=");
  }

  @Test
  void aUriThatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> BlobStores.open("s3://" + bucket + "?regoin=eu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'regoin'");
  }

  @Test
  void theProviderIsNamedForTheClassPathToo() throws IOException {
    String file = "META-INF/services/" + BlobStoreProvider.class.getName();
    try (InputStream in = S3BlobStore.class.getModule().getResourceAsStream(file)) {
      assertThat(in).asString(StandardCharsets.UTF_8).contains(S3BlobStoreProvider.class.getName());
    }
  }
}
