package dev.chalkstream.internal.view;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.text.PlaylistTag;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A playlist of which the text is kept in pieces that revisions share. */
public final class RenderedPlaylist implements PlaylistSnapshot {

  private static final byte[] BEGINNING = "#EXTM3U\n".getBytes(StandardCharsets.UTF_8);

  private final PlaylistText text;
  private final PlaylistTag tag;

  private RenderedPlaylist(PlaylistText text, PlaylistTag tag) {
    this.text = text;
    this.tag = tag;
  }

  /** The playlist of a stream at a revision. */
  static RenderedPlaylist of(long revision, PlaylistText text) {
    return new RenderedPlaylist(text, PlaylistTag.of(false, revision, text.digests()));
  }

  /** The playlist of the waiting room at a showing of the poster. */
  static RenderedPlaylist ofWaitingRoom(long showing, MediaPlaylist playlist) {
    PlaylistText text = PlaylistText.of(playlist);
    return new RenderedPlaylist(text, PlaylistTag.of(true, showing, text.digests()));
  }

  /** About how many bytes of memory this takes up, with its form in gzip. */
  public long heldBytes() {
    return text.heldBytes() + text.length() / 3;
  }

  /** The text of whole pages, by the media sequence numbers of their first segments. */
  Map<Long, TextPiece> pages() {
    return text.pages();
  }

  /** The revision of the stream, or 0 for the waiting room. */
  public long revision() {
    return tag.waits() ? 0 : tag.number();
  }

  @Override
  public boolean isWaitingRoom() {
    return tag.waits();
  }

  @Override
  public TargetDuration targetDuration() {
    return text.header().targetDuration();
  }

  @Override
  public MediaPlaylist playlist() {
    MediaPlaylist.Builder playlist = text.header().toBuilder();
    PlaylistReader reader = PlaylistReader.begin(playlist::add);
    reader.feed(ByteBuffer.wrap(BEGINNING));
    text.pieces().stream().skip(1).forEach(piece -> reader.feed(ByteBuffer.wrap(piece.utf8())));
    reader.end();
    return playlist.build();
  }

  @Override
  public ByteBuffer bytes() {
    return text.join();
  }

  @Override
  public InputStream open() {
    return text.open();
  }

  @Override
  public long length() {
    return text.length();
  }

  @Override
  public String entityTag() {
    return tag.text();
  }
}
