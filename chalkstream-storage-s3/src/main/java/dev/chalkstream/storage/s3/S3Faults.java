package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Says in one sentence what is wrong with an object store, and what a person can do about it. */
final class S3Faults {

  private static final String DENIED =
      "access is denied; the key needs s3:GetObject, s3:PutObject and s3:DeleteObject on the"
          + " objects, and s3:ListBucket on the bucket";
  private static final String NO_BUCKET =
      "there is no such bucket at this endpoint; create it, or correct the name: it is not created"
          + " by itself";
  private static final String UNKNOWN_KEY =
      "the server does not know the access key; check AWS_ACCESS_KEY_ID or the profile, and that"
          + " they belong to this endpoint";
  private static final String WRONG_SECRET =
      "the signature does not match; check AWS_SECRET_ACCESS_KEY or the profile";
  private static final String SESSION_OVER =
      "the session token is expired or not valid; sign in again, or renew AWS_SESSION_TOKEN";
  private static final String CLOCK =
      "the clock of this machine and that of the server are too far apart; set the clock by NTP";
  private static final String REGION = "the bucket is in another region";
  private static final String BUSY = "the server asks for fewer requests; try again later";
  private static final String CORRUPT = "the bytes that arrived are not those that were sent";
  private static final String NOT_SUPPORTED = "the server does not support the request";

  private static final String FULL =
      "there is no room, as a disk is full or a quota is used up; make room, or raise the quota";

  private static final int INSUFFICIENT_STORAGE = 507;

  private static final Map<String, String> BY_CODE =
      Map.ofEntries(
          Map.entry("NoSuchBucket", NO_BUCKET),
          Map.entry("AccessDenied", DENIED),
          Map.entry("AllAccessDisabled", DENIED),
          Map.entry("InvalidAccessKeyId", UNKNOWN_KEY),
          Map.entry("SignatureDoesNotMatch", WRONG_SECRET),
          Map.entry("ExpiredToken", SESSION_OVER),
          Map.entry("InvalidToken", SESSION_OVER),
          Map.entry("RequestTimeTooSkewed", CLOCK),
          Map.entry("RequestExpired", CLOCK),
          Map.entry("PermanentRedirect", REGION),
          Map.entry("TemporaryRedirect", REGION),
          Map.entry("AuthorizationHeaderMalformed", REGION),
          Map.entry("IllegalLocationConstraintException", REGION),
          Map.entry("SlowDown", BUSY),
          Map.entry("TooManyRequests", BUSY),
          Map.entry("BadDigest", CORRUPT),
          Map.entry("XAmzContentSHA256Mismatch", CORRUPT),
          Map.entry("QuotaExceeded", FULL), // Ceph
          Map.entry("XMinioStorageFull", FULL),
          Map.entry("XMinioAdminBucketQuotaExceeded", FULL),
          Map.entry("InsufficientStorage", FULL),
          Map.entry("NotImplemented", NOT_SUPPORTED));

  /** For answers without a body, as to HEAD. */
  private static final Map<Integer, String> BY_STATUS =
      Map.ofEntries(
          Map.entry(301, REGION),
          Map.entry(307, REGION),
          Map.entry(403, DENIED),
          Map.entry(429, BUSY),
          Map.entry(501, NOT_SUPPORTED),
          Map.entry(INSUFFICIENT_STORAGE, FULL));

  private static final int MAX_DEPTH = 20;

  private S3Faults() {}

  /**
   * Makes the exception for callers.
   *
   * @param what what could not be done
   * @param e why, from the client
   */
  static IOException explain(String what, RuntimeException e) {
    if (e instanceof AbortedException || find(e, InterruptedException.class) != null) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException(what + ": the thread was interrupted");
      interrupted.initCause(e);
      return interrupted;
    }
    DamagedBlobException damaged = find(e, DamagedBlobException.class);
    if (damaged != null) {
      return new DamagedBlobException(damaged.getMessage() + ", however often it is asked for", e);
    }
    String why = e instanceof AwsServiceException answer ? answered(answer) : unanswered(e);
    return e instanceof AwsServiceException answer && isFull(answer)
        ? new StoreFullException(what + ": " + why, e)
        : new IOException(what + ": " + why, e);
  }

  /** The code in the body of an error, or null where there is none. */
  static @Nullable String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null ? null : details.errorCode();
  }

  private static boolean isFull(AwsServiceException e) {
    String code = code(e);
    return e.statusCode() == INSUFFICIENT_STORAGE
        || (code != null && FULL.equals(BY_CODE.get(code)));
  }

  private static String answered(AwsServiceException e) {
    String code = code(e);
    String why = code == null ? null : BY_CODE.get(code);
    if (why == null) {
      why = BY_STATUS.get(e.statusCode());
    }
    if (why == null) {
      why = e.statusCode() >= 500 ? "the server is at fault" : "the server refuses";
    }
    if (why.equals(REGION)) {
      why += region(e) + "; correct region= in the URI, or AWS_REGION";
    }
    return why + " (status " + e.statusCode() + (code == null ? ")" : ", " + code + ")");
  }

  /** AWS says in a header where a bucket is. */
  private static String region(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    if (details == null || details.sdkHttpResponse() == null) {
      return "";
    }
    return details
        .sdkHttpResponse()
        .firstMatchingHeader("x-amz-bucket-region")
        .map(region -> ", " + region)
        .orElse("");
  }

  private static String unanswered(RuntimeException e) {
    UnknownHostException unknown = find(e, UnknownHostException.class);
    if (unknown != null) {
      return "no host of that name is known (" + unknown.getMessage() + "); check endpoint=";
    }
    if (find(e, ConnectException.class) != null || find(e, NoRouteToHostException.class) != null) {
      return "nobody answers at the endpoint; check endpoint=, the network, and that it is up";
    }
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || find(e, SocketTimeoutException.class) != null) {
      return "no answer came in time; the server or the network is slow or down";
    }
    SSLException tls = find(e, SSLException.class);
    if (tls != null) {
      return "no secure connection can be made: " + tls.getMessage();
    }
    UncheckedIOException body = find(e, UncheckedIOException.class);
    if (body != null) {
      return "the body cannot be read: " + body.getMessage();
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("credentials")) {
      return "no credentials are found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a"
          + " profile, or give the machine a role";
    }
    return "the request failed: " + message;
  }

  private static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
    Throwable next = e;
    for (int depth = 0; next != null && depth < MAX_DEPTH; depth++) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }
}
