package dev.chalkstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.storage.BlobContent;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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

  /** Reads a playlist from memory, line by line, as above. */
  /** Reads a playlist from its bytes in UTF-8, line by line. */
  static Optional<PushedPlaylist> read(String path, ByteBuffer bytes)
      throws SegmentRejectedException, IOException {
    return read(path, new InputStreamReader(BlobContent.of(bytes).open(), UTF_8));
  }

  private static Optional<PushedPlaylist> read(String path, Reader text)
      throws SegmentRejectedException {
    var entries = new PushedEntries(path);
    try {
      PlaylistReader playlist = PlaylistReader.read(text, entries);
      if (playlist.variants() > 1) {
        throw new SegmentRejectedException(
            Reason.SEVERAL_VARIANTS,
            "the playlist has "
                + playlist.variants()
                + " variants, and a stream has one: push each under a session of its own");
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
              playlist.targetDuration().seconds(),
              playlist.ended(),
              entries.from(playlist.mediaSequence())));
    } catch (IllegalArgumentException e) {
      throw new SegmentRejectedException(
          Reason.NOT_A_PLAYLIST, "the body is not a media playlist: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("what is in memory can be read", e);
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
}
