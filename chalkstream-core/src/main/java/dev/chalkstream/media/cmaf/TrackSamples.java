package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.Defect.refuseIf;

import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.TrackTiming;
import dev.chalkstream.media.TrackTiming.Span;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import java.util.Optional;

/** Gathers the times of the samples of a track, in the order in which they are decoded. */
final class TrackSamples {

  /** Nothing that a player could play at its live edge is longer. */
  private static final long MAX_SECONDS = 24 * 60 * 60;

  private final InitializationTrack track;
  private final long longest;
  private final KeyFrames keyFrames = new KeyFrames();
  private final FrameDurations durations;

  private boolean begun;
  private long firstDecoded;
  private long firstShown = Long.MAX_VALUE;
  private long endShown = Long.MIN_VALUE;

  /** The last sample so far, whose duration the next fragment may correct. */
  private long decoded;

  private long duration;
  private long offset;

  TrackSamples(InitializationTrack track) {
    this.track = track;
    longest = MAX_SECONDS * track.clock().timescale();
    durations = new FrameDurations(track.clock());
  }

  InitializationTrack track() {
    return track;
  }

  KeyFrames keyFrames() {
    return keyFrames;
  }

  /** Samples of a fragment follow. */
  void begin(Optional<TrackFragmentTime> time) throws Defect {
    long base =
        time.orElseThrow(() -> new Defect(name() + " has samples but no tfdt"))
            .baseMediaDecodeTime();
    refuseIf(base > Edits.MAX_TIME, () -> name() + " begins at " + base + " ticks, too far away");
    if (begun) {
      goOn(base);
    } else {
      firstDecoded = base;
      decoded = base;
    }
  }

  /** Lets the last sample last until the next is decoded. */
  private void goOn(long base) throws Defect {
    long end = decoded + duration;
    refuseIf(
        base < end && base <= decoded,
        () -> name() + " goes back within the segment, from " + end + " to " + base + " ticks");
    refuseIf(
        base - end > Math.max(duration, durations.mostOff()),
        () -> name() + " has a hole within the segment, from " + end + " to " + base + " ticks");
    duration = base - decoded;
  }

  /**
   * A sample that is decoded after the last.
   *
   * @param ticks how long it lasts
   * @param compositionOffset how long after it is decoded it is shown
   */
  void add(long ticks, long compositionOffset) throws Defect {
    endLast();
    begun = true;
    decoded += duration;
    duration = ticks;
    offset = compositionOffset;
    firstShown = Math.min(firstShown, decoded + offset);
    if (decoded + duration - firstDecoded > longest) {
      throw new Defect(name() + " lasts for longer than a day in one segment");
    }
  }

  private void endLast() {
    if (begun) {
      endShown = Math.max(endShown, decoded + offset + duration);
      durations.add(duration);
    }
  }

  /** Sums up. */
  MediaTrack finish() throws Defect {
    endLast();
    return new MediaTrack(track.id(), track.kind(), track.codec(), track.format(), timing());
  }

  private Optional<TrackTiming> timing() throws Defect {
    if (!begun) {
      return Optional.empty();
    }
    long end = decoded + duration;
    long total = end - firstDecoded;
    refuseIf(
        total == 0 && track.kind() != Kind.OTHER,
        () -> name() + " has samples, but they have no durations");
    Span shown = span(firstShown, endShown);
    long cut = Math.min(total, shown.first() - firstShown - track.shift());
    return Optional.of(
        new TrackTiming(
            track.clock(), shown, span(firstDecoded, end), durations.frames(), total - cut));
  }

  /** In the presentation, where nothing is before 0. */
  private Span span(long first, long end) {
    return new Span(Math.max(0, first + track.shift()), Math.max(0, end + track.shift()));
  }

  private String name() {
    return "track " + track.id();
  }
}
