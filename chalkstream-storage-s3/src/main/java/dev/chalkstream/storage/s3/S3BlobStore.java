package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Blobs as objects in a bucket of AWS S3 or any server that speaks its language and heeds
 * conditional writes ({@code If-None-Match} and {@code If-Match}), for any number of nodes at once.
 *
 * <p>A server that takes such writes but does not heed the condition would lose segments. So
 * opening a store tries it out, on a {@linkplain BlobKey#throwaway throw-away} blob, and fails with
 * a message that says so. No bucket is ever created.
 *
 * <p>A blob lies under the store's prefix and its key. Objects with other names are passed over.
 * Each carries the SHA-256 of its bytes, where the server takes it, which then refuses bytes that
 * have changed on the way to it, and a CRC-32C, by which each reading of a whole blob is checked:
 * the last bytes of one that is damaged are never given out. Ranges are not checked here; servers
 * check what they have stored by themselves. Each object has the {@linkplain
 * BlobContent#mediaType() media type} of its content as {@code Content-Type}, and a {@code
 * Cache-Control}: a year for {@linkplain BlobContent#isImmutable() immutable} content, and {@code
 * no-store} for all other content. Two lines of metadata, {@code chalkstream-put} and {@code
 * chalkstream-replaced}, let a put recognise its own work when the server's answer was lost. Where
 * another has written since, so that it cannot, the put ends in a fault.
 *
 * <p>Times of blobs are those of the server, to the second. A body longer than 256 KiB holds a
 * connection until it is closed. Interrupting a thread in a call makes the call fail with an {@link
 * java.io.InterruptedIOException} and leaves the thread interrupted. Every fault is an {@link
 * IOException} whose message says what to do. Safe for use by many threads.
 */
public final class S3BlobStore implements BlobStore {

  private final S3Bucket bucket;
  private final Dialect dialect;
  private final Presigning presigning;
  private final boolean ownsClient;
  private volatile boolean closed;

  private S3BlobStore(S3Bucket bucket, boolean ownsClient) throws IOException {
    this.bucket = bucket;
    this.ownsClient = ownsClient;
    this.presigning = new Presigning(bucket);
    this.dialect = Probe.run(bucket);
  }

  /**
   * Opens a store by its URI, {@code s3://bucket/prefix}, with these parameters:
   *
   * <ul>
   *   <li>{@code region}: the region's name; otherwise that of the environment ({@code AWS_REGION})
   *       or the profile
   *   <li>{@code endpoint}: the address of a server other than AWS, such as {@code
   *       https://s3.example.com}
   *   <li>{@code pathStyle}: {@code true} if the bucket stands in the path, {@code false} if in the
   *       host name; by default {@code true} where an endpoint is given
   * </ul>
   *
   * <p>Credentials are those of the SDK's default chain: environment, profile, container, machine.
   * A request is sent up to 4 times within 15 seconds, and there are at most 320 connections. To
   * have other limits, make a client and give it to {@link #of}.
   *
   * @param uri where the store is; the prefix may be left out
   * @return the open store, which the caller closes
   * @throws IllegalArgumentException if it is not such a URI
   * @throws IOException if no region is known, if the bucket is out of reach, or if its server does
   *     not heed conditions
   */
  public static S3BlobStore open(URI uri) throws IOException {
    S3Location location = S3Location.parse(uri);
    S3Client client = S3Clients.create(location);
    try {
      return new S3BlobStore(bucket(client, location.bucket(), location.prefix()), true);
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Opens a store with a client of the caller's, who has set its time-outs, retries and number of
   * connections. For servers other than AWS, checksums should be calculated {@code WHEN_REQUIRED}
   * and chunked encoding be off. Do not use the client of {@code url-connection-client}: it repeats
   * puts by itself.
   *
   * @param client reaches the bucket; it stays open when the store is closed
   * @param bucket the bucket's name
   * @param prefix before all keys, such as {@code live}; a slash comes between. {@code ""} for none
   * @return the open store, which the caller closes
   * @throws IllegalArgumentException if the bucket cannot be one, or the prefix has an empty
   *     element, {@code .} or {@code ..}, or more than 511 bytes
   * @throws IOException if the bucket is out of reach, or if its server does not heed conditions
   */
  public static S3BlobStore of(S3Client client, String bucket, String prefix) throws IOException {
    Objects.requireNonNull(client, "client");
    String name = S3Location.checkBucket(bucket);
    return new S3BlobStore(bucket(client, name, S3Location.checkPrefix(prefix)), false);
  }

  private static S3Bucket bucket(S3Client client, String name, String prefix) {
    return new S3Bucket(client, name, prefix, new Sightings());
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    checkOpen();
    return S3Get.run(bucket, key, Objects.requireNonNull(range, "range"));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    checkOpen();
    Objects.requireNonNull(condition, "condition");
    return ConditionalPut.run(bucket, dialect, key, body, condition);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    checkOpen();
    Optional<HeadObjectResponse> found = bucket.head(key);
    if (found.isPresent()) {
      return Optional.of(S3Bucket.info(key, found.get()));
    }
    // An answer to HEAD does not tell whether it is the blob that is missing, or the bucket.
    try (Blob blob = S3Get.run(bucket, key, ByteRange.between(0, 0)).orElse(null)) {
      return Optional.ofNullable(blob).map(Blob::info);
    }
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    checkOpen();
    return S3Listing.canBegin(prefix)
        ? StreamSupport.stream(new S3Listing(bucket, prefix), false)
        : Stream.empty();
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    checkOpen();
    bucket.delete(key);
  }

  /**
   * An address under which whoever has it can read a blob with a plain GET, past Chalkstream. It is
   * made without asking the server, and may be made for a key that holds nothing.
   *
   * @param key which blob
   * @param validity for how long, 1 second to 7 days; it ends earlier where the credentials do
   * @return the address, which is a secret
   * @throws IllegalArgumentException if the validity is out of its range
   * @throws IOException if the store is closed or there are no credentials
   */
  public URI presign(BlobKey key, Duration validity) throws IOException {
    checkOpen();
    return presigning.presign(key, validity);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (ownsClient) {
      bucket.client().close();
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("this store is closed");
    }
  }
}
