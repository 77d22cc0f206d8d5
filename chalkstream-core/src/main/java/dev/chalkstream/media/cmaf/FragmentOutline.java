package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.Defect.refuseIf;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.cmaf.CmafBoxes;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the samples of some fragments are on the timelines of their tracks, so that fragments can
 * be put in order and joined. Unlike the timings of {@link FragmentProbe}, these times are what the
 * fragments say: edit lists are not applied. Immutable.
 *
 * @param tracks the tracks with samples, in the order of their first
 */
public record FragmentOutline(List<Track> tracks) {

  /**
   * The samples of one track.
   *
   * @param track the track
   * @param start when the first sample is decoded, in ticks of the track, from 0
   * @param end when the last has been decoded, at least {@code start}
   * @param lastTicks how long the last sample lasts
   * @param keyFrame whether decoding can begin at the first sample
   */
  public record Track(
      InitializationTrack track, long start, long end, long lastTicks, boolean keyFrame) {

    /** How long the samples last, in ticks. */
    public long ticks() {
      return end - start;
    }

    /** Whether this can follow the same track of another fragment within one segment. */
    public boolean continues(Track previous) {
      boolean back = start < previous.end && start <= previous.end - previous.lastTicks;
      return !back && start - previous.end <= previous.lastTicks;
    }

    private Track followedBy(Track next) {
      return new Track(track, start, next.end, next.lastTicks, keyFrame);
    }
  }

  /** Copies the list. */
  public FragmentOutline {
    tracks = List.copyOf(tracks);
  }

  /**
   * Reads what {@link FragmentProbe} recognizes.
   *
   * @param fragments one or more fragments, from the buffer's position to its limit; the position
   *     is not moved
   * @param init the initialization section that they need
   * @return the outline, or empty if they are not to be recognized
   */
  public static Optional<FragmentOutline> of(ByteBuffer fragments, InitializationSection init) {
    BoxReader reader = CmafBoxes.reader(fragments);
    Map<Integer, Track> found = new LinkedHashMap<>();
    try {
      for (Box box : reader.boxes()) {
        if (box instanceof ContainerBox fragment && box.type().equals(FragmentBoxes.FRAGMENT)) {
          read(fragment, init, found);
        }
      }
    } catch (Defect e) {
      return Optional.empty();
    }
    return reader.hasFailed() || found.isEmpty()
        ? Optional.empty()
        : Optional.of(new FragmentOutline(List.copyOf(found.values())));
  }

  private static void read(
      ContainerBox fragment, InitializationSection init, Map<Integer, Track> found) throws Defect {
    for (ContainerBox track : fragment.containers(FragmentBoxes.TRACK).toList()) {
      TrackFragmentHeader header =
          track.child(TrackFragmentHeader.class).orElseThrow(() -> new Defect("no tfhd"));
      InitializationTrack announced =
          init.track(header.trackId()).orElseThrow(() -> new Defect("an unknown track"));
      List<TrackRun> runs = track.all(TrackRun.class).filter(run -> run.count() > 0).toList();
      if (!runs.isEmpty()) {
        TrackFragmentTime time =
            track.child(TrackFragmentTime.class).orElseThrow(() -> new Defect("no tfdt"));
        refuseIf(time.baseMediaDecodeTime() > Edits.MAX_TIME, () -> "too far away");
        Track read =
            read(announced, time.baseMediaDecodeTime(), runs, announced.defaults().in(header));
        found.merge(announced.id(), read, Track::followedBy);
      }
    }
  }

  private static Track read(
      InitializationTrack track, long start, List<TrackRun> runs, SampleDefaults defaults) {
    KeyFrames keyFrames = new KeyFrames();
    long end = start;
    long last = 0;
    for (TrackRun run : runs) {
      for (int i = 0; i < run.count(); i++) {
        last = run.duration(i, defaults.duration());
        end += last;
        keyFrames.add(run.sampleFlags(i, defaults.flags()), 0, 0);
      }
    }
    return new Track(track, start, end, last, keyFrames.isFirst());
  }

  /**
   * Finds a track.
   *
   * @param id its number
   * @return its samples, or empty if it has none here
   */
  public Optional<Track> track(int id) {
    return tracks.stream().filter(track -> track.track().id() == id).findFirst();
  }
}
