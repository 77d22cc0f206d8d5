package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.Tail;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackTiming;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of what a stream lists, with which a segment is compared that may be there already. */
final class ListedTail {

  /** An encoder sends again what it sent in the last three segments (section 5.3, rule 2). */
  private static final int RESENT_SEGMENTS = 4;

  private final Broadcast broadcast;

  ListedTail(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  /**
   * Whether a segment has been listed by its timestamps, be it as other bytes (section 6.8): it
   * ends no later than the last listed one, and begins behind the last discontinuity, at most
   * {@value #RESENT_SEGMENTS} target durations before the end.
   */
  boolean repeats(MediaInfo media) {
    Tail tail = broadcast.sequencer().tail();
    if (tail == null) {
      return false;
    }
    Optional<Duration> ahead = backFrom(tail.media(), media);
    return ahead.filter(back -> back.compareTo(reach()) <= 0).isPresent();
  }

  /** From the beginning of a segment to the end of what is listed, if it ends no later. */
  private static Optional<Duration> backFrom(MediaInfo listed, MediaInfo media) {
    TrackTiming end = timing(listed, MediaTrack.Kind.VIDEO, MediaTrack.Kind.AUDIO);
    TrackTiming next = timing(media, MediaTrack.Kind.VIDEO, MediaTrack.Kind.AUDIO);
    if (end == null || next == null || !end.clock().equals(next.clock())) {
      return Optional.empty();
    }
    return next.endDts() <= end.endDts() && next.firstDts() < end.endDts()
        ? Optional.of(end.clock().toDuration(end.endDts() - next.firstDts()))
        : Optional.empty();
  }

  private static @Nullable TrackTiming timing(MediaInfo media, MediaTrack.Kind... kinds) {
    for (MediaTrack.Kind kind : kinds) {
      for (MediaTrack track : media.tracks()) {
        if (track.kind() == kind && track.timing().isPresent()) {
          return track.timing().get();
        }
      }
    }
    return null;
  }

  /** How far back from the end something can have been listed that is sent again. */
  private Duration reach() {
    Duration target = broadcast.sequencer().targetDuration();
    Duration most = target.multipliedBy(RESENT_SEGMENTS);
    Run run = broadcast.sequencer().run();
    Duration listed = Duration.ZERO;
    long sequence = run == null ? 0 : run.next() - 1;
    while (run != null && sequence >= 0 && listed.compareTo(most) < 0) {
      Optional<ListedSegment> segment = broadcast.window().find(run.ordinal(), sequence);
      if (segment.isEmpty()) {
        break;
      }
      listed = listed.plus(segment.get().duration());
      if (segment.get().discontinuity()) {
        break;
      }
      sequence--;
    }
    // Durations are rounded where they are listed, and a picture may last longer than it says.
    Duration tolerant = listed.plus(target.dividedBy(2));
    return tolerant.compareTo(most) < 0 ? tolerant : most;
  }
}
