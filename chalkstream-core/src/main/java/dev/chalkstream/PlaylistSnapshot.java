package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A stream's playlist as it stands at one revision of the stream: the value, its bytes, and a tag
 * that changes with them. Made once a revision and shared by all who ask for it; immutable, and
 * safe for many threads.
 */
public final class PlaylistSnapshot {

  private final MediaPlaylist playlist;
  private final ByteBuffer bytes;
  private final String entityTag;

  PlaylistSnapshot(MediaPlaylist playlist, String entityTag) {
    this.playlist = Objects.requireNonNull(playlist, "playlist");
    this.bytes = ByteBuffer.wrap(playlist.toBytes()).asReadOnlyBuffer();
    this.entityTag = Objects.requireNonNull(entityTag, "entityTag");
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
   * A name for these bytes, unique within the stream.
   *
   * @return 1 or more characters that may stand in an HTTP entity tag, without the quotes
   */
  public String entityTag() {
    return entityTag;
  }
}
