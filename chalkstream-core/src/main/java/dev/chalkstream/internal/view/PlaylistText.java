package dev.chalkstream.internal.view;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.PlaylistWriter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The text of a playlist in pieces: the header, what is listed of the oldest page, each later page,
 * and the head with the end. Pages never change, so the text of each is made once, and shared with
 * the next revisions. Where the pieces are divided follows from the manifest, so all nodes divide
 * alike. Immutable.
 *
 * @param header the playlist without its segments
 * @param pieces the text, of which the first piece is the header's
 * @param pages those pieces that are whole pages as they are stored, by the media sequence numbers
 *     of their first segments
 */
public record PlaylistText(
    MediaPlaylist header, List<TextPiece> pieces, Map<Long, TextPiece> pages) {

  public PlaylistText {
    pieces = List.copyOf(pieces);
    pages = Collections.unmodifiableMap(pages);
  }

  /** The text of a playlist that has no pages. */
  public static PlaylistText of(MediaPlaylist playlist) {
    return new PlaylistText(
        playlist.toBuilder().segments(List.of()).build(),
        List.of(
            TextPiece.of(PlaylistWriter.header(playlist)),
            TextPiece.of(PlaylistWriter.segments(playlist.segments())),
            TextPiece.of(PlaylistWriter.ending(playlist))),
        Map.of());
  }

  /** The digests of the pieces. */
  List<byte[]> digests() {
    return pieces.stream().map(TextPiece::digest).toList();
  }

  /** How many bytes the text has. */
  long length() {
    return pieces.stream().mapToLong(piece -> piece.utf8().length).sum();
  }

  /** About how many bytes of memory this takes up, with all pieces. */
  long heldBytes() {
    return pieces.stream().mapToLong(TextPiece::heldBytes).sum();
  }

  /** The text in one. */
  public ByteBuffer join() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length()));
    pieces.forEach(piece -> bytes.put(piece.utf8()));
    return bytes.flip().asReadOnlyBuffer();
  }

  /** The text, from its first byte. */
  InputStream open() {
    List<InputStream> streams =
        pieces.stream().<InputStream>map(piece -> new ByteArrayInputStream(piece.utf8())).toList();
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
