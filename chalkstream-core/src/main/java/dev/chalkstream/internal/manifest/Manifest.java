package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a stream beside its segments and its history, at one revision. Immutable;
 * changed by {@code Transition} and stored by compare-and-set.
 *
 * @param revision counts the changes, from 1
 * @param writer names the attempt that wrote this revision, so that a node recognises its own
 * @param time when this revision was made; it never goes back, whatever the clocks do
 * @param terms what was settled when the stream started
 * @param state whether the stream is live, complete or expired; never waiting
 * @param startedAt when the first segment came
 * @param liveSince when the broadcast began that is on air, or was last
 * @param lastSegmentAt when the latest segment came
 * @param targetDuration the target duration, or null as long as nothing has fixed it
 * @param window the playlist
 * @param run the current run
 * @param supersededRuns the ids of the runs before it, oldest first, as far as they are remembered
 * @param waiting what waits for an earlier segment of the current run, in ascending sequence
 * @param tail the last listed segment, or null if the next is not to be compared with it
 * @param ledger what has left the playlist and waits for its deletion
 * @param pushes what encoders have pushed that is not listed
 */
public record Manifest(
    long revision,
    String writer,
    Instant time,
    Terms terms,
    StreamStatus.State state,
    Instant startedAt,
    Instant liveSince,
    Instant lastSegmentAt,
    @Nullable TargetDuration targetDuration,
    Window window,
    Run run,
    List<String> supersededRuns,
    List<WaitingSegment> waiting,
    @Nullable Tail tail,
    Ledger ledger,
    Pushes pushes) {

  public Manifest {
    supersededRuns = List.copyOf(supersededRuns);
    waiting = List.copyOf(waiting);
  }

  /** About how many bytes of memory this takes up. */
  public long heldBytes() {
    Backlog waits = waiting.stream().map(Backlog::of).reduce(Backlog.NONE, Backlog::plus);
    return waits.noted()
        + pushes.heldBytes()
        + window.markers().heldBytes()
        + ListedSegment.heldBytes(window.head())
        + ListedSegment.HELD_BYTES * (ledger.segments().size() + 1L);
  }

  /**
   * Whether a segment is named outside the pages of the history: it is in the head, waits, or is to
   * be deleted.
   */
  public boolean names(SegmentName name) {
    return window.head().stream().anyMatch(segment -> name.equals(segment.name()))
        || waiting.stream().anyMatch(segment -> name.equals(segment.name()))
        || pushes.stored().stream().anyMatch(segment -> name.equals(segment.name()))
        || ledger.segments().stream().anyMatch(segment -> name.equals(segment.name()));
  }

  /** Whether another manifest, as read from the store, is this one and not another attempt's. */
  public boolean isSameRevision(@Nullable Manifest other) {
    return other != null && revision == other.revision && writer.equals(other.writer);
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
   * The playlist: its numbers, and its newest segments. The older ones lie in pages of the history,
   * each of {@link PageNumbers#PAGE_LENGTH} segments, of which the last ends where the head begins.
   *
   * @param mediaSequence the media sequence number of the first listed segment
   * @param discontinuitySequence the discontinuity sequence number of the first listed segment
   * @param headSequence the media sequence number of the first segment of the head; greater than
   *     {@code mediaSequence} where a part of the playlist lies in the history
   * @param duration how long the playlist plays
   * @param bytes how many bytes its segments have
   * @param discontinuities how many of its segments have a discontinuity before them
   * @param longestPlaylist the longest that the playlist has ever played
   * @param head the newest segments
   * @param markers what is remembered of date ranges and cues
   */
  public record Window(
      long mediaSequence,
      long discontinuitySequence,
      long headSequence,
      Duration duration,
      long bytes,
      long discontinuities,
      Duration longestPlaylist,
      List<ListedSegment> head,
      Markers markers) {

    public Window {
      head = List.copyOf(head);
    }

    /** A playlist without markers. */
    public Window(
        long mediaSequence,
        long discontinuitySequence,
        long headSequence,
        Duration duration,
        long bytes,
        long discontinuities,
        Duration longestPlaylist,
        List<ListedSegment> head) {
      this(
          mediaSequence,
          discontinuitySequence,
          headSequence,
          duration,
          bytes,
          discontinuities,
          longestPlaylist,
          head,
          Markers.NONE);
    }

    /** The media sequence number of the segment that is listed next. */
    public long nextSequence() {
      return headSequence + head.size();
    }

    public boolean isEmpty() {
      return mediaSequence == nextSequence();
    }

    /** The pages in which listed segments lie, by their first segments, in ascending order. */
    public List<Long> pages() {
      return PageNumbers.pages(mediaSequence, headSequence);
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
