package dev.chalkstream;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.hls.TargetDuration;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
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
record PushedPlaylist(String path, int targetSeconds, boolean ended, List<PushedEntry> entries) {

  /**
   * So many of the newest entries are looked at. Encoders that keep every segment in the playlist
   * name many more, but send none of the older ones any more.
   */
  static final int MAX_ENTRIES = 1_024;

  /** So long are their names together at most, which is 64 bytes for each where there are many. */
  static final int MAX_NAME_BYTES = 64 << 10;

  /** Why neither of two playlists is followed, of which one is sound and the other pictures. */
  static final String SEPARATE_AUDIO =
      "sound and pictures come as playlists of their own, and a stream has one for both: let the"
          + " encoder put them into the same segments (ffmpeg: without 'agroup' in"
          + " -var_stream_map)";

  PushedPlaylist {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a playlist.
   *
   * @return the playlist, or empty for one that says nothing of a stream: a multivariant playlist
   *     of one variant, or one of subtitles
   * @throws SegmentRejectedException if it is no playlist, or one of what cannot be taken
   */
  static Optional<PushedPlaylist> read(String path, String text) throws SegmentRejectedException {
    return read(path, new StringReader(text));
  }

  private static Optional<PushedPlaylist> read(String path, Reader text)
      throws SegmentRejectedException {
    var entries = new PushedEntries(path);
    try {
      return of(path, PlaylistReader.read(text, entries), entries);
    } catch (IllegalArgumentException e) {
      throw noPlaylist(e);
    } catch (IOException e) {
      throw new UncheckedIOException("what is in memory can be read", e);
    }
  }

  /**
   * What has been read of a playlist.
   *
   * @throws IllegalArgumentException if that is no media playlist
   */
  static Optional<PushedPlaylist> of(String path, PlaylistReader playlist, PushedEntries entries)
      throws SegmentRejectedException {
    if (playlist.variants() > 1) {
      throw new SegmentRejectedException(
          Reason.SEVERAL_VARIANTS,
          "the playlist has "
              + playlist.variants()
              + " variants, and a stream has one: push each under a session of its own");
    }
    if (playlist.hasSeparateAudio()) {
      throw new SegmentRejectedException(Reason.SEPARATE_AUDIO, SEPARATE_AUDIO);
    }
    if (playlist.variants() == 1 || entries.areSubtitles()) {
      return Optional.empty();
    }
    if (playlist.isMultivariant()) {
      throw new IllegalArgumentException("a multivariant playlist, and no media playlist");
    }
    return Optional.of(
        new PushedPlaylist(
            path,
            targetSeconds(playlist, entries),
            playlist.ended(),
            entries.from(playlist.mediaSequence())));
  }

  /** What the playlist says, or more if its segments need more, as far as that makes sense. */
  private static int targetSeconds(PlaylistReader playlist, PushedEntries entries) {
    int needed = TargetDuration.round(entries.longest()).seconds();
    return playlist
        .statedTargetDuration()
        .map(stated -> Math.max(stated.seconds(), needed))
        .orElse(needed);
  }

  static SegmentRejectedException noPlaylist(IllegalArgumentException why) {
    return new SegmentRejectedException(
        Reason.NOT_A_PLAYLIST, "the body is not a media playlist: " + why.getMessage());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many bytes its names take up. */
  int nameBytes() {
    return entries.stream().mapToInt(entry -> PushPath.bytes(entry.path())).sum();
  }

  /** How many bytes its marks take up. */
  int tagBytes() {
    return entries.stream().mapToInt(entry -> entry.tags().bytes()).sum();
  }

  /** The playlist with other numbers. */
  PushedPlaylist shifted(long by) {
    return new PushedPlaylist(
        path,
        targetSeconds,
        ended,
        entries.stream().map(entry -> entry.numbered(entry.sequence() + by)).toList());
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
}
