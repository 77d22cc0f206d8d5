package dev.chalkstream;

import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Changes what playlists say before they are handed out: another base for the addresses of
 * segments, such as a content delivery network's, or further tags. It applies to the playlists of
 * streams and to the one of the waiting room.
 *
 * <p>The methods must be pure: what they return depends on their argument alone, because the text
 * of older segments is kept and handed out in later revisions of a stream. A segment is passed when
 * its text is made, which is once for a page of older segments and once a revision for the newest
 * ones, and not once a request. Every node of a store must have the same customizer, or players see
 * playlists that contradict each other. They are called by many threads.
 */
public interface PlaylistCustomizer {

  /** Changes nothing. */
  PlaylistCustomizer NONE = new PlaylistCustomizer() {};

  /**
   * A customizer that changes segments, and leaves the header as it is.
   *
   * @param change as {@link #segment}
   * @return the customizer
   */
  static PlaylistCustomizer ofSegments(UnaryOperator<MediaSegment> change) {
    Objects.requireNonNull(change, "change");
    return new PlaylistCustomizer() {
      @Override
      public MediaSegment segment(MediaSegment segment) {
        return change.apply(segment);
      }
    };
  }

  /**
   * Further lines that apply to the whole playlist, such as {@code EXT-X-START} (section 4.4.2.2 of
   * the HLS draft). They stand behind the lines of the header and before the first segment. The
   * draft lets them change from one revision to the next no more than the rest of the header
   * (section 6.2.1), so they should depend on what stays, such as the target duration.
   *
   * @param header the playlist without segments: its target duration, its sequence numbers, its
   *     type, and whether it has ended
   * @return lines that each begin with {@code #}; none if not overridden
   */
  default List<String> headerTags(MediaPlaylist header) {
    return List.of();
  }

  /**
   * Changes the address of an initialization section, which segments of fragmented MP4 need. It is
   * asked where such an address is written: before the first segment, and where it changes.
   *
   * @param map the address as it would be handed out
   * @return the address to hand out; the same if not overridden
   */
  default MediaMap map(MediaMap map) {
    return map;
  }

  /**
   * Changes a segment's address, its further tags, or both. Everything else must stay as it is: the
   * duration, the discontinuity and the gap are what the other segments and the sequence numbers
   * build on, and the date is there where a playlist needs one. The initialization section has a
   * {@linkplain #map method of its own}.
   *
   * <p>A segment of which the date or the date ranges are repeated, because it is the first of a
   * playlist now, is passed once more, with these.
   *
   * @param segment the segment as it would be handed out
   * @return the segment to hand out; the same if not overridden
   */
  default MediaSegment segment(MediaSegment segment) {
    return segment;
  }
}
