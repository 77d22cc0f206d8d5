package dev.chalkstream.servlet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one session sends and has not been taken, in the order in which it began, and whose turn it
 * is next. Not safe for use by many threads.
 *
 * <p>Requests that a client sends one after the other, on connections of their own, begin here in
 * any order, depending on which thread is faster, or on a proxy. So where many are on their way,
 * what playlists say decides their order, and one that seems to be ahead of others waits for them
 * for a moment.
 */
final class SessionQueue {

  /** How far apart requests begin at most that may have overtaken each other. */
  static final Duration SCRAMBLE = Duration.ofSeconds(2);

  /**
   * So many requests beside one are more than an encoder has that goes at the pace of the clock.
   */
  static final int CROWD = 4;

  /** What an entry may wait for. */
  enum Kind {
    /** Waits for nobody. */
    FREE(Integer.MAX_VALUE),
    /** A segment under a name: a few side by side. */
    PUSHED_SEGMENT(4),
    /**
     * A segment of fragmented MP4 under a name, or its initialization section, which goes first.
     */
    PUSHED_FRAGMENTS(4),
    /** A segment with its number, which need not come in order. */
    NUMBERED_SEGMENT(16),
    /** What is about segments that began before it: it waits for those that are whole. */
    IN_TURN(1);

    private final int atOnce;

    Kind(int atOnce) {
      this.atOnce = atOnce;
    }
  }

  /** What a playlist says about its place among others. */
  interface Numbers {

    /** What the playlist is called. */
    String path();

    /** The number of its first segment, or -1 if it has none. */
    long first();

    /** The number of its last segment, or -1 if it has none. */
    long last();

    /** Whether it names a segment that is sent under such a name. */
    boolean names(String segment);
  }

  private enum State {
    ARRIVING,
    WAITING,
    AT_STORE
  }

  /** One that is in the queue. */
  static final class Entry {

    private final Kind kind;
    private final String name;
    private final Instant begun;
    private State state = State.ARRIVING;
    private Instant wholeAt = Instant.MAX;
    private @Nullable Numbers numbers;
    private boolean precedes;

    private Entry(Kind kind, String name, Instant begun) {
      this.kind = kind;
      this.name = name;
      this.begun = begun;
    }

    String name() {
      return name;
    }

    @Nullable Numbers numbers() {
      return numbers;
    }

    /**
     * Notes that it is an initialization section: the segments that began after it wait for it, and
     * it waits for those before it.
     */
    void precedes() {
      precedes = true;
    }

    boolean isWaiting() {
      return state == State.WAITING;
    }

    boolean isWhole() {
      return state != State.ARRIVING;
    }

    private boolean isPushed() {
      return kind == Kind.PUSHED_SEGMENT || kind == Kind.PUSHED_FRAGMENTS;
    }

    /** Encoders begin to send it before they have it. */
    private boolean mayPrecede() {
      return isPushed() && !isWhole() && name.regionMatches(true, name.length() - 4, ".mp4", 0, 4);
    }

    private boolean isSegment() {
      return isPushed() || kind == Kind.NUMBERED_SEGMENT;
    }
  }

  private record Taken(String path, long last, Instant begun) {}

  private final Set<Entry> entries = new LinkedHashSet<>();
  private final int[] atStore = new int[Kind.values().length];
  private @Nullable Taken taken;
  private Instant due = Instant.MAX;

  /** Whether segments of fragmented MP4 need not wait for their very first section any more. */
  private boolean acquainted;

  /**
   * Adds one behind all others.
   *
   * @param name under which it is sent, if that matters
   */
  Entry begin(Kind kind, String name, Instant now) {
    Entry entry = new Entry(kind, name, now);
    entries.add(entry);
    return entry;
  }

  /**
   * Notes that all of one has come.
   *
   * @param numbers what it says, if it is a playlist
   */
  void arrived(Entry entry, @Nullable Numbers numbers, Instant now) {
    entry.state = State.WAITING;
    entry.wholeAt = now;
    entry.numbers = numbers;
  }

  /** Takes one out. */
  void remove(Entry entry) {
    if (entries.remove(entry) && entry.state == State.AT_STORE) {
      atStore[entry.kind.ordinal()]--;
      acquainted |= entry.kind == Kind.PUSHED_FRAGMENTS;
    }
  }

  /** Notes that the session has sent an initialization section before, or segments without one. */
  void acquaint() {
    acquainted = true;
  }

  /** Whether it has. */
  boolean isAcquainted() {
    return acquainted;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The first of those that have not come to their end. */
  @Nullable Entry oldestArriving() {
    for (Entry entry : entries) {
      if (!entry.isWhole()) {
        return entry;
      }
    }
    return null;
  }

  /** Those of some that have not come to their end, in the order in which they began. */
  List<Entry> arriving(Set<Entry> some) {
    return some.isEmpty()
        ? List.of()
        : entries.stream().filter(entry -> !entry.isWhole() && some.contains(entry)).toList();
  }

  /** When {@link #next} has more to say though nothing else has happened, or the end of time. */
  Instant due() {
    return due;
  }

  /** Those whose turn it is by now; from then on they are with the store until they are removed. */
  List<Entry> next(Instant now) {
    due = Instant.MAX;
    List<Entry> turns = new ArrayList<>();
    Entry head = head();
    if (head != null && !mustWait(head, now)) {
      begin(head, turns);
      note(head);
    }
    Numbers wanted = head == null ? null : head.numbers;
    if (wanted != null) {
      // What the next playlist waits for goes first.
      beginSegments(turns, wanted::names, now);
    }
    beginSegments(turns, name -> true, now);
    return turns;
  }

  private void beginSegments(List<Entry> turns, Predicate<String> chosen, Instant now) {
    boolean section = false;
    boolean segment = false;
    boolean arriving = false;
    for (Entry entry : entries) {
      boolean free = entry.isWaiting() && entry.kind != Kind.IN_TURN && chosen.test(entry.name);
      boolean first = !acquainted && entry.kind == Kind.PUSHED_FRAGMENTS;
      boolean behind = section || (entry.precedes && segment && !first);
      boolean awaits = arriving || (first && !entry.precedes);
      if (free && !(entry.isPushed() && (behind || (awaits && isPatient(entry, now))))) {
        begin(entry, turns);
      }
      section |= entry.precedes;
      segment |= entry.isPushed() && entry.isWhole();
      arriving |= entry.mayPrecede();
    }
  }

  /** Whether it is too early to tell that what began before a segment is cut off, or is long. */
  private boolean isPatient(Entry segment, Instant now) {
    Instant until = segment.wholeAt.plus(SCRAMBLE);
    boolean patient = now.isBefore(until);
    due = patient && until.isBefore(due) ? until : due;
    return patient;
  }

  private void begin(Entry entry, List<Entry> turns) {
    int kind = entry.kind.ordinal();
    if (atStore[kind] < entry.kind.atOnce) {
      atStore[kind]++;
      entry.state = State.AT_STORE;
      turns.add(entry);
    }
  }

  /**
   * The next of those that go in turn. One that is behind what was taken is late, or begins anew.
   */
  private @Nullable Entry head() {
    if (atStore[Kind.IN_TURN.ordinal()] > 0) {
      return null;
    }
    Entry first = null;
    Entry head = null;
    for (Entry entry : entries) {
      if (!entry.isWaiting() || entry.kind != Kind.IN_TURN) {
        continue;
      }
      if (first == null) {
        first = entry;
        head = entry;
      } else if (isAhead(first) && mayOvertake(entry, first) && last(entry) < last(head)) {
        head = entry;
      }
    }
    return head;
  }

  private boolean mayOvertake(Entry entry, Entry first) {
    return path(entry).equals(path(first))
        && isAhead(entry)
        && !entry.begun.isAfter(first.begun.plus(SCRAMBLE));
  }

  private boolean isAhead(Entry entry) {
    Taken before = taken;
    return last(entry) >= 0
        && (before == null || !before.path.equals(path(entry)) || last(entry) > before.last);
  }

  private boolean mustWait(Entry head, Instant now) {
    Numbers numbers = head.numbers;
    boolean before = true;
    boolean awaitsArriving = false;
    int others = 0;
    for (Entry entry : entries) {
      before &= entry != head;
      boolean named = numbers != null && numbers.names(entry.name);
      if (entry.isSegment() && entry.isWhole() && (before || named)) {
        return true;
      }
      awaitsArriving |= entry.isSegment() && named;
      others += entry != head && entry.kind != Kind.FREE ? 1 : 0;
    }
    Instant patient = head.wholeAt.plus(SCRAMBLE);
    boolean waits =
        others >= CROWD
            && numbers != null
            && (awaitsArriving || !goesOn(numbers))
            && now.isBefore(patient);
    due = waits ? patient : due;
    return waits;
  }

  /** Whether nothing is missing between what was taken and a playlist. */
  private boolean goesOn(Numbers numbers) {
    Taken before = taken;
    return before != null && before.path.equals(numbers.path())
        ? numbers.first() <= before.last + 1
        : numbers.first() <= 0;
  }

  private void note(Entry entry) {
    if (last(entry) < 0) {
      return;
    }
    Taken before = taken;
    boolean overtaken =
        before != null
            && before.path.equals(path(entry))
            && entry.begun.isBefore(before.begun.plus(SCRAMBLE));
    taken =
        overtaken
            ? new Taken(before.path, Math.max(before.last, last(entry)), later(before, entry))
            : new Taken(path(entry), last(entry), entry.begun);
  }

  private static Instant later(Taken before, Entry entry) {
    return before.begun.isAfter(entry.begun) ? before.begun : entry.begun;
  }

  private static String path(Entry entry) {
    return entry.numbers == null ? "" : entry.numbers.path();
  }

  private static long last(Entry entry) {
    return entry.numbers == null ? -1 : entry.numbers.last();
  }
}
