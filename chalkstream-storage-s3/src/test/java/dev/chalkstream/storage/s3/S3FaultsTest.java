package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

class S3FaultsTest {

  private static final String SECRET = "a-secret-that-nobody-may-see";

  private final AtomicS3Server server = Servers.atomic();

  @Test
  void aBucketThatIsNotThereIsNotMade() {
    try (S3Client client = Servers.client()) {
      assertFault(client, "no-such-bucket")
          .hasMessageContaining("there is no such bucket at this endpoint; create it")
          .hasMessageContaining("no-such-bucket");
      assertThat(client.listBuckets().buckets())
          .noneMatch(bucket -> bucket.name().equals("no-such-bucket"));
    }
  }

  @Test
  void aWrongSecretIsNamedAndNotShown() {
    try (S3Client client = Servers.builder(server.endpoint(), server.accessKey(), SECRET).build()) {
      assertFault(client, Servers.newBucket(Quirk.NONE))
          .hasMessageContaining("check AWS_SECRET_ACCESS_KEY")
          .hasMessageNotContaining(SECRET)
          .hasStackTraceContaining("SignatureDoesNotMatch");
    }
  }

  @Test
  void anUnknownKeyIsNamed() {
    try (S3Client client = Servers.builder(server.endpoint(), "nobody", SECRET).build()) {
      assertFault(client, Servers.newBucket(Quirk.NONE))
          .hasMessageContaining("does not know the access key");
    }
  }

  @Test
  void noCredentialsAreDenied() {
    try (S3Client client =
        builder(server.endpoint())
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertFault(client, Servers.newBucket(Quirk.NONE)).hasMessageContaining("access is denied");
    }
  }

  @Test
  void credentialsThatAreNotFoundAreNamed() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
    try (S3Client client = builder(server.endpoint()).credentialsProvider(none).build()) {
      assertFault(client, Servers.newBucket(Quirk.NONE))
          .hasMessageContaining("no credentials are found; set AWS_ACCESS_KEY_ID");
    }
  }

  /** The signer's clock cannot be set from outside in any newer way. */
  @Test
  @SuppressWarnings("deprecation")
  void aClockThatIsWrongIsNamed() {
    ExecutionInterceptor yesterday =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            attributes.putAttribute(
                AwsSignerExecutionAttribute.SIGNING_CLOCK,
                Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));
          }
        };
    try (S3Client client = Servers.client(yesterday)) {
      assertFault(client, Servers.newBucket(Quirk.NONE))
          .hasMessageContaining("set the clock by NTP")
          .hasMessageContaining("RequestTimeTooSkewed");
    }
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (S3Client client = builder(URI.create("http://127.0.0.1:" + port)).build()) {
      assertFault(client, "bucket").hasMessageContaining("nobody answers at the endpoint");
    }
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    try (S3Client client = builder(URI.create("http://no-such-host.invalid")).build()) {
      assertFault(client, "bucket")
          .hasMessageContaining("no host of that name is known")
          .hasMessageContaining("no-such-host.invalid");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        S3Client client =
            builder(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                .overrideConfiguration(
                    configuration ->
                        configuration
                            .retryStrategy(AwsRetryStrategy.doNotRetry())
                            .apiCallTimeout(Duration.ofMillis(300)))
                .build()) {
      assertFault(client, "bucket").hasMessageContaining("no answer came in time");
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsNamed() throws IOException {
    URI secure = URI.create("https://127.0.0.1:" + server.endpoint().getPort());
    try (S3Client client = builder(secure).build()) {
      assertFault(client, "bucket").hasMessageContaining("no secure connection can be made");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          301 | PermanentRedirect            | in another region, eu-west-1; correct region=
          400 | AuthorizationHeaderMalformed | in another region, eu-west-1; correct region=
          403 | AccessDenied                 | needs s3:GetObject, s3:PutObject and s3:DeleteObject
          400 | ExpiredToken                 | sign in again, or renew AWS_SESSION_TOKEN
          403 | RequestTimeTooSkewed         | set the clock by NTP
          503 | SlowDown                     | the server asks for fewer requests
          500 | InternalError                | the server is at fault (status 500, InternalError)
          501 | NotImplemented               | the server does not support the request
          418 | Teapot                       | the server refuses (status 418, Teapot)
          """)
  void anErrorIsExplained(int status, String code, String explanation) throws IOException {
    try (FakeS3 fake = FakeS3.failing(status, code, "x-amz-bucket-region: eu-west-1");
        S3Client client = builder(fake.endpoint()).build()) {
      assertFault(client, "bucket").hasMessageContaining(explanation);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, QuotaExceeded",
    "507, XMinioStorageFull",
    "400, XMinioAdminBucketQuotaExceeded",
    "507, AnythingElse"
  })
  void aFullServerIsAFaultOfItsOwn(int status, String code) throws IOException {
    try (FakeS3 fake = FakeS3.failing(status, code);
        S3Client client = builder(fake.endpoint()).build()) {
      S3Bucket bucket = new S3Bucket(client, "bucket", "", new Sightings());
      BlobContent body = BlobContent.of(new byte[10]);
      for (PutCondition condition : List.of(PutCondition.always(), PutCondition.ifAbsent())) {
        assertThatThrownBy(
                () ->
                    ConditionalPut.run(
                        bucket, new Dialect(true, true), S3BlobStoreTest.KEY, body, condition))
            .isInstanceOf(StoreFullException.class)
            .hasMessageContaining("S3 bucket 'bucket'")
            .hasMessageContaining("there is no room");
      }
    }
  }

  @Test
  void aBucketThatIsDeletedMeanwhileIsNoAbsentBlob() throws IOException {
    String name = Servers.newBucket(Quirk.NONE);
    try (S3Client client = Servers.client();
        S3BlobStore store = S3BlobStore.of(client, name, "live")) {
      assertThat(store.head(S3BlobStoreTest.KEY)).isEmpty();
      client.deleteBucket(request -> request.bucket(name));
      assertThatThrownBy(() -> store.head(S3BlobStoreTest.KEY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("there is no such bucket");
      assertThatThrownBy(() -> store.get(S3BlobStoreTest.KEY, S3BlobStoreTest.ALL))
          .hasMessageContaining("there is no such bucket");
      assertThatThrownBy(() -> store.list("")).hasMessageContaining("there is no such bucket");
      assertThatThrownBy(() -> store.delete(S3BlobStoreTest.KEY))
          .hasMessageContaining("there is no such bucket");
    }
  }

  @Test
  void anAnswerThatIsNotOfS3IsNoAbsentBlob() throws IOException {
    try (FakeS3 fake = FakeS3.answering(404, "<html>Not Found</html>", "Content-Type: text/html");
        S3Client client = builder(fake.endpoint()).build()) {
      S3Bucket bucket = new S3Bucket(client, "bucket", "", new Sightings());
      assertThatThrownBy(() -> S3Get.run(bucket, S3BlobStoreTest.KEY, S3BlobStoreTest.ALL))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the server refuses (status 404");
    }
  }

  private S3ClientBuilder builder(URI endpoint) {
    return Servers.builder(endpoint, server.accessKey(), SECRET);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFault(
      S3Client client, String bucket) {
    return assertThatThrownBy(() -> S3BlobStore.of(client, bucket, "live"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("S3 bucket '" + bucket + "'")
        .hasMessageNotContaining("cannot delete");
  }
}
