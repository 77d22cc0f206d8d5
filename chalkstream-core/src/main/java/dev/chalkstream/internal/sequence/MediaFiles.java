package dev.chalkstream.internal.sequence;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.media.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which files the segments of a rendition are, and which they need: its container, from its first
 * segment to its expiry, and its initialization sections. Not safe for use by many threads.
 */
public final class MediaFiles {

  /**
   * What was stored longer ago is not listed any more: half of the age at which a scan deletes what
   * is not.
   */
  private static final Duration LONGEST_UNLISTED = Keys.ORPHAN_AGE.dividedBy(2);

  private final PlaylistWindow window;
  private final RunSequencer sequencer;
  private Container container;

  MediaFiles(Container container, PlaylistWindow window, RunSequencer sequencer) {
    this.container = container;
    this.window = window;
    this.sequencer = sequencer;
  }

  Container container() {
    return container;
  }

  /**
   * Why a segment cannot be taken because of its container.
   *
   * @param pushed whether segments of the stream wait for a playlist
   */
  public Optional<Rejected> refuse(Container other, boolean pushed) {
    boolean bound = pushed || !window.isEmpty() || !sequencer.waiting().isEmpty();
    return bound && other != container
        ? Optional.of(
            new Rejected(
                Reason.OTHER_CONTAINER,
                "until this stream expires, each segment of it is "
                    + container.title()
                    + ", and none is "
                    + other.title()))
        : Optional.empty();
  }

  /** Notes in which container segments are going to come. */
  void announce(Container announced) {
    container = announced;
  }

  /**
   * Whether a stored segment may have been deleted, or may be, though nothing lists it: because of
   * a takedown, or because it is so old that a scan may take it for an orphan.
   *
   * @param knownBefore the revision that was known before it was stored
   * @param date what time it is by the clock on the wall
   */
  public boolean isOutdated(SegmentName name, long knownBefore, Instant date) {
    Duration age = Duration.between(StoredName.storedAt(name), date).abs();
    return age.compareTo(LONGEST_UNLISTED) > 0 || window.ledger().isTakenDownAfter(knownBefore);
  }

  /** A segment with its initialization section as it is stored, if that is kept for others too. */
  public StoredSegment withStoredSection(StoredSegment segment) {
    SegmentName section = segment.section();
    return section == null
        ? segment
        : window.sections().find(section.digest()).map(segment::withSection).orElse(segment);
  }

  /** The stored initialization section with such bytes, if segments need one. */
  public Optional<SegmentName> storedSection(SegmentDigest digest) {
    return window.sections().find(digest);
  }

  /** Notes that a segment is to be listed. */
  public void await(StoredSegment segment) {
    container = segment.name().container();
    if (segment.section() != null) {
      window.sections().await(segment.section());
    }
  }

  /**
   * Lets go of the initialization sections that nothing needs any more.
   *
   * @param stored those that pushed segments need which no playlist has named
   * @param pushed those that an encoder has pushed and that later segments may need
   * @param dropped those that they do not need any more
   */
  public void releaseSections(
      Set<SegmentName> stored, Set<SegmentName> pushed, Set<SegmentName> dropped, Instant now) {
    Set<SegmentName> awaited = new HashSet<>(stored);
    for (WaitingSegment segment : sequencer.waiting()) {
      if (segment.stored().section() != null) {
        awaited.add(segment.stored().section());
      }
    }
    Set<SegmentName> released = window.sections().release(window.front(), awaited);
    released.addAll(window.sections().others(dropped));
    released.removeAll(pushed);
    window.deleteSections(released, now);
  }
}
