package dev.chalkstream.internal.ingest;

import dev.chalkstream.internal.dash.GatheredSegment;
import dev.chalkstream.internal.dash.RefusedTrackException;
import dev.chalkstream.internal.dash.SegmentGatherer;
import dev.chalkstream.internal.dash.SegmentRules;
import dev.chalkstream.internal.dash.TrackPart;
import dev.chalkstream.internal.segment.InitializationSections.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of a track, over all requests by which it comes: its initialization section,
 * the chunks of the segment that is not complete, and complete ones that are not stored yet. Who
 * uses it holds its monitor.
 */
final class GatheredTrack {

  /**
   * A complete segment.
   *
   * @param segment the segment
   * @param section its initialization section
   * @param begins whether the encoder has begun anew with it
   */
  record Pending(GatheredSegment segment, Known section, boolean begins) {}

  private final SegmentRules rules;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private @Nullable Known section;
  private @Nullable SegmentGatherer gatherer;
  private boolean over;
  private boolean begins;
  private @Nullable Instant fedAt;

  GatheredTrack(SegmentRules rules) {
    this.rules = rules;
  }

  /** Forgets what has been left here for so long that the encoder does not go on with it. */
  void forgetAfter(Duration patience, Instant now) {
    Instant last = fedAt;
    if (last != null && last.plus(patience).isBefore(now)) {
      restart();
    }
    fedAt = now;
  }

  /** Whether it is about to go on behind a section. */
  boolean isBehind(Known other) {
    return section != null && section.name().equals(other.name()) && !over;
  }

  /** Whether it knows its section. */
  boolean hasSection() {
    return section != null;
  }

  /** Goes on behind a header with another section than before, or begins the track anew. */
  void begin(Known other) {
    finish();
    begins |= over;
    goOnBehind(other);
  }

  /** Goes on behind a section that was noted before. */
  void goOnBehind(Known other) {
    over = false;
    section = other;
    restart();
  }

  private void restart() {
    gatherer = section == null ? null : new SegmentGatherer(section.section(), rules);
  }

  /** Adds a chunk; what is complete then is pending. */
  void add(TrackPart.Chunk chunk) throws RefusedTrackException {
    if (gatherer == null) {
      throw new IllegalStateException("a track without a section");
    }
    gatherer.add(chunk).forEach(this::add);
  }

  /** Ends the segment that is being gathered. */
  void finish() {
    if (gatherer != null) {
      gatherer.finish().ifPresent(this::add);
    }
  }

  /** The track is over; what comes next begins anew. */
  void end() {
    finish();
    over = true;
    gatherer = null;
    section = null;
  }

  private void add(GatheredSegment segment) {
    if (section != null) {
      pending.add(new Pending(segment, section, begins));
      begins = false;
    }
  }

  /** The first of those that are not stored, or null. */
  @Nullable Pending next() {
    return pending.peek();
  }

  /** The first of those needs nothing more to be done. */
  void done() {
    pending.remove();
  }

  long bytes() {
    long waiting = pending.stream().mapToLong(each -> each.segment().bytes().length).sum();
    return waiting + (gatherer == null ? 0 : gatherer.bytes());
  }
}
