package dev.chalkstream.internal.dash;

import dev.chalkstream.media.cmaf.FragmentOutline;
import dev.chalkstream.media.cmaf.FragmentOutline.Track;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How far the tracks of a push have come, which tells what is sent again. */
final class Timelines {

  /**
   * Where the timeline of a track has come to.
   *
   * @param first from when it goes on without a jump
   * @param latest the samples that came last
   */
  private record Reach(long first, Track latest) {}

  private final Map<Integer, Reach> reaches = new HashMap<>();
  private final long resentNanos;

  /**
   * Of tracks that have not begun.
   *
   * @param resentNanos how far back an encoder goes when it sends something again
   */
  Timelines(long resentNanos) {
    this.resentNanos = resentNanos;
  }

  /** Whether a track of a fragment has come before, be it as other bytes. */
  boolean hasCome(Track track) {
    Reach reach = reaches.get(track.track().id());
    return reach != null
        && track.start() < reach.latest.end()
        && track.end() <= reach.latest.end()
        && track.start() >= reach.first
        && track.start() >= reach.latest.end() - ticks(track);
  }

  private long ticks(Track track) {
    long scale = track.track().clock().timescale();
    return (long) Math.ceil((double) resentNanos * scale / TimeUnit.SECONDS.toNanos(1));
  }

  /** Whether all tracks of a fragment go on from what came before, or have just begun. */
  boolean goOn(FragmentOutline outline) {
    return outline.tracks().stream().allMatch(this::goesOn);
  }

  private boolean goesOn(Track track) {
    Reach reach = reaches.get(track.track().id());
    return reach == null || track.continues(reach.latest);
  }

  /** Notes what has come. */
  void note(FragmentOutline outline) {
    for (Track track : outline.tracks()) {
      Reach reach = reaches.get(track.track().id());
      long first = reach != null && goesOn(track) ? reach.first : track.start();
      reaches.put(track.track().id(), new Reach(first, track));
    }
  }
}
