package dev.chalkstream.webhooks;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a POST.
 *
 * @param kind whether it was taken, and if not, whether to send it again
 * @param reason what a person is told
 * @param retryAfter for how long the receiver wants to be left alone; zero if it did not say
 */
record Answer(Kind kind, String reason, Duration retryAfter) {

  enum Kind {
    TAKEN,
    /** It may be taken another time. */
    FAILED,
    /** It would be refused another time too. */
    REFUSED
  }

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Either there is a response or there is a failure. */
  static Answer of(@Nullable HttpResponse<?> response, @Nullable Throwable failure, Instant now) {
    if (response == null) {
      return new Answer(Kind.FAILED, describe(failure), Duration.ZERO);
    }
    int status = response.statusCode();
    Kind kind = kind(status);
    Duration rest =
        kind == Kind.FAILED
            ? response
                .headers()
                .firstValue("Retry-After")
                .flatMap(v -> rest(v, now))
                .orElse(Duration.ZERO)
            : Duration.ZERO;
    return new Answer(kind, "status " + status, rest);
  }

  private static Kind kind(int status) {
    if (status / 100 == 2) {
      return Kind.TAKEN;
    }
    boolean again = status / 100 == 5 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    return again ? Kind.FAILED : Kind.REFUSED;
  }

  /** Seconds, or a date (RFC 9110, section 10.2.3); what is neither was not said. */
  private static Optional<Duration> rest(String value, Instant now) {
    try {
      if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
      }
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, until)).filter(rest -> !rest.isNegative());
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String describe(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause);
  }
}
