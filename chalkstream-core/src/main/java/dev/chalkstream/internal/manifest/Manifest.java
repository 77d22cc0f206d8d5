package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a stream beside its segments and its history, at one revision. Immutable;
 * changed by {@code Transition} and stored by compare-and-set.
 *
 * @param stamp which revision it is
 * @param terms what was settled when the stream started
 * @param life where the stream is in its life
 * @param runs the runs of its broadcasters
 * @param renditions what it consists of, by their names
 * @param ledger what has left the playlists and waits for its deletion
 * @param pushes what encoders have pushed that is not listed
 */
public record Manifest(
    Stamp stamp,
    Terms terms,
    Life life,
    Runs runs,
    SortedMap<String, Rendition> renditions,
    Ledger ledger,
    Pushes pushes) {

  public Manifest {
    renditions = Collections.unmodifiableSortedMap(new TreeMap<>(renditions));
    if (!renditions.containsKey(Rendition.MAIN)) {
      throw new IllegalArgumentException("there is no rendition '" + Rendition.MAIN + "'");
    }
  }

  /** A stream of one rendition. */
  public Manifest(
      Stamp stamp,
      Terms terms,
      Life life,
      Runs runs,
      Rendition main,
      Ledger ledger,
      Pushes pushes) {
    this(stamp, terms, life, runs, new TreeMap<>(Map.of(Rendition.MAIN, main)), ledger, pushes);
  }

  /** The rendition of uploads that name none. */
  public Rendition main() {
    return Objects.requireNonNull(renditions.get(Rendition.MAIN));
  }

  public long revision() {
    return stamp.revision();
  }

  public String writer() {
    return stamp.writer();
  }

  /** When this revision was made; it never goes back, whatever the clocks do. */
  public Instant time() {
    return stamp.time();
  }

  public StreamStatus.State state() {
    return life.state();
  }

  public Instant startedAt() {
    return life.startedAt();
  }

  public Instant liveSince() {
    return life.liveSince();
  }

  public Instant lastSegmentAt() {
    return life.lastSegmentAt();
  }

  /** The target duration of all renditions, or null as long as nothing has fixed it. */
  public @Nullable TargetDuration targetDuration() {
    return life.targetDuration();
  }

  /** The current run. */
  public Run run() {
    return runs.current();
  }

  public List<String> supersededRuns() {
    return runs.superseded();
  }

  /** The playlist of the {@linkplain #main main rendition}. */
  public Window window() {
    return main().window();
  }

  /** What waits for an earlier segment of the main rendition, in ascending sequence. */
  public List<WaitingSegment> waiting() {
    return main().waiting();
  }

  /**
   * The last listed segment of the main rendition, or null if nothing is to be compared with it.
   */
  public @Nullable Tail tail() {
    return main().tail();
  }

  /** About how many bytes of memory this takes up. */
  public long heldBytes() {
    return renditions.values().stream().mapToLong(Rendition::heldBytes).sum()
        + pushes.heldBytes()
        + ListedSegment.HELD_BYTES * (ledger.segments().size() + 1L);
  }

  /**
   * Whether a segment is named outside the pages of the history: it is in a head, waits, or is to
   * be deleted.
   */
  public boolean names(SegmentName name) {
    return renditions.values().stream().anyMatch(rendition -> rendition.names(name))
        || pushes.stored().stream().anyMatch(segment -> segment.stored().names(name))
        || pushes.sections().stream().anyMatch(section -> section.name().equals(name))
        || ledger.segments().stream().anyMatch(segment -> name.equals(segment.name()));
  }

  /** Whether another manifest, as read from the store, is this one and not another attempt's. */
  public boolean isSameRevision(@Nullable Manifest other) {
    return other != null && revision() == other.revision() && writer().equals(other.writer());
  }

  /**
   * Which revision of a manifest it is.
   *
   * @param revision counts the changes, from 1
   * @param writer names the attempt that wrote this revision, so that a node recognises its own
   * @param time when this revision was made; it never goes back, whatever the clocks do
   */
  public record Stamp(long revision, String writer, Instant time) {}

  /**
   * Where a stream is in its life.
   *
   * @param state whether the stream is live, complete or expired; never waiting
   * @param startedAt when the first segment came
   * @param liveSince when the broadcast began that is on air, or was last
   * @param lastSegmentAt when the latest segment came
   * @param targetDuration the target duration, or null as long as nothing has fixed it
   */
  public record Life(
      StreamStatus.State state,
      Instant startedAt,
      Instant liveSince,
      Instant lastSegmentAt,
      @Nullable TargetDuration targetDuration) {}

  /**
   * The runs of a stream's broadcasters.
   *
   * @param current the current run
   * @param superseded the ids of the runs before it, oldest first, as far as they are remembered
   */
  public record Runs(Run current, List<String> superseded) {

    public Runs {
      superseded = List.copyOf(superseded);
    }
  }

  /**
   * What is settled when a stream starts, so that nothing flips in the middle of it.
   *
   * @param retention how long a segment stays listed, zero for ever
   * @param completionTimeout after which silence the stream is complete
   * @param independentSegments whether every segment begins with a key frame, and the playlist says
   *     so
   * @param gapLimitPercent for how long a missing segment is waited for, in hundredths of the
   *     target duration
   * @param marksGaps whether missing segments are listed as gaps
   */
  public record Terms(
      Duration retention,
      Duration completionTimeout,
      boolean independentSegments,
      int gapLimitPercent,
      boolean marksGaps) {

    public static Terms of(StreamPolicy policy) {
      return new Terms(
          policy.retention(),
          policy.completionTimeout(),
          policy.independentSegments(),
          (int) Math.round(policy.gapLimit() * 100),
          policy.marksGaps());
    }
  }

  /**
   * What is to be deleted.
   *
   * @param segments segments that were unlisted from the head, by name
   * @param pages pages of the history of which no segment is listed any more, with their segments
   * @param takenDownIn the revision of the latest takedown, or 0; what may have been stored before
   *     it is deleted, and is not listed any more
   */
  public record Ledger(List<UnlistedSegment> segments, List<UnlistedPage> pages, long takenDownIn) {

    public static final Ledger EMPTY = new Ledger(List.of(), List.of());

    public Ledger {
      segments = List.copyOf(segments);
      pages = List.copyOf(pages);
    }

    /** The ledger of a stream that was never taken down. */
    public Ledger(List<UnlistedSegment> segments, List<UnlistedPage> pages) {
      this(segments, pages, 0);
    }

    public boolean isEmpty() {
      return segments.isEmpty() && pages.isEmpty();
    }

    /** When the first entry is due, or {@link Instant#MAX} if there is none. */
    public Instant firstDue() {
      Instant first = Instant.MAX;
      for (UnlistedSegment segment : segments) {
        first = segment.due().isBefore(first) ? segment.due() : first;
      }
      for (UnlistedPage page : pages) {
        first = page.due().isBefore(first) ? page.due() : first;
      }
      return first;
    }

    /** The entries that are due at a time. */
    public Ledger due(Instant now) {
      return new Ledger(
          segments.stream().filter(segment -> !now.isBefore(segment.due())).toList(),
          pages.stream().filter(page -> !now.isBefore(page.due())).toList());
    }
  }
}
