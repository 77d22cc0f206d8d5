package dev.chalkstream.internal.sequence;

import dev.chalkstream.internal.manifest.Backlog;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.SegmentDurations;
import dev.chalkstream.internal.manifest.Tail;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the segments of the current run in order: lists what is next, keeps what is early, gives up
 * what is missing for too long. Not safe for use by many threads.
 */
public final class RunSequencer {

  /** A longer row of missing segments becomes one discontinuity. */
  public static final int MAX_GAPS = 16;

  private final Manifest.Terms terms;
  private final PlaylistWindow window;
  private final ExpectedEntries expected;
  private final Instant now;
  private Duration waited;
  private final TreeMap<Long, WaitingSegment> waiting = new TreeMap<>();
  private @Nullable Run run;

  /** The last listed segment, as far as the next is to be compared with it. */
  private @Nullable Tail tail;

  /**
   * Begins to change the current run.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param terms what was settled when the stream started
   * @param window the stream's playlist
   * @param expected what a pushed playlist says of segments that have not come
   * @param waited for how long the next number is known to be waited for, if it is
   * @param now the time of the change
   */
  RunSequencer(
      @Nullable Manifest manifest,
      Manifest.Terms terms,
      PlaylistWindow window,
      ExpectedEntries expected,
      Duration waited,
      Instant now) {
    this.terms = terms;
    this.window = window;
    this.expected = expected;
    this.waited = waited;
    this.now = now;
    if (manifest != null) {
      this.run = manifest.run();
      this.tail = manifest.tail();
      manifest.waiting().forEach(segment -> waiting.put(segment.sequence(), segment));
    }
  }

  /** The current run, or null before the first segment. */
  public @Nullable Run run() {
    return run;
  }

  public @Nullable Tail tail() {
    return tail;
  }

  public List<WaitingSegment> waiting() {
    return List.copyOf(waiting.values());
  }

  /** How much waits for an earlier segment. */
  public Backlog backlog() {
    return waiting.values().stream().map(Backlog::of).reduce(Backlog.NONE, Backlog::plus);
  }

  public Optional<WaitingSegment> waiting(long sequence) {
    return Optional.ofNullable(waiting.get(sequence));
  }

  /** Begins a run; what the one before had waiting must have been {@linkplain #flush flushed}. */
  public void begin(Run fresh) {
    run = fresh;
  }

  /** Lets a discontinuity stand before the next segment, whatever its timestamps say. */
  void interrupt() {
    run = current().withDiscontinuity();
    tail = null;
  }

  /** Takes a segment whose number is not taken, and lists it and others as far as they are next. */
  void offer(WaitingSegment segment) {
    int noted = waiting.values().stream().mapToInt(other -> other.tags().bytes()).sum();
    PushedTags tags = segment.tags().within(Markers.MAX_BYTES - noted);
    waiting.put(segment.sequence(), segment.tagged(tags));
    listWaiting();
  }

  /**
   * When the segment that is waited for is given up.
   *
   * @return the time, or {@link Instant#MAX} if none is waited for
   */
  Instant gapDue() {
    return Deadlines.gap(run, now, gapLimit(), waited);
  }

  /** Within that time after the last, the next segment should be there. */
  public Duration gapLimit() {
    return Deadlines.gapLimit(terms, targetDuration());
  }

  /** The target duration, or what it will be if what waits is listed. */
  public Duration targetDuration() {
    return Deadlines.targetDuration(
        window.targetDuration(),
        Optional.ofNullable(waiting.firstEntry()).map(first -> first.getValue().duration()));
  }

  /**
   * Gives up the numbers before the first that waits, and lists that one. What is missing is marked
   * behind something that is listed only: not at a run's beginning, nor after an expiry.
   */
  public void closeGap() {
    Run current = current();
    WaitingSegment first = waiting.firstEntry().getValue();
    long missing = first.sequence() - current.next();
    if (!current.hasListed() || window.isEmpty()) {
      run = skip(current, first.sequence());
    } else if (missing > MAX_GAPS || !terms.marksGaps()) {
      run = skip(current, first.sequence()).withDiscontinuity();
    } else {
      listGaps(current, first, missing);
    }
    listWaiting();
  }

  /** What is marked before numbers that are left out goes with the next that is listed. */
  private Run skip(Run current, long sequence) {
    window.markers().defer(expected.tagsOf(current.ordinal(), current.next(), sequence));
    return current.skippedTo(sequence);
  }

  /** Lists all that waits. */
  void flush() {
    while (!waiting.isEmpty()) {
      closeGap();
    }
  }

  /**
   * Missing segments play as long as the timestamps around them say. Where those do not go on, they
   * play for as long as was said of them or for the target duration, and a discontinuity stands
   * behind them.
   */
  private void listGaps(Run current, WaitingSegment first, long missing) {
    Duration usual = window.targetDurationOr(first.duration()).toDuration();
    // What was before an interruption has nothing to do with what comes after.
    boolean interrupted = current.discontinuity();
    Optional<Duration> measured = interrupted ? Optional.empty() : measureGap(first, missing);
    Instant begun =
        first.begun(first.duration()).minus(measured.orElse(usual).multipliedBy(missing));
    Run advanced = current;
    for (long i = 0; i < missing; i++) {
      Duration said = expected.durationOf(advanced.ordinal(), advanced.next()).orElse(usual);
      Duration each = measured.orElse(usual.compareTo(said) < 0 ? usual : said);
      Instant start = startAfterLast(begun, advanced.discontinuity());
      PushedTags tags = expected.tagsOf(advanced.ordinal(), advanced.next(), advanced.next() + 1);
      window.add(
          new ListedSegment(
              null,
              window.last().orElseThrow().section(),
              advanced.ordinal(),
              advanced.next(),
              0,
              each,
              advanced.discontinuity(),
              start,
              now,
              window.listTags(tags, null, start)));
      advanced = advanced.advanced();
    }
    boolean breaksOff = !interrupted && measured.isEmpty() && breaksOffAtGap(first);
    run = breaksOff ? advanced.withDiscontinuity() : advanced;
    tail = null;
  }

  /** Where no timestamps are known, the formats alone tell. */
  private boolean breaksOffAtGap(WaitingSegment first) {
    Tail before = tail;
    if (before == null) {
      return false;
    }
    boolean timed = before.media().isTimed() && first.media().isTimed();
    return timed || !before.isContinuedBy(first.media());
  }

  /**
   * How long each of the missing segments must have played, if the timestamps can be believed: not
   * much shorter than the segments around them, and not longer than the target duration admits.
   */
  private Optional<Duration> measureGap(WaitingSegment first, long missing) {
    Duration last = window.last().orElseThrow().duration();
    Duration shorter = last.compareTo(first.duration()) < 0 ? last : first.duration();
    return Optional.ofNullable(tail)
        .flatMap(before -> before.timeTo(first.media()))
        .map(hole -> hole.dividedBy(missing))
        .map(each -> Micros.toDuration(Micros.of(each)))
        .filter(each -> each.compareTo(shorter.dividedBy(2)) >= 0)
        .filter(each -> window.targetDurationOr(each).admits(each));
  }

  private @Nullable Tail newest() {
    Map.Entry<Long, WaitingSegment> latest = waiting.lastEntry();
    return latest == null ? tail : Tail.of(latest.getValue());
  }

  /** What is inside the last segment that waits or is listed, unless a gap is behind it. */
  public Optional<MediaInfo> newestMedia() {
    return Optional.ofNullable(newest()).map(Tail::media);
  }

  /**
   * Whether the media of a later number come as much later than what is known as the numbers say;
   * empty if timestamps do not tell.
   */
  public Optional<Boolean> isOnTime(long sequence, MediaInfo media) {
    Map.Entry<Long, WaitingSegment> latest = waiting.lastEntry();
    Tail known = newest();
    if (known == null || !known.media().isTimed() || !media.isTimed()) {
      return Optional.empty();
    }
    long missing = sequence - (latest == null ? current().next() : latest.getKey() + 1);
    Duration each = targetDuration();
    Duration expected = each.multipliedBy(Math.max(missing, 0));
    Duration tolerance = expected.dividedBy(2).plus(each);
    return Optional.of(
        known
            .timeTo(media)
            .filter(hole -> hole.minus(expected).abs().compareTo(tolerance) <= 0)
            .isPresent());
  }

  /** Lists what waits and is next. */
  private void listWaiting() {
    Run current = current();
    boolean advanced = false;
    while (!waiting.isEmpty() && waiting.firstKey() == current.next()) {
      list(waiting.pollFirstEntry().getValue(), current);
      current = current.advanced();
      advanced = true;
    }
    if (waiting.isEmpty()) {
      run = current.withMissingSince(null);
    } else {
      boolean restart = advanced || current.missingSince() == null;
      waited = restart ? Duration.ZERO : waited;
      run = restart ? current.withMissingSince(now) : current;
    }
  }

  /** Whether a segment's timestamps go on right where the last listed one ends. */
  public boolean isContinuedBy(MediaInfo media) {
    Tail before = tail;
    return before != null
        && waiting.isEmpty()
        && before.media().isTimed()
        && media.isTimed()
        && before.isContinuedBy(media);
  }

  /** A discontinuity stands where the media break off, and nowhere else (section 4.4.4.3). */
  private void list(WaitingSegment segment, Run current) {
    Tail before = tail;
    boolean breaksOff = before != null && !before.isContinuedBy(segment.media());
    boolean discontinuity = current.discontinuity() || breaksOff || segment.discontinuity();
    SegmentDurations.Place place =
        before == null || discontinuity
            ? SegmentDurations.Place.FIRST
            : before.placeOf(segment.media());
    Duration duration =
        SegmentDurations.settled(
            segment.duration(), segment.media(), place, window.targetDuration());
    Instant start = startAfterLast(segment.begun(duration), discontinuity);
    window.add(
        new ListedSegment(
            segment.name(),
            segment.stored().section(),
            current.ordinal(),
            segment.sequence(),
            segment.stored().bytes(),
            duration,
            discontinuity,
            start,
            now,
            window.listTags(segment.tags(), segment.start(), start)));
    tail = new Tail(segment.media(), duration, place.drift());
  }

  /**
   * Media time runs on from the segment before. At the start, and after a discontinuity, it is when
   * the segment has begun, but never before the end of the last.
   */
  private Instant startAfterLast(Instant begun, boolean discontinuity) {
    return window
        .last()
        .map(ListedSegment::end)
        .filter(end -> !discontinuity || end.isAfter(begun))
        .orElse(begun);
  }

  private Run current() {
    if (run == null) {
      throw new IllegalStateException("the stream has no run");
    }
    return run;
  }
}
