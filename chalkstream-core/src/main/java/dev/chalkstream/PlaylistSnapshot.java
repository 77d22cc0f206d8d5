package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import java.nio.ByteBuffer;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A stream's playlist as it stands at one revision of the stream: the value, its bytes, and a tag
 * that changes with them. Made once a revision and shared by all who ask for it; immutable, and
 * safe for many threads.
 */
public final class PlaylistSnapshot {

  private static final int ENTITY_TAG_LENGTH = 32;

  private final MediaPlaylist playlist;
  private final ByteBuffer bytes;
  private final String entityTag;

  PlaylistSnapshot(MediaPlaylist playlist) {
    byte[] m3u8 = playlist.toBytes();
    this.playlist = playlist;
    this.bytes = ByteBuffer.wrap(m3u8).asReadOnlyBuffer();
    this.entityTag = DigestUtils.sha256Hex(m3u8).substring(0, ENTITY_TAG_LENGTH);
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
   * A name for these bytes: the same bytes have the same tag on every node, other bytes another.
   *
   * @return letters and digits that may stand in an HTTP entity tag, without the quotes
   */
  public String entityTag() {
    return entityTag;
  }
}
