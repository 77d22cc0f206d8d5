package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;

/**
 * Changes playlists before they are handed out: another base for the addresses of segments, such as
 * a content delivery network's, or further tags. Applied once to each revision of a stream and not
 * to each request, so it must depend on the playlist alone. Called by many threads.
 */
@FunctionalInterface
public interface PlaylistCustomizer {

  /** Changes nothing. */
  PlaylistCustomizer NONE = playlist -> playlist;

  /**
   * Changes a playlist. What is changed must still hold to the rules of HLS: nothing but the
   * addresses may differ from one revision to the next where the playlist did not.
   *
   * @param playlist the playlist as it would be handed out
   * @return the playlist to hand out
   */
  MediaPlaylist customize(MediaPlaylist playlist);
}
