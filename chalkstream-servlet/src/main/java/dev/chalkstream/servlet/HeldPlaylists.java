package dev.chalkstream.servlet;

import dev.chalkstream.PlaylistSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * The playlists that a viewer has, by the entity tags of its request.
 *
 * @param tags without quotes, and without what tells the gzip form from the plain one
 * @param quoted the same tags as the viewer has sent them
 */
record HeldPlaylists(List<String> tags, List<String> quoted) {

  /** Ends the tag of a playlist in gzip. */
  static final String GZIP = "-gzip";

  static HeldPlaylists of(String ifNoneMatch) {
    List<String> quoted = EntityTags.all(ifNoneMatch);
    return new HeldPlaylists(quoted.stream().map(HeldPlaylists::bare).toList(), quoted);
  }

  private static String bare(String quoted) {
    String tag = quoted.substring(1, quoted.length() - 1);
    return tag.endsWith(GZIP) ? tag.substring(0, tag.length() - GZIP.length()) : tag;
  }

  /** The tag of the newest, as the viewer has sent it, or empty if it has none. */
  Optional<String> newest() {
    return PlaylistSnapshot.newestTag(tags).map(tag -> quoted.get(tags.indexOf(tag)));
  }
}
