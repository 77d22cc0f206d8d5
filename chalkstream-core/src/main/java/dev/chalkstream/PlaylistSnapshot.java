package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.hls.TargetDuration;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A stream's playlist as it stands at one revision of the stream: its text, and a tag that changes
 * with it. Made once a revision and shared by all who ask for it; the text of what never changes is
 * shared between revisions. Immutable, and safe for many threads.
 */
public final class PlaylistSnapshot {

  private static final byte[] BEGINNING = "#EXTM3U\n".getBytes(StandardCharsets.UTF_8);

  private final PlaylistText text;
  private final PlaylistTag tag;

  private PlaylistSnapshot(PlaylistText text, PlaylistTag tag) {
    this.text = text;
    this.tag = tag;
  }

  /** The playlist of a stream at a revision. */
  static PlaylistSnapshot of(long revision, PlaylistText text) {
    return new PlaylistSnapshot(text, PlaylistTag.of(false, revision, text.pieces()));
  }

  /** The playlist of the waiting room at a showing of the poster. */
  static PlaylistSnapshot ofWaitingRoom(long showing, MediaPlaylist playlist) {
    PlaylistText text = PlaylistText.of(playlist);
    return new PlaylistSnapshot(text, PlaylistTag.of(true, showing, text.pieces()));
  }

  /** About how many bytes of memory this takes up, with its form in gzip. */
  long heldBytes() {
    return text.heldBytes() + text.length() / 3;
  }

  /** The text of whole pages, by the media sequence numbers of their first segments. */
  Map<Long, TextPiece> pages() {
    return text.pages();
  }

  /** The revision of the stream, or 0 for the waiting room. */
  long revision() {
    return tag.waits() ? 0 : tag.number();
  }

  /**
   * Whether this is the waiting room's, for viewers who have come before the first segment.
   *
   * @return whether it shows the poster, and nothing of a broadcaster's
   */
  public boolean isWaitingRoom() {
    return tag.waits();
  }

  /**
   * The upper bound of its segments' durations.
   *
   * @return the target duration
   */
  public TargetDuration targetDuration() {
    return text.header().targetDuration();
  }

  /**
   * The playlist as a value. It is not kept, but read from the text at each call, which takes a
   * while for one of many segments: as {@link PlaylistReader} reads it, with dates in milliseconds,
   * without comments, and with the first {@value PlaylistReader#MAX_TAGS} further tags of each
   * segment.
   *
   * @return a new value
   */
  public MediaPlaylist playlist() {
    MediaPlaylist.Builder playlist = text.header().toBuilder();
    PlaylistReader reader = PlaylistReader.begin(playlist::add);
    reader.feed(ByteBuffer.wrap(BEGINNING));
    text.pieces().stream().skip(1).forEach(piece -> reader.feed(ByteBuffer.wrap(piece.utf8())));
    reader.end();
    return playlist.build();
  }

  /**
   * The playlist as a player reads it: M3U8 in UTF-8. The bytes are put together at each call;
   * {@link #open} does without that.
   *
   * @return a new read-only buffer
   */
  public ByteBuffer bytes() {
    return text.join();
  }

  /**
   * The playlist as a player reads it, byte by byte.
   *
   * @return a stream of {@link #length} bytes that never fails and need not be closed
   */
  public InputStream open() {
    return text.open();
  }

  /**
   * How many bytes the playlist has.
   *
   * @return the number of bytes
   */
  public long length() {
    return text.length();
  }

  /**
   * A name for this revision and this text: the same on every node that has the same customizer,
   * whatever its clock says. Among the tags of one stream, {@link #newestTag} tells the newest.
   *
   * @return letters, digits and hyphens that may stand in an HTTP entity tag, without the quotes
   */
  public String entityTag() {
    return tag.text();
  }

  /**
   * Finds out which of several playlists of one stream is the newest. A server that answers by HTTP
   * names it in a 304, where {@link Chalkstream#playlist(StreamId, Collection)} has none that is as
   * new and the viewer is best left with it.
   *
   * @param tags tags of playlists; what is none is passed over
   * @return the tag of the newest, or empty if none is the tag of a playlist
   */
  public static Optional<String> newestTag(Collection<String> tags) {
    return Optional.ofNullable(PlaylistTag.newest(tags)).map(PlaylistTag::text);
  }
}
