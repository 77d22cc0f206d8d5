package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class ProbeTest {

  private static final String CHECKSUM = "x-amz-checksum-sha256";

  private final String bucket = Servers.newBucket(Quirk.NONE);

  @ParameterizedTest
  @CsvSource({"NONE, true", "QUOTED_TAGS, true", "BARE_TAGS, false"})
  void theFormThatTheServerWantsIsChosen(Quirk quirk, boolean quoted) throws IOException {
    try (S3Client client = Servers.client()) {
      assertThat(probe(client, Servers.newBucket(quirk))).isEqualTo(new Dialect(quoted, true));
    }
  }

  @Test
  void aServerThatIgnoresConditionsIsRefused() {
    assertRefuses("does not heed If-None-Match", "If-None-Match", "If-Match");
  }

  @Test
  void aServerThatIgnoresOneConditionIsRefused() {
    assertRefuses("does not heed If-None-Match", "If-None-Match");
    assertRefuses("does not heed If-Match", "If-Match");
  }

  private void assertRefuses(String complaint, String... unheeded) {
    try (S3Client client = Servers.client(Interceptors.without(unheeded))) {
      assertThatThrownBy(() -> S3BlobStore.of(client, bucket, "live"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(bucket)
          .hasMessageContaining(complaint)
          .hasMessageContaining("Use a server with conditional writes");
      assertThat(objects(client)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 501})
  void aServerThatDoesNotKnowChecksumsGetsNone(int status) throws IOException {
    ExecutionInterceptor old =
        Interceptors.refusing(r -> r.firstMatchingHeader(CHECKSUM).isPresent(), status);
    try (S3Client client = Servers.client(old);
        S3BlobStore store = S3BlobStore.of(client, bucket, "live")) {
      BlobContent body = BlobContent.of(new byte[10]);
      assertThat(store.putIf(BlobKey.of("a.ts"), body, PutCondition.ifAbsent())).isPresent();
    }
  }

  @Test
  void aServerThatDoesNotKnowConditionsIsRefused() {
    ExecutionInterceptor old =
        Interceptors.refusing(r -> r.firstMatchingHeader("If-None-Match").isPresent(), 501);
    try (S3Client client = Servers.client(old)) {
      assertThatThrownBy(() -> S3BlobStore.of(client, bucket, "live"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not support the request");
    }
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    try (S3Client client = Servers.client()) {
      probe(client, bucket);
      assertThat(objects(client)).isEmpty();
    }
  }

  private static Dialect probe(S3Client client, String bucket) throws IOException {
    return Probe.run(new S3Bucket(client, bucket, "live/", new Sightings()));
  }

  private List<S3Object> objects(S3Client client) {
    return client.listObjectsV2(list -> list.bucket(bucket)).contents();
  }
}
