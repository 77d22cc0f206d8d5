package dev.chalkstream.storage.s3;

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes the clients of stores that are opened by URI. */
final class S3Clients {

  /** More than a servlet container has threads by default: each open body holds a connection. */
  private static final int MAX_CONNECTIONS = 320;

  private static final int MAX_ATTEMPTS = 4;

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration ATTEMPT = Duration.ofSeconds(12);

  /**
   * A broadcaster waits for two calls, and should hear of a store that hangs before it gives up.
   */
  private static final Duration CALL = Duration.ofSeconds(15);

  private S3Clients() {}

  static S3Client create(S3Location location) throws IOException {
    Region region = region(location);
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .forcePathStyle(location.pathStyle())
            // Servers that know neither flexible checksums nor chunks with trailers are many.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(MAX_CONNECTIONS)
                    .connectionTimeout(CONNECT)
                    .connectionAcquisitionTimeout(SILENCE)
                    .socketTimeout(SILENCE))
            .overrideConfiguration(
                configuration ->
                    configuration
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                .build()));
    if (location.endpoint() != null) {
      builder.endpointOverride(location.endpoint());
    }
    return builder.build();
  }

  private static Region region(S3Location location) throws IOException {
    if (location.region() != null) {
      return Region.of(location.region());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new IOException(
          "cannot open the S3 bucket '"
              + location.bucket()
              + "': no region is given, and none is configured; add ?region=… to the URI or set"
              + " AWS_REGION (servers other than AWS mostly take us-east-1)",
          e);
    }
  }
}
