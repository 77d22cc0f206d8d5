package dev.chalkstream.internal.transition;

import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Media that play for two seconds, with timestamps. */
public final class TimedMedia {

  private static final long SECOND = TrackClock.MPEG_TS.timescale();
  private static final long PICTURE = SECOND / 25;
  private static final long SOUND = 1_920;

  private TimedMedia() {}

  /** Pictures with sound that begin at a time in seconds. */
  public static MediaInfo whole(long start) {
    return of(start, Kind.VIDEO, Kind.AUDIO);
  }

  /** Tracks of some kinds that begin at a time in seconds. */
  public static MediaInfo of(long start, Kind... kinds) {
    List<MediaTrack> tracks = new ArrayList<>();
    for (Kind kind : kinds) {
      boolean video = kind == Kind.VIDEO;
      long from = start * SECOND;
      long to = from + 2 * SECOND;
      long frame = video ? PICTURE : SOUND;
      var timing =
          new TrackTiming(
              TrackClock.MPEG_TS,
              new TrackTiming.Span(from, to),
              new TrackTiming.Span(from, to),
              new TrackTiming.Frames(frame, frame, frame),
              2 * SECOND);
      tracks.add(
          new MediaTrack(
              256 + kind.ordinal(),
              kind,
              video ? "avc1.64001f" : "mp4a.40.2",
              new MediaTrack.Format(
                  video ? 640 : 0, video ? 360 : 0, video ? 0 : 48_000, video ? 0 : 2),
              Optional.of(timing)));
    }
    return new MediaInfo(tracks, true);
  }
}
