package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.text.PlaylistTag;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/**
 * A stream's playlist as it stands at one revision of the stream: its text, and a tag that changes
 * with it. Made once a revision and shared by all who ask for it; the text of what never changes is
 * shared between revisions. Immutable, and safe for many threads. Do not implement it: later
 * versions add methods.
 */
public interface PlaylistSnapshot {

  /**
   * Whether this is the waiting room's, for viewers who have come before the first segment.
   *
   * @return whether it shows the poster, and nothing of a broadcaster's
   */
  boolean isWaitingRoom();

  /**
   * The upper bound of its segments' durations.
   *
   * @return the target duration
   */
  TargetDuration targetDuration();

  /**
   * The playlist as a value. It is not kept, but read from the text at each call, which takes a
   * while for one of many segments: as {@link PlaylistReader} reads it, with dates in milliseconds,
   * without comments, and with the first {@value PlaylistReader#MAX_TAGS} further tags of each
   * segment.
   *
   * @return a new value
   */
  MediaPlaylist playlist();

  /**
   * The playlist as a player reads it: M3U8 in UTF-8. The bytes are put together at each call;
   * {@link #open} does without that.
   *
   * @return a new read-only buffer
   */
  ByteBuffer bytes();

  /**
   * The playlist as a player reads it, byte by byte.
   *
   * @return a stream of {@link #length} bytes that never fails and need not be closed
   */
  InputStream open();

  /**
   * How many bytes the playlist has.
   *
   * @return the number of bytes
   */
  long length();

  /**
   * A name for this revision and this text: the same on every node that has the same customizer,
   * whatever its clock says. Among the tags of one stream, {@link #newestTag} tells the newest.
   *
   * @return letters, digits and hyphens that may stand in an HTTP entity tag, without the quotes
   */
  String entityTag();

  /**
   * Finds out which of several playlists of one stream is the newest. A server that answers by HTTP
   * names it in a 304, where {@link Chalkstream#playlist(StreamId, Collection)} has none that is as
   * new and the viewer is best left with it.
   *
   * @param tags tags of playlists; what is none is passed over
   * @return the tag of the newest, or empty if none is the tag of a playlist
   */
  static Optional<String> newestTag(Collection<String> tags) {
    return Optional.ofNullable(PlaylistTag.newest(tags)).map(PlaylistTag::text);
  }
}
