package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class S3BlobStoreTest {

  static final BlobKey KEY = BlobKey.of("stream/manifest.json");
  static final ByteRange ALL = ByteRange.all();

  private final String bucket = Servers.newBucket(Quirk.NONE);
  private final S3Client client = Servers.client();
  private S3BlobStore store;

  @BeforeEach
  void open() throws IOException {
    store = S3BlobStore.of(client, bucket, "live");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    client.close();
  }

  private BlobVersion put(String key, byte[] body) throws IOException {
    return store
        .putIf(BlobKey.of(key), BlobContent.of(body), PutCondition.always())
        .orElseThrow(AssertionError::new);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stream/0a1b2c.ts      | video/mp2t               | public, max-age=31536000, immutable
          stream/manifest.json  | application/json         | no-store
          stream/history/0.json | application/json         | no-store
          scan-node             | application/octet-stream | no-store
          """)
  void anObjectSaysWhatItIsAndHowLongItMayBeKept(String key, String type, String cacheControl)
      throws Exception {
    byte[] body = bytes("the bytes of " + key);
    put(key, body);
    HeadObjectResponse object =
        client.headObject(
            head -> head.bucket(bucket).key("live/" + key).checksumMode(ChecksumMode.ENABLED));
    assertThat(object.contentType()).isEqualTo(type);
    assertThat(object.cacheControl()).isEqualTo(cacheControl);
    assertThat(object.checksumSHA256())
        .isEqualTo(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body)));
  }

  @Test
  void objectsOfOthersArePassedOver() throws IOException {
    put("a", bytes("blob"));
    for (String foreign : new String[] {"live/", "live/B", "live/a b", "live-too/a", "other"}) {
      client.putObject(put -> put.bucket(bucket).key(foreign), RequestBody.fromString("x"));
    }
    try (Stream<String> keys = store.list("").map(info -> info.key().value())) {
      assertThat(keys).containsExactly("a");
    }
  }

  @Test
  void storesUnderDifferentPrefixesDoNotMeet() throws IOException {
    put("a", bytes("one"));
    try (S3BlobStore other = S3BlobStore.of(client, bucket, "liv");
        S3BlobStore root = S3BlobStore.of(client, bucket, "");
        Stream<?> keys = other.list("")) {
      assertThat(keys).isEmpty();
      assertThat(other.head(BlobKey.of("a"))).isEmpty();
      assertThat(root.head(BlobKey.of("live/a"))).isPresent();
    }
  }

  @Test
  void closingTheStoreLeavesTheClientOpen() throws IOException {
    store.close();
    assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void aVersionIsTheEntityTagWithoutItsQuotes() throws IOException {
    BlobVersion version = put(KEY.value(), bytes("{}"));
    String tag = client.headObject(head -> head.bucket(bucket).key("live/" + KEY)).eTag();
    assertThat(tag).isEqualTo("\"" + version + "\"");
  }

  @Test
  void whatListAndHeadAndGetTellIsTheSame() throws IOException {
    put(KEY.value(), bytes("{}"));
    try (Blob blob = store.get(KEY, ALL).orElseThrow();
        var listing = store.list("")) {
      assertThat(store.head(KEY)).contains(blob.info());
      assertThat(listing).containsExactly(blob.info());
    }
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndTheStoreUsable() throws IOException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> put(KEY.value(), bytes("late")))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.get(KEY, ALL)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    put(KEY.value(), bytes("in time"));
    assertThat(store.head(KEY)).isPresent();
  }

  @Test
  void aSignedAddressYieldsTheBlobWithItsHeaders() throws IOException {
    byte[] body = new byte[100_000];
    Arrays.fill(body, (byte) 7);
    put("stream/0a.ts", body);
    URI address = store.presign(BlobKey.of("stream/0a.ts"), Duration.ofMinutes(5));
    assertThat(address.toString())
        .startsWith(Servers.atomic().endpoint() + "/" + bucket + "/live/stream/0a.ts?")
        .contains("X-Amz-Expires=300")
        .doesNotContain(Servers.atomic().secretKey());
    var connection = address.toURL().openConnection();
    try (InputStream in = connection.getInputStream()) {
      assertThat(in.readAllBytes()).isEqualTo(body);
    }
    assertThat(connection.getContentType()).isEqualTo("video/mp2t");
    assertThat(connection.getHeaderField("Cache-Control")).contains("immutable");
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S", "PT0S", "P8D"})
  void anAddressIsSignedForAWeekAtMost(Duration validity) {
    assertThatThrownBy(() -> store.presign(KEY, validity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 second to 7 days");
  }

  @Test
  void aBodyThatCannotBeOpenedAgainIsAFault() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    BlobContent once =
        new BlobContent() {
          @Override
          public long length() {
            return 3;
          }

          @Override
          public InputStream open() throws IOException {
            if (opened.getAndIncrement() > 0) {
              throw new IOException("as wanted");
            }
            return new ByteArrayInputStream(new byte[3]);
          }
        };
    assertThatThrownBy(() -> store.putIf(KEY, once, PutCondition.always()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the body cannot be read")
        .hasMessageContaining("as wanted");
    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void aClientWithTheDefaultsOfTheSdkWillDo() throws IOException {
    try (S3Client plain =
            S3Client.builder()
                .endpointOverride(Servers.atomic().endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(client.serviceClientConfiguration().credentialsProvider())
                .build();
        S3BlobStore other = S3BlobStore.of(plain, bucket, "live")) {
      byte[] body = new byte[300_000];
      BlobKey key = BlobKey.of("stream/0a.ts");
      assertThat(other.putIf(key, BlobContent.of(body), PutCondition.ifAbsent())).isPresent();
      try (Blob blob = other.get(key, ALL).orElseThrow()) {
        assertThat(blob.body().readAllBytes()).isEqualTo(body);
      }
    }
  }

  @Test
  void whatMeetsNoTroubleIsOneRequest() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    ExecutionInterceptor counter =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            requests.incrementAndGet();
          }
        };
    try (S3Client counted = Servers.client(counter);
        S3BlobStore other = S3BlobStore.of(counted, bucket, "live")) {
      requests.set(0);
      BlobContent body = BlobContent.of(bytes("{}"));
      BlobVersion version = other.putIf(KEY, body, PutCondition.ifAbsent()).orElseThrow();
      other.putIf(KEY, body, PutCondition.ifVersion(version)).orElseThrow();
      other.get(KEY, ByteRange.from(1)).orElseThrow().close();
      other.head(KEY).orElseThrow();
      other.list("").close();
      other.delete(KEY);
      assertThat(requests).hasValue(6);
    }
  }

  @Test
  void aSignedAddressFollowsTheClientsStyle() throws IOException {
    S3Bucket styled;
    try (S3Client virtual =
        Servers.builder(URI.create("https://s3.example.com"), "key", "secret")
            .forcePathStyle(false)
            .build()) {
      styled = new S3Bucket(virtual, "streams", "", new Sightings());
      assertThat(new Presigning(styled).presign(KEY, Duration.ofHours(1)).getHost())
          .isEqualTo("streams.s3.example.com");
    }
  }
}
