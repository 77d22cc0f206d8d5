package dev.chalkstream.media;

import java.time.Duration;
import java.util.Comparator;
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

  /** Sound is cut where the pictures are, or not far from there. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

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
   * How long the segment plays, as far as its timestamps tell: as long as its video, or as its
   * longest audio where that is longer by more than half a second, where the pictures come with
   * holes, and where there are none. It plays for longer if its last picture is shown for longer
   * than the others, which only {@link #endsWithSound} rules out.
   *
   * @return the duration, more than zero, or empty if no track's timestamps tell it
   */
  public Optional<Duration> duration() {
    return Optional.of(playing()).filter(duration -> !duration.isZero());
  }

  /**
   * How long the tracks of one kind play.
   *
   * @param kind pictures, sound, or anything else
   * @return the duration of the longest, more than zero, or empty if no timestamps tell it
   */
  public Optional<Duration> duration(MediaTrack.Kind kind) {
    return longest(kind).map(TrackTiming::duration).filter(duration -> !duration.isZero());
  }

  /**
   * Whether sound without holes lasts to the end, so that {@link #duration()} is how long the
   * segment plays. Pictures alone do not tell for how long the last of them is shown.
   *
   * @return true if so
   */
  public boolean endsWithSound() {
    return longest(MediaTrack.Kind.AUDIO)
        .filter(TrackTiming::isEven)
        .filter(timing -> timing.duration().plus(HALF_A_SECOND).compareTo(playing()) >= 0)
        .isPresent();
  }

  /**
   * Whether {@link #duration()} is likely to be how long the segment plays: because of its sound,
   * or because its pictures come without holes for a second or longer.
   *
   * @return true if so
   */
  public boolean isEven() {
    return endsWithSound()
        || longest(MediaTrack.Kind.VIDEO)
            .filter(TrackTiming::isEven)
            .filter(timing -> timing.durationTicks() >= timing.clock().timescale())
            .isPresent();
  }

  /**
   * Whether any pictures or sound have timestamps.
   *
   * @return true if so
   */
  public boolean isTimed() {
    return longest(MediaTrack.Kind.VIDEO).isPresent() || longest(MediaTrack.Kind.AUDIO).isPresent();
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
   * and 4.4.4.3 of the HLS draft): it has the same tracks with the same codecs, formats and
   * {@linkplain TrackClock clocks}, and their timestamps go on. At least one track of pictures or
   * sound goes on exactly; others may be late, as pictures are that come when they change. No track
   * goes back. What is not known of a track is not held against it.
   *
   * @param previous the segment before
   * @return whether this one continues it
   */
  public boolean continues(MediaInfo previous) {
    return Continuity.of(previous, this).goesOn();
  }

  /**
   * The same where the segment before is listed with a duration. If it does not {@linkplain
   * #endsWithSound end with sound}, its last picture may be shown for as long as that says.
   *
   * @param previous the segment before
   * @param listed how long it is listed to play
   * @return whether this one continues it
   */
  public boolean continues(MediaInfo previous, Duration listed) {
    return Continuity.of(previous, this).goesOn(listed);
  }

  /**
   * How much time lies between the end of an earlier segment and the beginning of this one, by the
   * timestamps of the video or else of the first audio track; or by those of another track, or by
   * how long the earlier one is listed to play, where that is less by more than half a second.
   *
   * @param previous the earlier segment
   * @param listed how long it is listed to play
   * @return the time, more than zero and at most 2^30 seconds (34 years), for which longer times
   *     count too; or empty if the tracks or their clocks are others, or their timestamps do not
   *     tell
   */
  public Optional<Duration> timeSince(MediaInfo previous, Duration listed) {
    return Continuity.of(previous, this).timeBetween(listed);
  }

  /**
   * How much time lies between the beginning of an earlier segment and that of this one, by the
   * timestamps of the video or else of the first audio track.
   *
   * @param previous the earlier segment
   * @return the time, more than zero and at most 2^30 seconds (34 years), for which longer times
   *     count too; or empty if the tracks or their clocks are others, or their timestamps do not
   *     tell
   */
  public Optional<Duration> timeFrom(MediaInfo previous) {
    return Continuity.of(previous, this).timeElapsed();
  }

  private Optional<MediaTrack> video() {
    return tracks.stream().filter(track -> track.kind() == MediaTrack.Kind.VIDEO).findFirst();
  }

  private Duration playing() {
    Optional<TrackTiming> pictures = longest(MediaTrack.Kind.VIDEO);
    Duration video = pictures.map(TrackTiming::duration).orElse(Duration.ZERO);
    Duration audio =
        longest(MediaTrack.Kind.AUDIO).map(TrackTiming::duration).orElse(Duration.ZERO);
    boolean even = pictures.filter(TrackTiming::isEven).isPresent();
    Duration imprecision = even ? HALF_A_SECOND : Duration.ZERO;
    return audio.compareTo(video.plus(imprecision)) > 0 ? audio : video;
  }

  private Optional<TrackTiming> longest(MediaTrack.Kind kind) {
    return tracks.stream()
        .filter(track -> track.kind() == kind)
        .flatMap(track -> track.timing().stream())
        .max(Comparator.comparing(TrackTiming::duration));
  }
}
