package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One put on a condition, which may take several requests.
 *
 * <p>That the condition has failed may be a lie: the first request went through, its answer was
 * lost, and its repetition has met what the first has written. So each put leaves a {@link Mark} on
 * the object, by which it recognises its own work, and another that it has come too late.
 */
final class ConditionalPut {

  private static final int MAX_CONFLICTS = 8;
  private static final long FIRST_BACK_OFF_MILLIS = 8;

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Bucket bucket;
  private final Dialect dialect;
  private final BlobKey key;
  private final PutCondition condition;
  private final Mark mark;

  /** What was there beforehand, so far as it is known here. */
  private final Optional<Mark> before;

  /** Whether a request may have gone through although it seems to have failed. */
  private boolean uncertain;

  private ConditionalPut(S3Bucket bucket, Dialect dialect, BlobKey key, PutCondition condition) {
    this.bucket = bucket;
    this.dialect = dialect;
    this.key = key;
    this.condition = condition;
    this.mark = Mark.fresh(condition);
    this.before = bucket.sightings().last(key);
  }

  /** As {@link dev.chalkstream.storage.BlobStore#putIf} says. */
  static Optional<BlobVersion> run(
      S3Bucket bucket, Dialect dialect, BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    try (Payload payload = Payload.of(body)) {
      return new ConditionalPut(bucket, dialect, key, condition).run(payload);
    }
  }

  private Optional<BlobVersion> run(Payload payload) throws IOException {
    PutObjectRequest request = request(payload);
    for (int conflicts = 0; ; conflicts++) {
      S3Exception refusal;
      try {
        return Optional.of(send(request, payload));
      } catch (S3Exception e) {
        refusal = e;
      }
      if (!isRaceLost(refusal) || conflicts == MAX_CONFLICTS) {
        throw bucket.fault("put " + bucket.path(key), refusal);
      }
      uncertain |= isRepeated(refusal);
      Optional<HeadObjectResponse> found = bucket.head(key);
      if (found.isPresent() && mark.equals(Mark.of(found.get().metadata()))) {
        return Optional.of(S3Bucket.info(key, found.get()).version());
      }
      if (isFinal(refusal, found)) {
        return Optional.empty();
      }
      backOff(conflicts);
    }
  }

  private BlobVersion send(PutObjectRequest request, Payload payload) throws IOException {
    String what = "put " + bucket.path(key);
    String tag =
        bucket.ask(what, () -> bucket.client().putObject(request, payload.toRequestBody())).eTag();
    if (tag == null) {
      throw new IOException("the server does not tell the ETag of " + key);
    }
    bucket.sightings().saw(key, mark.toMetadata());
    return Dialect.version(tag);
  }

  private PutObjectRequest request(Payload payload) {
    ObjectHeaders headers = payload.headers();
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.path(key))
            .contentType(headers.contentType())
            .cacheControl(headers.cacheControl());
    if (dialect.checksums()) {
      request.checksumSHA256(payload.sha256());
    }
    if (condition instanceof PutCondition.IfVersion ifVersion) {
      request.ifMatch(dialect.tag(ifVersion.version()));
    } else if (condition instanceof PutCondition.IfAbsent) {
      request.ifNoneMatch("*");
    }
    Map<String, String> metadata = mark.toMetadata();
    payload.check().addTo(metadata);
    return request.metadata(metadata).build();
  }

  /** The version that must be there, or null if none. */
  private @Nullable String expected() {
    return condition instanceof PutCondition.IfVersion ifVersion
        ? ifVersion.version().value()
        : null;
  }

  private boolean isRaceLost(S3Exception e) {
    if (condition instanceof PutCondition.Always) {
      return e.statusCode() == CONFLICT;
    }
    return e.statusCode() == PRECONDITION_FAILED
        || e.statusCode() == CONFLICT
        || (e.statusCode() == NOT_FOUND && S3Bucket.isNoSuchKey(e));
  }

  /** Whether the client has sent the request more than once. */
  private static boolean isRepeated(SdkException e) {
    Integer attempts = e.numAttempts();
    return attempts == null || attempts > 1;
  }

  /**
   * Whether nothing is left to try, because the condition does not hold and this put has changed
   * nothing.
   *
   * @throws IOException if it may have changed something
   */
  private boolean isFinal(S3Exception refusal, Optional<HeadObjectResponse> found)
      throws IOException {
    String version = found.map(object -> Dialect.version(object.eTag()).value()).orElse(null);
    if (condition instanceof PutCondition.Always || Objects.equals(version, expected())) {
      // Nothing of this put is there; only if the server has said no more than that, it is over.
      boolean over = refusal.statusCode() != CONFLICT && !uncertain;
      uncertain = false;
      return over;
    }
    if (uncertain && !isUntouched(found)) {
      throw new IOException(
          "the answer to a put of "
              + bucket.path(key)
              + " was lost, and another has written since: it may have been stored or not",
          refusal);
    }
    return true;
  }

  /** Whether what is there tells that this put has never been. */
  private boolean isUntouched(Optional<HeadObjectResponse> found) {
    Mark present = found.map(object -> Mark.of(object.metadata())).orElse(Mark.NOTHING);
    return present.isKnown()
        && (before.equals(Optional.of(present)) || present.hasReplacedTheSameAs(mark));
  }

  private static void backOff(int conflicts) {
    long most = TimeUnit.MILLISECONDS.toNanos(FIRST_BACK_OFF_MILLIS << conflicts);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
  }
}
