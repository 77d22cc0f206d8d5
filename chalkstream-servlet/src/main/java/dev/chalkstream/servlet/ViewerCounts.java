package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many watch, by who asks for playlists: a player asks about once a target duration, and who
 * has not for three of them watches no more. To be given to the servlets that serve playlists, by
 * {@link ServletOptions.Builder#viewerCounts}; several may share one.
 *
 * <p>Viewers are told apart by their address, {@code User-Agent} and token, if watching needs one.
 * So two who share an address and a kind of browser may count as one, and who changes them counts
 * twice for a while. Behind a proxy all have the proxy's address, unless the container is told to
 * believe the header that names theirs. Who watches a recording asks once, and counts for as long
 * as that; those in the waiting room do not count. These are figures to look at, not to be paid by.
 *
 * <p>Nothing is kept that says who somebody is. Of address, agent and token, only 64 bits of an
 * HMAC are held in memory, for three target durations; its key is random, is thrown away after a
 * day and never leaves the process. Nothing is stored or logged.
 *
 * <p>Memory is bounded, to a sixteenth of the heap at most. Up to 4,096 viewers of a stream are
 * counted exactly; beyond that the count is an estimate which is off by 2 % as a rule. When more
 * than 262,144 viewers are known of all streams together, it comes from fewer of them and is off by
 * more. Of more than 10,000 streams with viewers, the later ones show none. In a heap of less than
 * 2 GB these two figures are lower, in proportion.
 *
 * <p>Counts are those of one process. Where a balancer keeps a viewer at one node, those of all
 * nodes add up. Where nodes take turns, each of up to three nodes knows nearly every viewer, and of
 * more nodes each viewer is known to three: divide the sum by the number of nodes, or by three if
 * that is less.
 *
 * <p>Safe for use by many threads.
 */
public final class ViewerCounts {

  private static final int TARGET_DURATIONS = 3;

  /** What each stream has left for a sample when there are many viewers in all. */
  private static final int SMALL_SAMPLE = 64;

  private static final int VIEWER_BYTES = 96;
  private static final long SHARE = Runtime.getRuntime().maxMemory() / 32;
  private static final int MANY_VIEWERS = (int) Math.min(1 << 18, SHARE / VIEWER_BYTES);
  private static final int MOST_STREAMS =
      (int) Math.min(10_000, SHARE / (SMALL_SAMPLE * VIEWER_BYTES));

  private static final int SWEEP_AFTER = 1_024;

  private final InstantSource clock;
  private final Predicate<HttpServletRequest> counted;
  private final ViewerKeys keys;
  private final Map<StreamId, StreamAudience> audiences = new ConcurrentHashMap<>();
  private final AtomicInteger known = new AtomicInteger();
  private final AtomicLong requests = new AtomicLong();

  private ViewerCounts(InstantSource clock, Predicate<HttpServletRequest> counted) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.counted = Objects.requireNonNull(counted, "counted");
    this.keys = new ViewerKeys(clock.instant());
  }

  /**
   * Counts everyone, by the system's clock.
   *
   * @return counts, which are zero so far
   */
  public static ViewerCounts create() {
    return of(new SteadyClock(), request -> true);
  }

  /**
   * Counts some, by a clock.
   *
   * @param clock says when somebody watches no more
   * @param counted whether a request for a playlist counts, such as one that is not an operator's;
   *     asked by many threads, and must be quick
   * @return counts, which are zero so far
   */
  public static ViewerCounts of(InstantSource clock, Predicate<HttpServletRequest> counted) {
    return new ViewerCounts(clock, counted);
  }

  /**
   * How many watch a stream.
   *
   * @param stream the stream
   * @return the viewers that this process knows
   */
  public long viewers(StreamId stream) {
    StreamAudience audience = audiences.get(stream);
    return audience == null ? 0 : audience.count(clock.millis());
  }

  /**
   * How many watch, of all streams together. Who watches two of them counts twice.
   *
   * @return the viewers that this process knows
   */
  public long viewers() {
    long now = clock.millis();
    return audiences.values().stream().mapToLong(audience -> audience.count(now)).sum();
  }

  /**
   * Notes that somebody was given a playlist.
   *
   * @param token what the viewer has shown in the path, or empty
   * @param targetDuration the playlist's, or null if it is as before
   */
  void saw(
      HttpServletRequest request,
      String token,
      StreamId stream,
      @Nullable Duration targetDuration) {
    if (!counted.test(request)) {
      return;
    }
    StreamAudience audience = audienceOf(stream, targetDuration != null);
    if (audience == null) {
      return;
    }
    Instant now = clock.instant();
    long window =
        targetDuration == null
            ? audience.window()
            : targetDuration.multipliedBy(TARGET_DURATIONS).toMillis();
    int sample = known.get() < MANY_VIEWERS ? StreamAudience.SAMPLE : SMALL_SAMPLE;
    ViewerKeys.Key key = keys.of(traits(request, token), now);
    known.addAndGet(audience.add(key, now.toEpochMilli(), window, sample));
    if (requests.incrementAndGet() % SWEEP_AFTER == 0) {
      sweep(now.toEpochMilli());
    }
  }

  /** How many viewers are in memory. */
  int known() {
    return known.get();
  }

  /** How many streams are in memory. */
  int streams() {
    return audiences.size();
  }

  private @Nullable StreamAudience audienceOf(StreamId stream, boolean create) {
    StreamAudience audience = audiences.get(stream);
    return audience == null && create && audiences.size() < MOST_STREAMS
        ? audiences.computeIfAbsent(stream, fresh -> new StreamAudience())
        : audience;
  }

  /** Who comes meanwhile to a stream that has just lost its last viewer counts at the next time. */
  private void sweep(long now) {
    audiences.values().forEach(audience -> audience.sweep(now));
    audiences.values().removeIf(audience -> audience.known() == 0);
    known.set(audiences.values().stream().mapToInt(StreamAudience::known).sum());
  }

  private static List<String> traits(HttpServletRequest request, String token) {
    String agent = request.getHeader("User-Agent");
    String authorization = request.getHeader("Authorization");
    return List.of(
        request.getRemoteAddr(),
        agent == null ? "" : agent,
        token,
        authorization == null ? "" : authorization);
  }
}
