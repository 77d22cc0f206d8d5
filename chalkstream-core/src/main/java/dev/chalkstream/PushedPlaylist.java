package dev.chalkstream;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A media playlist as an encoder pushes it. Immutable.
 *
 * @param path what the encoder calls it
 * @param targetSeconds its target duration
 * @param ended whether it is at its end
 * @param entries what it names, in ascending sequence without holes
 */
record PushedPlaylist(String path, int targetSeconds, boolean ended, List<PushedEntry> entries) {

  private static final Instant FIRST_DATE = Instant.EPOCH;
  private static final Instant LAST_DATE = Instant.parse("9999-01-01T00:00:00Z");
  private static final String VARIANT = "#EXT-X-STREAM-INF";

  PushedPlaylist {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a playlist.
   *
   * @return the playlist, or empty for a multivariant playlist of one variant, which says nothing
   * @throws SegmentRejectedException if it is no playlist, or one of what cannot be taken
   */
  static Optional<PushedPlaylist> read(String path, String text) throws SegmentRejectedException {
    long variants = text.lines().filter(line -> line.startsWith(VARIANT)).count();
    if (variants > 1) {
      throw new SegmentRejectedException(
          Reason.SEVERAL_VARIANTS,
          "the playlist has "
              + variants
              + " variants, and a stream has one: push each under a session of its own");
    }
    if (variants == 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(path, MediaPlaylist.parse(text)));
    } catch (IllegalArgumentException e) {
      throw new SegmentRejectedException(
          Reason.NOT_A_PLAYLIST, "the body is not a media playlist: " + e.getMessage());
    }
  }

  private static PushedPlaylist of(String path, MediaPlaylist playlist)
      throws SegmentRejectedException {
    List<PushedEntry> entries = new ArrayList<>(playlist.segments().size());
    long sequence = playlist.mediaSequence();
    if (sequence > SegmentUpload.MAX_SEQUENCE - playlist.segments().size()) {
      throw new IllegalArgumentException("its numbers are too large");
    }
    for (MediaSegment segment : playlist.segments()) {
      refuseWhatIsNoFile(segment);
      entries.add(entry(path, sequence++, segment));
    }
    int target = playlist.targetDuration().seconds();
    return new PushedPlaylist(path, target, playlist.ended(), entries);
  }

  private static PushedEntry entry(String path, long sequence, MediaSegment segment) {
    Duration duration = segment.duration();
    if (duration.compareTo(SegmentUpload.MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "a segment plays for at most " + SegmentUpload.MAX_DURATION.toSeconds() + " seconds");
    }
    return new PushedEntry(
        sequence,
        PushPath.resolve(path, segment.uri()),
        duration.isZero() ? Duration.ofNanos(1_000) : duration,
        segment.discontinuity(),
        segment.gap(),
        segment
            .programDateTime()
            .filter(date -> !date.isBefore(FIRST_DATE) && date.isBefore(LAST_DATE))
            .map(date -> date.truncatedTo(ChronoUnit.MICROS))
            .orElse(null));
  }

  private static void refuseWhatIsNoFile(MediaSegment segment) throws SegmentRejectedException {
    for (String tag : segment.tags()) {
      boolean encrypted = tag.startsWith("#EXT-X-KEY:") && !tag.contains("METHOD=NONE");
      if (encrypted || tag.startsWith("#EXT-X-MAP") || tag.startsWith("#EXT-X-BYTERANGE")) {
        throw new SegmentRejectedException(
            Reason.UNSUPPORTED_PLAYLIST,
            "segments are whole MPEG transport streams, each in a file of its own and not"
                + " encrypted; the playlist says "
                + tag.substring(0, tag.indexOf(':')));
      }
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  long firstSequence() {
    return entries.get(0).sequence();
  }

  long lastSequence() {
    return entries.get(entries.size() - 1).sequence();
  }

  /** The target duration, if it is one that a stream may have. */
  Optional<TargetDuration> targetDuration() {
    return targetSeconds <= SegmentUpload.MAX_DURATION.toSeconds()
        ? Optional.of(TargetDuration.ofSeconds(targetSeconds))
        : Optional.empty();
  }

  /** The newest entries, at most so many. */
  PushedPlaylist newest(int most) {
    return entries.size() <= most
        ? this
        : new PushedPlaylist(
            path, targetSeconds, ended, entries.subList(entries.size() - most, entries.size()));
  }
}
