package dev.chalkstream;

import dev.chalkstream.StreamStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a stream from one revision of its manifest to the next: which segment is listed when, in
 * which run, and when the stream is complete. Knows neither store nor clock: a manifest and the
 * time go in, a manifest comes out. Not safe for use by many threads.
 */
final class StreamEditor {

  /** A stream is not complete before so many target durations have passed without a segment. */
  private static final int LEAST_SILENCE = 3;

  private static final StreamRules ANY_RULES =
      new StreamRules(StreamPolicy.defaults(), WaitingRoom.closed());

  private final Broadcast broadcast;
  private final Instant now;
  private final NumberedUploads uploads;
  private final PushedSegments stored;
  private final PushedUploads pushes;

  /**
   * Begins to change a stream.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param history the stream's pages
   * @param rules by what it is changed
   * @param moment when it is changed
   */
  StreamEditor(@Nullable Manifest manifest, History history, StreamRules rules, Moment moment) {
    Pushes kept = manifest == null ? Pushes.NONE : manifest.pushes();
    this.broadcast = new Broadcast(manifest, new Context(rules, moment, history));
    this.now = broadcast.now();
    this.stored = new PushedSegments(kept.stored(), rules.policy(), broadcast.terms().retention());
    this.uploads = new NumberedUploads(broadcast, stored);
    this.pushes = new PushedUploads(kept, stored, broadcast);
  }

  /** What the change has to say to the operator. */
  Remarks remarks() {
    return broadcast.remarks();
  }

  /** Whether anything has changed, so that a new revision must be written. */
  boolean hasChanged() {
    return broadcast.hasChanged();
  }

  /** The pages that the manifest relies on and that are to be stored before it. */
  SortedMap<Long, List<ListedSegment>> sealedPages() {
    return broadcast.sealedPages();
  }

  /** The stream as it is now. Not to be called for one that has never taken a segment. */
  Manifest toManifest(long revision, String writer) {
    return broadcast.toManifest(revision, writer, pushes.toPushes());
  }

  /**
   * When the passing of time alone will change a stream, so that someone should {@linkplain
   * #passTime write it down}: an overdue gap, the completion, the expiry.
   *
   * @param moment a time, and what a node knows then
   * @return the stream's time, or {@link Instant#MAX} for a stream that waits for nothing
   */
  static Instant nextDue(Manifest manifest, Moment moment) {
    var editor = new StreamEditor(manifest, History.UNUSED, ANY_RULES, moment);
    return Stream.of(
            editor.broadcast.sequencer().gapDue(),
            editor.pushes.due(),
            editor.completionDue(),
            editor.expiryDue())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** Writes down what the passing of time has made true. */
  void passTime() {
    broadcast.closeOverdueGap();
    Broadcast.LastSegment last = broadcast.lastSegment();
    pushes.passTime();
    // What is listed because time has passed has not come now.
    broadcast.restore(last);
    if (!now.isBefore(completionDue())) {
      complete();
    }
    if (!now.isBefore(expiryDue())) {
      if (broadcast.window().isEmpty()) {
        pushes.discard();
      }
      broadcast.expire();
    }
  }

  /** Notes in the ledger what is done: deleted, or long enough in quarantine. */
  void settle(Manifest.Ledger done) {
    if (broadcast.window().ledger().advance(done, now)) {
      broadcast.noteChange();
    }
  }

  /** Ends the broadcast: what waits is listed, and the playlist is at its end. */
  void complete() {
    pushes.complete();
  }

  /**
   * Ends the stream and lets all that is stored of it be deleted at once.
   *
   * @param others segments in the store that nothing names, such as those of a lost page
   */
  void takeDown(Collection<SegmentName> others) {
    takeDown();
    for (SegmentName name : others) {
      if (!isTaken(name)) {
        broadcast.window().ledger().addSegment(name, now);
        broadcast.noteChange();
      }
    }
  }

  private void takeDown() {
    if (!broadcast.hasBegun()) {
      return;
    }
    complete();
    if (pushes.discard()) {
      broadcast.noteChange();
    }
    if (broadcast.state() != State.EXPIRED) {
      broadcast.expire();
    }
    if (broadcast.window().ledger().hurry(now)) {
      broadcast.noteChange();
    }
  }

  /** Takes a segment, or tells why not. */
  AppendOutcome append(Append segment) {
    passTime();
    return slideBehind(uploads.take(segment));
  }

  /** Takes a segment that an encoder pushes, or tells why not. */
  AppendOutcome push(PushedSegment segment) {
    passTime();
    return slideBehind(pushes.take(segment));
  }

  /** Takes a playlist that an encoder pushes, or tells why not. */
  AppendOutcome push(PushedPlaylist playlist) {
    passTime();
    return slideBehind(pushes.take(playlist));
  }

  private AppendOutcome slideBehind(AppendOutcome outcome) {
    broadcast.slide();
    return outcome;
  }

  boolean isLive() {
    return broadcast.isLive();
  }

  /** When the change is made. */
  Moment moment() {
    return broadcast.moment();
  }

  /**
   * Whether a blob that is there already must be left alone: it is listed, waiting, or to be
   * deleted.
   */
  boolean isInUse(SegmentName name) {
    return broadcast.window().isInUse(name, now)
        || broadcast.sequencer().isWaiting(name)
        || stored.holds(name);
  }

  /** Whether a segment needs another name: there is such a blob, or was a moment ago. */
  private boolean isTaken(SegmentName name) {
    return broadcast.isTaken(name) || stored.holds(name);
  }

  /** Not before players would have three segments more, where these are longer than the timeout. */
  private Instant completionDue() {
    if (!broadcast.hasBegun() || !broadcast.isLive()) {
      return Instant.MAX;
    }
    Duration least = broadcast.sequencer().targetDuration().multipliedBy(LEAST_SILENCE);
    Duration timeout = broadcast.terms().completionTimeout();
    return now.plus(timeout.compareTo(least) < 0 ? least : timeout)
        .minus(broadcast.lastSegment().silence());
  }

  /**
   * A complete stream is there as a whole until the retention of its last segment is over. Where
   * nothing is listed there is nothing to retain, for ever least of all.
   */
  private Instant expiryDue() {
    State state = broadcast.state();
    Manifest.Terms terms = broadcast.terms();
    PlaylistWindow window = broadcast.window();
    if (state == State.COMPLETE && window.isEmpty()) {
      boolean soon = terms.retention().compareTo(PushedSegments.KEPT) < 0;
      Duration kept = soon && !terms.retention().isZero() ? terms.retention() : PushedSegments.KEPT;
      return pushes.hasStored() ? Instant.MAX : broadcast.lastSegment().at().plus(kept);
    }
    boolean expires = state == State.COMPLETE && !terms.retention().isZero();
    return window
        .last()
        .filter(last -> expires)
        .map(last -> last.listedAt().plus(terms.retention()))
        .orElse(Instant.MAX);
  }
}
