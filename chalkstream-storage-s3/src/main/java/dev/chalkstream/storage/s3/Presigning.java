package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs addresses, with all that a client was configured with. Sends nothing. For many threads. */
final class Presigning {

  private static final Duration LONGEST = Duration.ofDays(7);

  private final S3Bucket bucket;

  /** Never closed: that would close the credentials, which are the client's. */
  private @Nullable S3Presigner presigner;

  Presigning(S3Bucket bucket) {
    this.bucket = bucket;
  }

  private synchronized S3Presigner presigner() {
    S3Presigner present = presigner;
    if (present == null) {
      present = create();
      presigner = present;
    }
    return present;
  }

  private S3Presigner create() {
    S3Client client = bucket.client();
    S3ServiceClientConfiguration configuration = client.serviceClientConfiguration();
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(configuration.region())
            .credentialsProvider(configuration.credentialsProvider())
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(isPathStyle()).build());
    configuration.endpointOverride().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** A client does not tell what it was configured with, but what comes of it. */
  private boolean isPathStyle() {
    String host =
        bucket.client().utilities().getUrl(url -> url.bucket(bucket.name()).key("a")).getHost();
    return !host.startsWith(bucket.name() + ".");
  }

  URI presign(BlobKey key, Duration validity) throws IOException {
    if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "an address is signed for 1 second to 7 days, not " + validity);
    }
    try {
      return presigner()
          .presignGetObject(
              presign ->
                  presign
                      .signatureDuration(validity)
                      .getObjectRequest(get -> get.bucket(bucket.name()).key(bucket.path(key))))
          .httpRequest()
          .getUri();
    } catch (SdkException e) {
      throw bucket.fault("sign the address of " + bucket.path(key), e);
    }
  }
}
