package dev.chalkstream.servlet;

import dev.chalkstream.internal.log.FaultLog;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;

/** What is said to those who may not, or not so much. */
final class AccessProblems {

  private static final FaultLog FAULTS =
      new FaultLog(LoggerFactory.getLogger(AccessProblems.class));

  private static final long SOON_SECONDS = 2;

  private AccessProblems() {}

  static ProblemException unauthenticated(String what) {
    return new ProblemException(
        Problem.of(401, what + " needs valid credentials, such as Authorization: Bearer")
            .withHeader("WWW-Authenticate", "Bearer"));
  }

  /** Broadcasters cannot all send a bearer token, and some try the query of the address. */
  static ProblemException unauthenticatedBroadcaster() {
    return new ProblemException(
        Problem.of(
                401,
                "publishing needs valid credentials: Authorization: Bearer TOKEN, or Basic with any"
                    + " user name and the token for its password, as in"
                    + " https://user:TOKEN@host/...; a token in the query of an address is not"
                    + " looked at")
            .withHeader("WWW-Authenticate", "Bearer"));
  }

  static ProblemException forbidden(String what) {
    return new ProblemException(
        Problem.of(403, "these credentials do not allow " + what + " here"));
  }

  static ProblemException link(String type, String title, String detail) {
    return new ProblemException(new Problem(403, Problems.TYPE + type, title, detail, Map.of()));
  }

  /** A decision, or else what must not look like a refusal: clients give up on those. */
  static <T> T orUndecided(String kind, Callable<T> decision) throws ProblemException {
    try {
      return Objects.requireNonNull(decision.call(), "no decision");
    } catch (Exception e) {
      FAULTS.faultWithTrace(e, "The {} authorizer has failed", kind);
      throw new ProblemException(
          Problems.unavailable("whether you may could not be found out; try again soon"));
    }
  }

  /** More is on the way from all clients together than may be in memory. */
  static ProblemException tooMuchAtOnce() {
    return new ProblemException(
        Problems.unavailable("too much is being uploaded at once; send the same again soon"));
  }

  /** A body that would not fit even if it were the only one. */
  static ProblemException tooLargeForMemory(int most) {
    return new ProblemException(
        Problem.of(
            413,
            "an upload has at most "
                + most
                + " bytes here, for which this server has memory; make shorter segments, or give"
                + " the server a larger heap"));
  }

  /** A small body that becomes a very large one. */
  static ProblemException tooLargeInflated(int most) {
    return new ProblemException(
        Problem.of(
            413,
            "a playlist in gzip format has at most "
                + most
                + " bytes when it is inflated; send it as it is, or make it shorter"));
  }

  /** A body in a coding that is not read; what is read is told in a header (RFC 7694). */
  static ProblemException unsupportedCoding(String supported, String detail) {
    return new ProblemException(
        new Problem(
                415,
                Problems.TYPE + "unsupported-coding",
                "Unsupported content coding",
                detail,
                Map.of())
            .withHeader("Accept-Encoding", supported));
  }

  /** More of one session waits for the store than is kept, for as long as an upload may take. */
  static ProblemException tooFarAhead() {
    return tooMany(
        "too-far-ahead",
        "Sent faster than it is stored",
        "this session sends faster than the store takes what it sends, and this server has no"
            + " memory for more of it; send the same again soon, and let the encoder go at the pace"
            + " of the clock (ffmpeg: -re)",
        SOON_SECONDS);
  }

  static ProblemException tooFast(long retrySeconds) {
    return tooMany(
        "too-fast",
        "Too many uploads",
        "more segments and playlists have come under this session than may in a minute; wait, or make"
            + " longer segments",
        retrySeconds);
  }

  static ProblemException tooManyStreams(long retrySeconds) {
    return tooMany(
        "too-many-streams",
        "Too many live streams",
        "as many streams are live here as may be; come back when one has ended",
        retrySeconds);
  }

  private static ProblemException tooMany(
      String type, String title, String detail, long retrySeconds) {
    return new ProblemException(
        new Problem(429, Problems.TYPE + type, title, detail, Map.of())
            .withHeader("Retry-After", Long.toString(retrySeconds)));
  }
}
