package dev.chalkstream;

import dev.chalkstream.internal.dash.TrackAddress;
import dev.chalkstream.internal.text.PushPath;
import java.util.Optional;

/**
 * What an encoder calls a file that it pushes, relative to its session: {@code out0.ts}, or {@code
 * live/720p/out0.ts}. Immutable.
 *
 * @param value a name, with at most two directories before it, in at most 255 characters
 */
public record PushName(String value) {

  /**
   * Makes a name.
   *
   * @param value a name, with at most two directories before it
   * @throws IllegalArgumentException if it is empty, too long or too deep, or has parts ({@code .}
   *     and {@code ..}) or characters that no name has; the message says what a name is
   */
  public PushName {
    PushPath.check(value);
  }

  /**
   * Makes a name.
   *
   * @param value a name, with at most two directories before it
   * @return the name
   * @throws IllegalArgumentException if it is none, or too long
   */
  public static PushName of(String value) {
    return new PushName(value);
  }

  /**
   * The track of CMAF that is pushed under this name, if it is one that DASH-IF Live Media Ingest
   * gives to a track, a header or a segment: {@code Streams(video.cmfv)}, {@code video.cmfv},
   * {@code init-stream0.m4s}, {@code chunk-stream0-00001.m4s}, {@code video.mp4}. Names such as
   * encoders give to the files of HLS in fragmented MP4 ({@code init.mp4}, {@code out0.m4s}) are
   * not.
   *
   * @return what the track is called, or empty if it is none
   */
  public Optional<String> track() {
    return TrackAddress.isOfTrack(value)
        ? Optional.of(TrackAddress.parse(value).track())
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
