package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Goes through the objects whose names begin with a prefix, fetching page after page. */
final class S3Listing extends Spliterators.AbstractSpliterator<BlobInfo> {

  private final S3Bucket bucket;
  private final String prefix;
  private Iterator<S3Object> page;
  private @Nullable String next;

  /** Fetches the first page. */
  S3Listing(S3Bucket bucket, String prefix) throws IOException {
    super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
    this.bucket = bucket;
    this.prefix = prefix;
    ListObjectsV2Response first = fetch(null);
    page = first.contents().iterator();
    next = first.nextContinuationToken();
  }

  @Override
  public boolean tryAdvance(Consumer<? super BlobInfo> action) {
    try {
      Optional<BlobInfo> info = advance();
      info.ifPresent(action);
      return info.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<BlobInfo> advance() throws IOException {
    while (page.hasNext() || next != null) {
      if (!page.hasNext()) {
        ListObjectsV2Response fetched = fetch(next);
        page = fetched.contents().iterator();
        next = fetched.nextContinuationToken();
        continue;
      }
      S3Object object = page.next();
      Optional<BlobKey> key = key(object.key());
      if (key.isPresent()) {
        return Optional.of(
            S3Bucket.info(key.get(), object.size(), object.eTag(), object.lastModified()));
      }
    }
    return Optional.empty();
  }

  private ListObjectsV2Response fetch(@Nullable String token) throws IOException {
    try {
      return bucket.ask(
          what(),
          () ->
              bucket
                  .client()
                  .listObjectsV2(
                      request ->
                          request
                              .bucket(bucket.name())
                              .prefix(bucket.prefix() + prefix)
                              .continuationToken(token)));
    } catch (S3Exception e) {
      throw bucket.fault(what(), e);
    }
  }

  private String what() {
    return "list " + bucket.prefix() + prefix + "*";
  }

  /**
   * What others have put into the bucket may have names that no blob has; and a server that keeps
   * its objects in directories may take dots at the end of the prefix for a way up.
   */
  private Optional<BlobKey> key(String path) {
    return path.startsWith(bucket.prefix() + prefix)
        ? blobKey(path.substring(bucket.prefix().length()))
        : Optional.empty();
  }

  /** Whether there can be a key that begins so. */
  static boolean canBegin(String prefix) {
    return blobKey(prefix).isPresent() || blobKey(prefix + "a").isPresent();
  }

  private static Optional<BlobKey> blobKey(String value) {
    try {
      return Optional.of(BlobKey.of(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
