package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.Defect.refuseIf;

import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import java.util.List;
import java.util.Map;

/** Reads one fragment, and checks that its samples lie within the media that follow it. */
final class FragmentReader {

  private final long start;
  private final Map<Long, TrackSamples> tracks;

  /** Where the samples lie, all of them together; empty if the end is not behind the beginning. */
  private long from = Long.MAX_VALUE;

  private long to = Long.MIN_VALUE;

  /** Where those of the track before ended, from which some count their own. */
  private long next;

  private boolean checked;

  /**
   * A fragment.
   *
   * @param start where it begins in the segment
   * @param tracks those that may be in it, by their numbers
   */
  FragmentReader(long start, Map<Long, TrackSamples> tracks) {
    this.start = start;
    this.tracks = tracks;
    next = start;
  }

  void read(ContainerBox fragment) throws Defect {
    for (ContainerBox track : fragment.containers(FragmentBoxes.TRACK).toList()) {
      TrackFragmentHeader header =
          track
              .child(TrackFragmentHeader.class)
              .orElseThrow(() -> new Defect("a track of a moof has no tfhd"));
      TrackSamples samples = samples(header.trackId());
      check(header, samples.track());
      List<TrackRun> runs = track.all(TrackRun.class).filter(run -> run.count() > 0).toList();
      if (!runs.isEmpty()) {
        samples.begin(track.child(TrackFragmentTime.class));
        readRuns(runs, header, samples);
      }
    }
  }

  private TrackSamples samples(long id) throws Defect {
    TrackSamples samples = tracks.get(id);
    if (samples == null) {
      throw new Defect(
          "it has samples of track " + id + ", which the initialization section lacks");
    }
    return samples;
  }

  private static void check(TrackFragmentHeader header, InitializationTrack track) throws Defect {
    refuseIf(
        header.has(TrackFragmentHeader.HAS_BASE_DATA_OFFSET),
        () ->
            "its samples are addressed from the beginning of a file, which players refuse; use"
                + " '-movflags +default_base_moof' in ffmpeg");
    refuseIf(
        header.has(TrackFragmentHeader.HAS_DESCRIPTION_INDEX)
            && (header.descriptionIndex() < 1 || header.descriptionIndex() > track.descriptions()),
        () ->
            "it needs sample description "
                + header.descriptionIndex()
                + " of track "
                + track.id()
                + ", which the initialization section lacks");
  }

  private void readRuns(List<TrackRun> runs, TrackFragmentHeader header, TrackSamples samples)
      throws Defect {
    SampleDefaults defaults = samples.track().defaults().in(header);
    long base = header.has(TrackFragmentHeader.BASE_IS_FRAGMENT) ? start : next;
    next = base;
    for (TrackRun run : runs) {
      long begin = run.has(TrackRun.HAS_DATA_OFFSET) ? base + run.dataOffset() : next;
      next = readRun(run, begin, defaults, samples);
      if (next > begin) {
        from = Math.min(from, begin);
        to = Math.max(to, next);
      }
    }
  }

  private static long readRun(
      TrackRun run, long begin, SampleDefaults defaults, TrackSamples samples) throws Defect {
    long at = begin;
    for (int i = 0; i < run.count(); i++) {
      long size = run.size(i, defaults.size());
      samples.add(run.duration(i, defaults.duration()), run.compositionOffset(i));
      samples.keyFrames().add(run.sampleFlags(i, defaults.flags()), at, size);
      at += size;
    }
    return at;
  }

  /**
   * Checks against the first media that follow.
   *
   * @param mediaFrom where they begin in the segment
   * @param mediaTo where they end
   */
  void checkMedia(long mediaFrom, long mediaTo) throws Defect {
    refuseIf(
        !checked && to > from && (from < mediaFrom || to > mediaTo),
        () ->
            String.format(
                "its samples lie from byte %d to %d, outside of the mdat after their moof, from %d"
                    + " to %d",
                from, to, mediaFrom, mediaTo));
    checked = true;
  }

  /** Whether nothing is missing any more. */
  boolean isComplete() {
    return checked || to <= from;
  }
}
