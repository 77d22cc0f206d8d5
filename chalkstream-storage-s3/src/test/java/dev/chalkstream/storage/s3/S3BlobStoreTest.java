package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** What the core stores, and types of others, under keys that say something else. */
  static Stream<Arguments> described() {
    BlobContent bytes = BlobContent.of(bytes("of a segment"));
    BlobContent json = BlobContent.critical(bytes("{}"));
    String year = "public, max-age=31536000, immutable";
    return Stream.of(
        arguments("stream/0a-0b.ts", bytes.withMediaType("video/mp2t").asImmutable(), year),
        arguments("stream/0a-0b.m4s", bytes.withMediaType("video/mp4").asImmutable(), year),
        arguments("stream/0a-0b.mp4", bytes.withMediaType("video/mp4").asImmutable(), year),
        arguments("stream/0a-0b.m4a", bytes.withMediaType("audio/mp4").asImmutable(), year),
        arguments("stream/0a.mp4", bytes.withMediaType("video/mp4"), "no-store"),
        arguments("stream/manifest.json", json.withMediaType("application/json"), "no-store"),
        arguments("stream/history/0.json", json.withMediaType("application/json"), "no-store"),
        arguments(BlobKey.throwaway("node").value(), BlobContent.critical(new byte[0]), "no-store"),
        arguments("stream/0a-0b.ts", bytes, "no-store"),
        arguments("stream/0a-0b.ts", bytes.withMediaType("video/mp2t"), "no-store"),
        arguments("stream/manifest.json", bytes.asImmutable(), year),
        arguments("a", bytes.withMediaType("text/vtt;charset=utf-8").asImmutable(), year),
        arguments("b", bytes.withMediaType("video/mp4; codecs=\"a, b\""), "no-store"));
  }

  @ParameterizedTest
  @MethodSource("described")
  void anObjectIsDescribedByItsContentAndNotByItsKey(
      String key, BlobContent content, String cacheControl) throws Exception {
    store.putIf(BlobKey.of(key), content, PutCondition.always()).orElseThrow();
    HeadObjectResponse object = client.headObject(head -> head.bucket(bucket).key("live/" + key));
    assertThat(object.contentType()).isEqualTo(content.mediaType());
    assertThat(object.cacheControl()).isEqualTo(cacheControl);
  }

  @Test
  void aPutDescribesTheObjectAnew() throws IOException {
    BlobContent body = BlobContent.of(bytes("{}"));
    store.putIf(KEY, body.withMediaType("video/mp2t").asImmutable(), PutCondition.always());
    store.putIf(KEY, body.withMediaType("application/json"), PutCondition.always());
    HeadObjectResponse object = client.headObject(head -> head.bucket(bucket).key("live/" + KEY));
    assertThat(object.contentType()).isEqualTo("application/json");
    assertThat(object.cacheControl()).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b ", "a/b\r\nx-amz-acl: public-read", "a/\0", "ä/b"})
  void aMediaTypeThatDoesNotFitIntoAHeaderIsNotSent(String mediaType) throws IOException {
    BlobContent forged =
        new BlobContent() {
          @Override
          public long length() {
            return 0;
          }

          @Override
          public InputStream open() {
            return InputStream.nullInputStream();
          }

          @Override
          public String mediaType() {
            return mediaType;
          }
        };
    assertThatThrownBy(() -> store.putIf(KEY, forged, PutCondition.always()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("media type");
    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void anObjectCarriesTheDigestOfItsBytes() throws Exception {
    byte[] body = bytes("the bytes");
    put(KEY.value(), body);
    HeadObjectResponse object =
        client.headObject(
            head -> head.bucket(bucket).key("live/" + KEY).checksumMode(ChecksumMode.ENABLED));
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
    BlobContent segment = BlobContent.of(body).withMediaType("video/mp2t").asImmutable();
    store.putIf(BlobKey.of("stream/0a.ts"), segment, PutCondition.always());
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
