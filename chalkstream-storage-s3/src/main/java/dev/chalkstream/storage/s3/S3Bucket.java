package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Where the blobs of a store lie, and a client that reaches it.
 *
 * @param client reaches it
 * @param name the bucket
 * @param prefix before all keys, empty or ending with a slash
 * @param sightings what has been seen there lately
 */
record S3Bucket(S3Client client, String name, String prefix, Sightings sightings) {

  private static final int NOT_FOUND = 404;

  /** A blob's key as the bucket has it. */
  String path(BlobKey key) {
    return prefix + key.value();
  }

  /**
   * Asks the server.
   *
   * @param what is being done, for the message of a fault
   * @throws S3Exception if the server has answered with an error
   * @throws IOException if there is no answer, or the body cannot be read
   */
  <T> T ask(String what, Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (S3Exception e) {
      throw e;
    } catch (RuntimeException e) { // the client lets more than its own exceptions through
      throw fault(what, e);
    }
  }

  /** Says in a sentence what a fault is and what can be done. */
  IOException fault(String what, RuntimeException e) {
    return S3Faults.explain("cannot " + what + " in the S3 bucket '" + name + "'", e);
  }

  /** The object under a key, without its bytes. */
  Optional<HeadObjectResponse> head(BlobKey key) throws IOException {
    String what = "look at " + path(key);
    try {
      HeadObjectResponse object =
          ask(what, () -> client.headObject(r -> r.bucket(name).key(path(key))));
      sightings.saw(key, object.metadata());
      return Optional.of(object);
    } catch (S3Exception e) {
      // An answer to HEAD has no body, so this is all that can be known.
      if (e.statusCode() == NOT_FOUND) {
        sightings.sawNothing(key);
        return Optional.empty();
      }
      throw fault(what, e);
    }
  }

  void delete(BlobKey key) throws IOException {
    String what = "delete " + path(key);
    try {
      ask(what, () -> client.deleteObject(r -> r.bucket(name).key(path(key))));
    } catch (S3Exception e) {
      if (!isNoSuchKey(e)) {
        throw fault(what, e);
      }
    }
    sightings.sawNothing(key);
  }

  /** Whether the server says that the key is not there, and not that something else is not. */
  static boolean isNoSuchKey(S3Exception e) {
    return e.statusCode() == NOT_FOUND && "NoSuchKey".equals(S3Faults.code(e));
  }

  static BlobInfo info(BlobKey key, HeadObjectResponse object) throws IOException {
    return info(key, object.contentLength(), object.eTag(), object.lastModified());
  }

  /**
   * Describes a blob.
   *
   * @throws IOException if the server has left something out
   */
  static BlobInfo info(
      BlobKey key, @Nullable Long size, @Nullable String tag, @Nullable Instant modified)
      throws IOException {
    if (size == null || tag == null || tag.isEmpty() || modified == null) {
      throw new IOException(
          "the server does not tell the size, ETag and time of "
              + key
              + ": it cannot be used as a store");
    }
    // A header has whole seconds, and a listing may be finer.
    return new BlobInfo(key, size, Dialect.version(tag), modified.truncatedTo(ChronoUnit.SECONDS));
  }
}
