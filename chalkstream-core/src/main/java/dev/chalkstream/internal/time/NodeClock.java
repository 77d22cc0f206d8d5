package dev.chalkstream.internal.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of one node. Whatever waits, is fresh or comes due on this node is measured by {@link
 * #instant}, which counts how much time has passed since the node started: no clock that is set
 * changes it. What day it is, {@link #date} tells: it began with the wall clock, goes on at the
 * same pace, and is corrected by the time of the store, which all nodes share. Safe for many
 * threads.
 */
public final class NodeClock implements InstantSource {

  /** A difference up to this is not worth a word: some stores tell their time to the second. */
  private static final Duration LOGGED = Duration.ofSeconds(1);

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What file systems that tell fractions of a second are off by at most. */
  private static final Duration TICK = Duration.ofMillis(20);

  /** A date that is too late loses a second in so many; one that followed it back at once would. */
  private static final int SLOWDOWN = 20;

  /**
   * The date from some time on.
   *
   * @param from a time of the node
   * @param date the date then
   * @param left by how much it is still to be moved, gently
   */
  private record Course(Instant from, Instant date, Duration left) {

    Instant at(Instant now) {
      Duration passed = Duration.between(from, now);
      return date.plus(passed).plus(moved(passed));
    }

    private Duration moved(Duration passed) {
      Duration most = passed.dividedBy(SLOWDOWN);
      if (left.abs().compareTo(most) <= 0) {
        return left;
      }
      return left.isNegative() ? most.negated() : most;
    }

    /** By how much it is to be moved yet. */
    Duration leftAt(Instant now) {
      return left.minus(moved(Duration.between(from, now)));
    }
  }

  /**
   * What is between two bounds, both included.
   *
   * @param least the lower bound
   * @param most the upper bound, no less
   */
  public record Span(Duration least, Duration most) {

    public static final Span ZERO = new Span(Duration.ZERO, Duration.ZERO);

    private Duration middle() {
      return least.plus(most).dividedBy(2);
    }

    private Span shifted(Duration by) {
      return new Span(least.plus(by), most.plus(by));
    }

    boolean contains(Duration value) {
      return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    /** A value that can be right, or else what is off by least on average. */
    public Duration estimate(Duration value) {
      return contains(value) ? value : middle();
    }
  }

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final long startNanos;
  private final Instant start;
  private volatile Course course;

  /** How far the store's time is from the node's, or null before it has told it. */
  private volatile @Nullable Span storeOffset;

  /**
   * Whether the store has ever told a fraction of a second: then a whole second is no less exact.
   */
  private volatile boolean fractions;

  /**
   * Starts a clock.
   *
   * @param wall tells the date, which may be wrong and may be set
   * @param nanos counts the nanoseconds that pass, and never goes back
   */
  public NodeClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
    this.start = wall.instant();
    this.course = new Course(start, start, Duration.ZERO);
  }

  /**
   * Starts a clock. The system's clocks are set now and then, so time is counted apart from them;
   * any other source is taken for what counts the time, too.
   */
  public static NodeClock of(InstantSource source) {
    boolean isSystem =
        source.equals(InstantSource.system())
            || (source instanceof Clock clock && clock.equals(Clock.system(clock.getZone())));
    return isSystem
        ? new NodeClock(source, System::nanoTime)
        : new NodeClock(source, new Forwards(source));
  }

  /** The node's time. It never goes back, and a second of it is a second. */
  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  /** What the wall clock shows, whether it is right or not. */
  Instant wall() {
    return wall.instant();
  }

  /** The date, to the best of the node's knowledge. It goes back at its first correction only. */
  public Instant date() {
    return course.at(instant());
  }

  /** Whether the store has told its time. */
  boolean knowsStoreTime() {
    return storeOffset != null;
  }

  /**
   * Takes note of the store's time.
   *
   * @param stored when the store says that it has stored something
   * @param asked when that was asked for, by this node's time
   * @param answered when it had answered, by this node's time
   * @return by how much the date was off, if that is worth a word, or zero; negative if it was late
   */
  synchronized Duration correct(Instant stored, Instant asked, Instant answered) {
    noteFraction(stored);
    boolean first = storeOffset == null;
    Duration latest = Duration.between(asked, stored.plus(grain(stored)));
    Duration earliest = Duration.between(answered, stored);
    var offset = new Span(earliest, latest.compareTo(earliest) < 0 ? earliest : latest);
    storeOffset = offset;
    Instant now = instant();
    Duration goal = Duration.between(now, course.at(now)).plus(course.leftAt(now));
    boolean agrees = offset.contains(goal);
    Duration wrong = agrees ? Duration.ZERO : goal.minus(offset.middle());
    if (agrees && !first) {
      return Duration.ZERO;
    }
    Instant right = now.plus(goal).minus(wrong);
    Instant present = course.at(now);
    course =
        first || right.isAfter(present)
            ? new Course(now, right, Duration.ZERO)
            : new Course(now, present, Duration.between(present, right));
    return wrong.abs().compareTo(LOGGED) > 0 ? wrong : Duration.ZERO;
  }

  /** Moves the date gently to what the wall clock shows, where the store has never told its. */
  synchronized void followWall() {
    if (storeOffset == null) {
      Instant now = instant();
      Instant present = course.at(now);
      course = new Course(now, present, Duration.between(present, wall.instant()));
    }
  }

  /**
   * How old something is by the time of the store, if that is known.
   *
   * @param stored when the store says that it was stored
   * @param now a time of the node
   * @return its age, or zero where nothing is known of it; what is younger than it can be told, or
   *     was stored before the clock of the store was set back, may be of less than no age
   */
  public Span age(Instant stored, Instant now) {
    noteFraction(stored);
    Span offset = storeOffset;
    if (offset == null) {
      return Span.ZERO;
    }
    Span since = offset.shifted(Duration.between(stored, now));
    return new Span(since.least().minus(grain(stored)), since.most());
  }

  /** How exact a time of the store's is. */
  private Duration grain(Instant stored) {
    return stored.getNano() == 0 && !fractions ? SECOND : TICK;
  }

  /** If a store tells a fraction for the first time, it has told the time more exactly before. */
  private void noteFraction(Instant stored) {
    if (stored.getNano() != 0 && !fractions) {
      tellFractions();
    }
  }

  private synchronized void tellFractions() {
    Span offset = storeOffset;
    if (offset != null && !fractions) {
      Duration most = offset.most().minus(SECOND).plus(TICK);
      boolean less = most.compareTo(offset.least()) < 0;
      storeOffset = new Span(offset.least(), less ? offset.least() : most);
    }
    fractions = true;
  }

  /** Counts the time that passes on a clock; while that is turned back, none does. */
  private static final class Forwards implements LongSupplier {

    private final InstantSource source;
    private Instant last;
    private long passed;

    Forwards(InstantSource source) {
      this.source = source;
      this.last = source.instant();
    }

    @Override
    public synchronized long getAsLong() {
      Instant now = source.instant();
      if (now.isAfter(last)) {
        passed += Duration.between(last, now).toNanos();
      }
      last = now;
      return passed;
    }
  }
}
