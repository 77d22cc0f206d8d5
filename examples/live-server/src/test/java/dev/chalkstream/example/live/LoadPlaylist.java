package dev.chalkstream.example.live;

import java.util.ArrayList;
import java.util.List;

/**
 * A live playlist as a player reads it.
 *
 * @param first the media sequence number of its first segment
 * @param segments their addresses
 * @param whole whether nothing in it is missing or breaks off
 * @param over whether it ends
 */
record LoadPlaylist(long first, List<String> segments, boolean whole, boolean over) {

  static final LoadPlaylist NONE = new LoadPlaylist(0, List.of(), true, false);

  private static final String MEDIA_SEQUENCE = "#EXT-X-MEDIA-SEQUENCE:";

  static LoadPlaylist parse(String text) {
    long first = 0;
    List<String> segments = new ArrayList<>();
    boolean whole = text.startsWith("#EXTM3U\n");
    boolean over = false;
    for (String line : text.split("\n", 0)) {
      if (!line.startsWith("#")) {
        segments.add(line);
      } else if (line.startsWith(MEDIA_SEQUENCE)) {
        first = Long.parseLong(line.substring(MEDIA_SEQUENCE.length()));
      } else if (line.equals("#EXT-X-GAP")) {
        whole = false;
      } else if (line.equals("#EXT-X-DISCONTINUITY")) {
        whole &= segments.isEmpty();
      } else if (line.equals("#EXT-X-ENDLIST")) {
        over = true;
      }
    }
    return new LoadPlaylist(first, segments, whole, over);
  }

  /** The number that the next segment will have. */
  long end() {
    return first + segments.size();
  }

  String segment(long number) {
    return segments.get((int) (number - first));
  }

  /**
   * Whether this may be shown to who has seen another: nothing went back, changed or is skipped.
   */
  boolean follows(LoadPlaylist seen) {
    if (first < seen.first || end() < seen.end() || first > seen.end()) {
      return seen.segments.isEmpty();
    }
    List<String> kept = seen.segments.subList((int) (first - seen.first), seen.segments.size());
    return segments.subList(0, kept.size()).equals(kept);
  }
}
