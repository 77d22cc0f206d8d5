package dev.chalkstream.internal.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Logs faults that may come with every request: each kind at once when it is new, and then once a
 * minute how often it has come since. A kind is what has the same text before its parameters are
 * filled in, and the same key. Lines are warnings. Safe for use by many threads.
 */
public final class FaultLog {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /**
   * Keys may be what clients choose; those beyond so many are one kind, if nobody says otherwise.
   */
  private static final int MOST_KINDS = 1_000;

  private record Kind(String format, String key) {}

  private static final class Fault {
    private Instant lastAt = Instant.EPOCH;
    private String text = "";
    private long more;
  }

  private record Line(String text, @Nullable Throwable trace) {}

  private final Logger log;
  private final InstantSource clock;
  private final int mostKinds;
  private final Map<Kind, Fault> faults = new LinkedHashMap<>();
  private Instant countedAt = Instant.EPOCH;

  /**
   * Knows of no faults yet, and counts the time by itself, whatever the system's clock is set to.
   *
   * @param log where lines are written
   */
  public FaultLog(Logger log) {
    this(log, steady());
  }

  private static InstantSource steady() {
    Instant start = InstantSource.system().instant();
    long nanos = System.nanoTime();
    return () -> start.plusNanos(System.nanoTime() - nanos);
  }

  /**
   * Knows of no faults yet.
   *
   * @param log where lines are written
   * @param clock says what time it is
   */
  public FaultLog(Logger log, InstantSource clock) {
    this(log, clock, MOST_KINDS);
  }

  /**
   * Knows of no faults yet.
   *
   * @param log where lines are written
   * @param clock says what time it is
   * @param mostKinds how many kinds are told apart in a minute, 1 or more; those beyond become one
   *     for each text
   */
  public FaultLog(Logger log, InstantSource clock, int mostKinds) {
    this.log = log;
    this.clock = clock;
    this.mostKinds = mostKinds;
  }

  /**
   * Notes a fault that an exception has shown. The class of what is at the bottom of it is its key.
   *
   * @param cause the exception; the text may name it, and its stack trace is logged at debug level
   * @param format the text, with {@code {}} for each parameter
   * @param parameters what is filled in
   */
  public void fault(Throwable cause, String format, Object... parameters) {
    log.debug("What is behind it: {}", format, cause);
    note(new Kind(format, bottom(cause)), parameters, null);
  }

  /**
   * Notes a fault as {@link #fault} does; the first of its kind is logged with its stack trace.
   *
   * @param cause the exception
   * @param format the text, with {@code {}} for each parameter
   * @param parameters what is filled in
   */
  public void faultWithTrace(Throwable cause, String format, Object... parameters) {
    note(new Kind(format, bottom(cause)), parameters, cause);
  }

  /**
   * Notes what has happened to something.
   *
   * @param key what it has happened to
   * @param format the text, with {@code {}} for each parameter
   * @param parameters what is filled in
   */
  public void event(Object key, String format, Object... parameters) {
    note(new Kind(format, key.toString()), parameters, null);
  }

  /**
   * Writes the counts that are due, which else come with the next fault of any kind.
   *
   * @return whether there are more that are not due yet
   */
  public boolean writeCounts() {
    List<Line> lines = new ArrayList<>();
    boolean more = due(lines);
    write(lines);
    return more;
  }

  private synchronized boolean due(List<Line> lines) {
    countIfDue(clock.instant(), lines);
    return faults.values().stream().anyMatch(fault -> fault.more > 0);
  }

  private static String bottom(Throwable fault) {
    Throwable bottom = fault;
    for (Throwable t = fault.getCause(); t != null && t != bottom; t = t.getCause()) {
      bottom = t;
    }
    return bottom.getClass().getName();
  }

  private void note(Kind kind, Object[] parameters, @Nullable Throwable trace) {
    String text = MessageFormatter.basicArrayFormat(kind.format(), parameters);
    write(lines(kind, text, trace));
  }

  private void write(List<Line> lines) {
    for (Line line : lines) {
      if (line.trace() == null) {
        log.warn(line.text());
      } else {
        log.warn(line.text(), line.trace());
      }
    }
  }

  private synchronized List<Line> lines(Kind kind, String text, @Nullable Throwable trace) {
    Instant now = clock.instant();
    List<Line> lines = new ArrayList<>();
    countIfDue(now, lines);
    Kind known = isFullFor(kind) ? new Kind(kind.format(), "") : kind;
    Fault fault = faults.get(known);
    if (fault == null) {
      fault = new Fault();
      faults.put(known, fault);
      lines.add(new Line(text, trace));
    } else {
      fault.more++;
      fault.text = text;
    }
    fault.lastAt = now;
    return lines;
  }

  private void countIfDue(Instant now, List<Line> lines) {
    if (isOver(countedAt, now)) {
      countedAt = now;
      count(now, lines);
    }
  }

  private boolean isFullFor(Kind kind) {
    return faults.size() >= mostKinds && !faults.containsKey(kind);
  }

  /** Says how often each kind has come since the last time, and forgets those that have not. */
  private void count(Instant now, List<Line> lines) {
    for (Iterator<Fault> all = faults.values().iterator(); all.hasNext(); ) {
      Fault fault = all.next();
      if (fault.more > 0) {
        lines.add(new Line(fault.more + " times more: " + fault.text, null));
        fault.more = 0;
      } else if (isOver(fault.lastAt, now)) {
        all.remove();
      }
    }
  }

  private static boolean isOver(Instant since, Instant now) {
    return now.isBefore(since) || !now.isBefore(since.plus(INTERVAL));
  }
}
