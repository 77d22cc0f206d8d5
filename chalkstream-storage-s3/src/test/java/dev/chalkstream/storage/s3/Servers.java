package dev.chalkstream.storage.s3;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The test server, started once for all tests, a bucket of its own for each, and clients. */
final class Servers {

  private static final AtomicS3Server SERVER = AtomicS3Server.start();
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private Servers() {}

  static AtomicS3Server atomic() {
    return SERVER;
  }

  /** The name of a new, empty bucket. */
  static String newBucket(Quirk quirk) {
    String name = "bucket-" + BUCKETS.incrementAndGet();
    SERVER.createBucket(name, quirk);
    return name;
  }

  static S3Client client(ExecutionInterceptor... interceptors) {
    return client(SERVER.endpoint(), interceptors);
  }

  static S3Client client(URI endpoint, ExecutionInterceptor... interceptors) {
    return builder(endpoint, SERVER.accessKey(), SERVER.secretKey(), interceptors).build();
  }

  /** A client that tries again many times and without delay. */
  static S3Client stubborn(URI endpoint) {
    return builder(endpoint, SERVER.accessKey(), SERVER.secretKey())
        .overrideConfiguration(
            configuration ->
                configuration.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(10)
                        .circuitBreakerEnabled(false)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .build()))
        .build();
  }

  static S3ClientBuilder builder(
      URI endpoint, String accessKey, String secretKey, ExecutionInterceptor... interceptors) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(
            configuration -> {
              for (ExecutionInterceptor interceptor : interceptors) {
                configuration.addExecutionInterceptor(interceptor);
              }
            });
  }
}
