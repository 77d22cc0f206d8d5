package dev.chalkstream.servlet;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what broadcasters are refused, since encoders do not show the answers that they get: of each
 * stream and each kind of refusal the first at once, and then once a minute how many there were.
 * However many sessions are made up, the lines of a minute are bounded. Neither a session nor a
 * token stands in them. Safe for many threads.
 */
final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  /** So many kinds of so many streams are told apart in a minute. */
  static final int MOST_KINDS = 200;

  private static final String BASIC = "Basic ";
  private static final Duration MEMORY_OF_SUBTITLES = Duration.ofDays(1);
  private static final long COUNT_SECONDS = 61;
  private static final int MOST_OF_METHOD = 20;
  private static final int MOST_OF_NAME = 100;
  private static final int MOST_OF_AGENT = 100;
  private static final int MOST_OF_DETAIL = 400;

  /** Runs something in a minute. */
  @FunctionalInterface
  interface Later {
    void run(Runnable task);
  }

  private final FaultLog faults;
  private final Later later;
  private final Challenges challenges = new Challenges();
  private final RecentStreams withSubtitles;
  private final AtomicBoolean counting = new AtomicBoolean();

  /** Logs under the name of this class. */
  RefusalLog() {
    this(LOG, new SteadyClock(), RefusalLog::inAMinute);
  }

  /**
   * Logs elsewhere.
   *
   * @param log where lines are written
   * @param clock says what time it is
   * @param later writes the counts that no further refusal brings
   */
  RefusalLog(Logger log, InstantSource clock, Later later) {
    this.faults = new FaultLog(log, clock, MOST_KINDS);
    this.later = later;
    this.withSubtitles = new RecentStreams(MEMORY_OF_SUBTITLES, clock);
  }

  private static void inAMinute(Runnable task) {
    CompletableFuture.delayedExecutor(COUNT_SECONDS, TimeUnit.SECONDS).execute(task);
  }

  /** Notes that a request for a stream was let in. */
  void allowed(HttpServletRequest request, StreamId stream) {
    String credentials = request.getHeader("Authorization");
    if (credentials != null && credentials.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      challenges.met(stream);
    }
  }

  /** Notes that subtitles came, which are not listed; the first time is logged. */
  void subtitles(StreamId stream) {
    if (withSubtitles.note(stream)) {
      event(
          stream.value(),
          "Stream {}: subtitles (WebVTT) are being pushed, which are taken and not listed; the"
              + " encoder can leave them out (ffmpeg: -sn)",
          stream);
    }
  }

  /** Notes the answer to a request that was refused. */
  void refused(Exchange exchange, Route route, Problem problem) {
    HttpServletRequest request = exchange.request();
    Optional<StreamId> stream = stream(route);
    if (isChallenge(problem, request, stream)) {
      return;
    }
    String who = stream.map(StreamId::value).orElse("unknown");
    String secret = route.id();
    String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("none");
    event(
        who + " " + problem.status() + " " + problem.type(),
        "Stream {}: {} of '{}' ({}, user agent '{}') was answered {}: {}",
        who,
        LogText.of(request.getMethod(), MOST_OF_METHOD, secret),
        LogText.of(route.name(), MOST_OF_NAME, secret),
        size(exchange),
        LogText.of(agent, MOST_OF_AGENT, secret),
        problem.status(),
        LogText.of(problem.detail(), MOST_OF_DETAIL, secret));
  }

  private boolean isChallenge(
      Problem problem, HttpServletRequest request, Optional<StreamId> stream) {
    return problem.status() == 401
        && request.getHeader("Authorization") == null
        && stream.filter(challenges::isOne).isPresent();
  }

  private static Optional<StreamId> stream(Route route) {
    try {
      return Optional.of(SessionId.of(route.id()).streamId());
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String size(Exchange exchange) {
    long size = exchange.bodySize();
    return size < 0 ? "of a size not announced" : size + " bytes";
  }

  private void event(String key, String format, Object... parameters) {
    faults.event(key, format, parameters);
    writeCountsLater();
  }

  private void writeCountsLater() {
    if (counting.compareAndSet(false, true)) {
      later.run(
          () -> {
            counting.set(false);
            if (faults.writeCounts()) {
              writeCountsLater();
            }
          });
    }
  }
}
