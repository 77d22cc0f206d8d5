package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentUpload;
import dev.chalkstream.hls.TargetDuration;
import java.util.List;
import java.util.Optional;

/**
 * A media playlist as an encoder pushes it, as far as it is looked at: its newest entries, at most
 * {@link #MAX_ENTRIES} of them and with names of {@link #MAX_NAME_BYTES} together. Immutable.
 *
 * @param path what the encoder calls it
 * @param targetSeconds its target duration
 * @param ended whether it is at its end
 * @param entries what it names, in ascending sequence without holes
 */
public record PushedPlaylist(
    String path, int targetSeconds, boolean ended, List<PushedEntry> entries) {

  /**
   * So many of the newest entries are looked at. Encoders that keep every segment in the playlist
   * name many more, but send none of the older ones any more.
   */
  public static final int MAX_ENTRIES = 1_024;

  /** So long are their names together at most, which is 64 bytes for each where there are many. */
  public static final int MAX_NAME_BYTES = 64 << 10;

  /** Why neither of two playlists is followed, of which one is sound and the other pictures. */
  public static final String SEPARATE_AUDIO =
      "sound and pictures come as playlists of their own, and a stream has one for both: let the"
          + " encoder put them into the same segments (ffmpeg: without 'agroup' in"
          + " -var_stream_map)";

  public PushedPlaylist {
    entries = List.copyOf(entries);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many bytes its names take up. */
  public int nameBytes() {
    return entries.stream().mapToInt(PushedEntry::nameBytes).sum();
  }

  /** How many bytes its marks take up. */
  public int tagBytes() {
    return entries.stream().mapToInt(entry -> entry.tags().bytes()).sum();
  }

  /** The playlist with other numbers. */
  public PushedPlaylist shifted(long by) {
    return new PushedPlaylist(
        path,
        targetSeconds,
        ended,
        entries.stream().map(entry -> entry.numbered(entry.sequence() + by)).toList());
  }

  public long firstSequence() {
    return entries.get(0).sequence();
  }

  public long lastSequence() {
    return entries.get(entries.size() - 1).sequence();
  }

  /** The target duration, if it is one that a stream may have. */
  public Optional<TargetDuration> targetDuration() {
    return targetSeconds <= SegmentUpload.MAX_DURATION.toSeconds()
        ? Optional.of(TargetDuration.ofSeconds(targetSeconds))
        : Optional.empty();
  }
}
