package dev.chalkstream.servlet;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaFile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what the headers of an upload say. Numbers are plain digits: no sign, no exponent. A
 * fraction may stand without a zero before it, as {@code bc} writes it.
 */
final class UploadHeaders {

  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?|\\.[0-9]{1,18}");
  private static final int NANO_DIGITS = 9;

  private UploadHeaders() {}

  /** Puts what the headers say into an upload. */
  static void read(Exchange exchange, Route route, SegmentUpload.Builder upload)
      throws ProblemException {
    upload.sequence(sequence(required(exchange, "X-Sequence")));
    Duration duration = duration(required(exchange, "X-Duration"));
    Parse.orMalformed("X-Duration: ", () -> upload.duration(duration));
    initialization(exchange, route, upload);
    Optional<String> run = exchange.header("X-Run");
    if (run.isPresent()) {
      Parse.orMalformed("X-Run: ", () -> upload.run(run.get()));
    }
    Optional<String> target = exchange.header("X-Target-Duration");
    if (target.isPresent()) {
      upload.targetDuration(targetDuration(target.get()));
    }
  }

  /** Segments of fragmented MP4 name their initialization section, and no others have one. */
  private static void initialization(Exchange exchange, Route route, SegmentUpload.Builder upload)
      throws ProblemException {
    if (route.name().endsWith(MediaFile.FRAGMENTS.extension())) {
      String digest = required(exchange, "X-Init");
      Parse.orMalformed("X-Init: ", () -> upload.initialization(SegmentDigest.of(digest)));
    } else if (exchange.header("X-Init").isPresent()) {
      throw Problems.malformed(
          "X-Init names the initialization section of fragmented MP4, which is sent as "
              + MediaFile.FRAGMENTS.extension());
    }
  }

  static long sequence(String value) throws ProblemException {
    if (!INTEGER.matcher(value).matches()) {
      throw Problems.malformed("X-Sequence is an integer of 0 or more, in at most 18 digits");
    }
    return Long.parseLong(value);
  }

  static Duration duration(String value) throws ProblemException {
    if (!DECIMAL.matcher(value).matches()) {
      throw Problems.malformed("X-Duration is a number of seconds in decimal, such as 2.002");
    }
    BigDecimal nanos =
        new BigDecimal(value).movePointRight(NANO_DIGITS).setScale(0, RoundingMode.DOWN);
    return Duration.ofNanos(nanos.longValueExact());
  }

  static TargetDuration targetDuration(String value) throws ProblemException {
    long longest = SegmentUpload.MAX_DURATION.toSeconds();
    long seconds = INTEGER.matcher(value).matches() ? Long.parseLong(value) : 0;
    if (seconds < 1 || seconds > longest) {
      throw Problems.malformed(
          "X-Target-Duration is an integer number of seconds from 1 to " + longest);
    }
    return TargetDuration.ofSeconds((int) seconds);
  }

  private static String required(Exchange exchange, String name) throws ProblemException {
    return exchange
        .header(name)
        .orElseThrow(() -> Problems.malformed("the header " + name + " is missing"));
  }
}
