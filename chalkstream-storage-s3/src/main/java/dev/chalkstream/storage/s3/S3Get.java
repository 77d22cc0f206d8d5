package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Opens blobs: what they are and what is in them, from one and the same answer. */
final class S3Get {

  /**
   * So long bodies are read at once, so that they hold no connection and a failure half-way is
   * tried again: all manifests, and no segments to speak of.
   */
  private static final int READ_AT_ONCE = 256 * 1024;

  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int MAX_CHANGES = 5;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d+)");

  private record Answer(GetObjectResponse head, InputStream body) {}

  private final S3Bucket bucket;
  private final BlobKey key;
  private final ByteRange range;

  private S3Get(S3Bucket bucket, BlobKey key, ByteRange range) {
    this.bucket = bucket;
    this.key = key;
    this.range = range;
  }

  /** As {@link dev.chalkstream.storage.BlobStore#get} says. */
  static Optional<Blob> run(S3Bucket bucket, BlobKey key, ByteRange range) throws IOException {
    return new S3Get(bucket, key, range).run();
  }

  private Optional<Blob> run() throws IOException {
    for (int changes = 0; changes < MAX_CHANGES; changes++) {
      try {
        return Optional.of(toBlob(bucket.ask(what(), this::send)));
      } catch (S3Exception e) {
        if (S3Bucket.isNoSuchKey(e)) {
          bucket.sightings().sawNothing(key);
          return Optional.empty();
        }
        if (e.statusCode() != RANGE_NOT_SATISFIABLE) {
          throw bucket.fault(what(), e);
        }
      }
      Optional<Blob> empty = beyondTheEnd();
      if (empty.isEmpty() || empty.get().length() == 0) {
        return empty;
      }
      // It was replaced by a longer one in between.
    }
    throw new IOException("cannot " + what() + ": it changes all the time");
  }

  private String what() {
    return "read " + bucket.path(key);
  }

  private Answer send() {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(bucket.name()).key(bucket.path(key));
    if (!range.isAll()) {
      request.range("bytes=" + range);
    }
    ResponseTransformer<GetObjectResponse, Answer> transformer = this::receive;
    return bucket.client().getObject(request.build(), ResponseTransformer.unmanaged(transformer));
  }

  private Answer receive(GetObjectResponse head, AbortableInputStream in) {
    Long length = head.contentLength();
    BodyCheck check = range.isAll() ? BodyCheck.of(head.metadata()) : BodyCheck.NONE;
    if (length == null || length > READ_AT_ONCE) {
      return new Answer(head, new S3Body(in, length == null ? 0 : length, check, what()));
    }
    try (S3Body body = new S3Body(in, length, check, what())) {
      return new Answer(head, new ByteArrayInputStream(body.readAllBytes()));
    } catch (IOException e) {
      throw RetryableException.builder().message("the body broke off").cause(e).build();
    }
  }

  private Blob toBlob(Answer answer) throws IOException {
    GetObjectResponse head = answer.head();
    bucket.sightings().saw(key, head.metadata());
    try {
      BlobInfo info = S3Bucket.info(key, size(head), head.eTag(), head.lastModified());
      Blob blob = new Blob(info, range, answer.body());
      if (blob.length() == head.contentLength()) {
        return blob;
      }
      throw new IOException("cannot " + what() + ": the server has sent another range");
    } catch (IOException e) {
      answer.body().close();
      throw e;
    }
  }

  /** The size of the whole, of which the body may be a part. */
  private long size(GetObjectResponse head) throws IOException {
    if (head.contentLength() == null) {
      throw new IOException("cannot " + what() + ": the server does not tell its length");
    }
    if (head.contentRange() == null) {
      return head.contentLength();
    }
    Matcher matcher = CONTENT_RANGE.matcher(head.contentRange());
    if (!matcher.matches()) {
      throw new IOException("cannot " + what() + ": not a Content-Range: " + head.contentRange());
    }
    return Long.parseLong(matcher.group(1));
  }

  /** What HTTP calls an error is the empty end of a blob here. */
  private Optional<Blob> beyondTheEnd() throws IOException {
    var found = bucket.head(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    BlobInfo info = S3Bucket.info(key, found.get());
    return Optional.of(new Blob(info, range, InputStream.nullInputStream()));
  }
}
