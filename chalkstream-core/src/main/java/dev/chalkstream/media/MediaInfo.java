package dev.chalkstream.media;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is inside a segment, and how it begins and ends. Immutable, and made of plain values, so
 * that it can be kept and compared with the next segment's.
 *
 * @param tracks the elementary streams, in the order of the program map table, at least one
 * @param startsWithKeyFrame whether the segment can be decoded from its first frame on: its first
 *     video frame is a random access point with its parameter sets, or it has no video track
 */
public record MediaInfo(List<MediaTrack> tracks, boolean startsWithKeyFrame) {

  /**
   * Makes a description.
   *
   * @param tracks the elementary streams
   * @param startsWithKeyFrame whether the segment can be decoded from its first frame on
   */
  public MediaInfo {
    tracks = List.copyOf(tracks);
  }

  /**
   * How long the segment plays: as long as its video, or else as its longest audio.
   *
   * @return the duration, more than zero, or empty if no track's timestamps tell it
   */
  public Optional<Duration> duration() {
    long video = longest(MediaTrack.Kind.VIDEO);
    long ticks = video > 0 ? video : longest(MediaTrack.Kind.AUDIO);
    return ticks > 0 ? Optional.of(TrackTiming.toDuration(ticks)) : Optional.empty();
  }

  /**
   * The codecs of the video and audio tracks, as far as they are known.
   *
   * @return strings of RFC 6381, each once, in the order of the tracks
   */
  public List<String> codecs() {
    return tracks.stream()
        .map(MediaTrack::codec)
        .filter(codec -> !codec.equals(MediaTrack.UNKNOWN_CODEC))
        .distinct()
        .toList();
  }

  /**
   * The width of the picture.
   *
   * @return pixels, as shown after cropping, or 0 if not known
   */
  public int width() {
    return video().map(MediaTrack::width).orElse(0);
  }

  /**
   * The height of the picture.
   *
   * @return pixels, as shown after cropping, or 0 if not known
   */
  public int height() {
    return video().map(MediaTrack::height).orElse(0);
  }

  /**
   * Whether this segment can follow another without an EXT-X-DISCONTINUITY between them (sections 3
   * and 4.4.4.3 of the HLS draft): it has the same tracks with the same codecs and formats, and
   * their timestamps go on. What is not known of a track is not held against it.
   *
   * @param previous the segment before
   * @return whether this one continues it
   */
  public boolean continues(MediaInfo previous) {
    return tracks.size() == previous.tracks.size()
        && tracks.stream()
            .allMatch(track -> previous.tracks.stream().anyMatch(track::continuesTrack));
  }

  /**
   * How much time lies between the end of an earlier segment and the beginning of this one, by the
   * timestamps of the video or else of the first audio track.
   *
   * @param previous the earlier segment
   * @return the time, more than zero, or empty if the tracks are others or their timestamps do not
   *     tell
   */
  public Optional<Duration> timeSince(MediaInfo previous) {
    if (!hasTracksOf(previous)) {
      return Optional.empty();
    }
    Optional<MediaTrack> lead =
        video()
            .or(
                () ->
                    tracks.stream()
                        .filter(track -> track.kind() == MediaTrack.Kind.AUDIO)
                        .findFirst());
    return lead.flatMap(
            track ->
                previous.tracks.stream()
                    .filter(track::isSameTrack)
                    .findFirst()
                    .flatMap(track::ticksSince))
        .filter(ticks -> ticks > 0)
        .map(TrackTiming::toDuration);
  }

  private boolean hasTracksOf(MediaInfo other) {
    return tracks.size() == other.tracks.size()
        && tracks.stream().allMatch(track -> other.tracks.stream().anyMatch(track::isSameTrack));
  }

  private Optional<MediaTrack> video() {
    return tracks.stream().filter(track -> track.kind() == MediaTrack.Kind.VIDEO).findFirst();
  }

  private long longest(MediaTrack.Kind kind) {
    return tracks.stream()
        .filter(track -> track.kind() == kind)
        .flatMap(track -> track.timing().stream())
        .mapToLong(TrackTiming::durationTicks)
        .max()
        .orElse(0);
  }
}
