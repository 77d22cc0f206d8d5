package dev.chalkstream.storage.s3;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * An S3 server in this process for tests of this and other modules, on a free port of the loopback
 * interface: it checks signatures, keeps everything in memory, and heeds conditions to the letter,
 * for clients in any number of processes.
 */
public final class AtomicS3Server implements AutoCloseable {

  private static final String ACCESS_KEY = "chalkstream";
  private static final String SECRET_KEY = "a-key-for-tests-only";

  private final AtomicObjects objects;
  private final S3Proxy proxy;

  private AtomicS3Server(AtomicObjects objects, S3Proxy proxy) {
    this.objects = objects;
    this.proxy = proxy;
  }

  /** Starts a server without buckets, which the caller closes. */
  public static AtomicS3Server start() {
    AtomicObjects objects = new AtomicObjects(new TransientNio2BlobStore());
    try {
      S3Proxy proxy =
          S3Proxy.builder()
              .blobStore(objects)
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
              .build();
      proxy.start();
      return new AtomicS3Server(objects, proxy);
    } catch (Exception e) { // the proxy's own signature
      throw new IllegalStateException("the S3 server for tests does not start", e);
    }
  }

  /** Where clients reach it; buckets stand in the path. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  public String accessKey() {
    return ACCESS_KEY;
  }

  public String secretKey() {
    return SECRET_KEY;
  }

  /** What a process needs in its environment, so that the SDK's default chain leads here. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET_KEY,
        "AWS_REGION",
        "us-east-1",
        "AWS_EC2_METADATA_DISABLED",
        "true");
  }

  /** Makes an empty bucket. */
  public void createBucket(String name) {
    objects.createContainer(name);
  }

  /** Makes an empty bucket with a quirk. */
  void createBucket(String name, Quirk quirk) {
    createBucket(name);
    objects.setQuirk(name, quirk);
  }

  /** Has an object's bytes change on their way to those who read it, until it is put anew. */
  void damage(String bucket, String key) {
    objects.damage(bucket, key);
  }

  /** The URI of a store on a bucket, as {@code BlobStores.open} takes it. */
  public String storeUri(String bucket) {
    return "s3://" + bucket + "?region=us-east-1&endpoint=" + endpoint();
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) { // the proxy's own signature
      throw new IllegalStateException("the S3 server for tests does not stop", e);
    }
  }
}
