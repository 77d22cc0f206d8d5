package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/**
 * A stream's playlist as it stands at one revision of the stream: the value, its bytes, and a tag
 * that changes with them. Made once a revision and shared by all who ask for it; immutable, and
 * safe for many threads.
 */
public final class PlaylistSnapshot {

  private static final int SEGMENT_BYTES = 256;

  private final MediaPlaylist playlist;
  private final ByteBuffer bytes;
  private final PlaylistTag tag;

  private PlaylistSnapshot(MediaPlaylist playlist, byte[] m3u8, PlaylistTag tag) {
    this.playlist = playlist;
    this.bytes = ByteBuffer.wrap(m3u8).asReadOnlyBuffer();
    this.tag = tag;
  }

  /** The playlist of a stream at a revision. */
  static PlaylistSnapshot of(long revision, MediaPlaylist playlist) {
    byte[] m3u8 = playlist.toBytes();
    return new PlaylistSnapshot(playlist, m3u8, PlaylistTag.of(false, revision, m3u8));
  }

  /** The playlist of the waiting room at a showing of the poster. */
  static PlaylistSnapshot ofWaitingRoom(long showing, MediaPlaylist playlist) {
    byte[] m3u8 = playlist.toBytes();
    return new PlaylistSnapshot(playlist, m3u8, PlaylistTag.of(true, showing, m3u8));
  }

  /** About how many bytes of memory this takes up, with its form in gzip. */
  long heldBytes() {
    return (long) SEGMENT_BYTES * playlist.segments().size() + bytes.capacity() * 4L / 3;
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
   * The playlist.
   *
   * @return the value
   */
  public MediaPlaylist playlist() {
    return playlist;
  }

  /**
   * The playlist as a player reads it: M3U8 in UTF-8.
   *
   * @return a read-only buffer with a position and limit of its own
   */
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /**
   * A name for this revision and these bytes: the same on every node that has the same customizer,
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
