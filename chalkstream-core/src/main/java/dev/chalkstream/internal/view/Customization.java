package dev.chalkstream.internal.view;

import dev.chalkstream.PlaylistCustomizer;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import java.util.List;

/**
 * What a customizer makes of playlists, held to what it may change. Immutable, and safe for many
 * threads.
 *
 * @param customizer the application's
 */
public record Customization(PlaylistCustomizer customizer) {

  public static final Customization NONE = new Customization(PlaylistCustomizer.NONE);

  /**
   * A playlist with the customizer's tags, and segments as it wants them.
   *
   * @throws IllegalArgumentException if the customizer changes what it may not
   */
  MediaPlaylist playlist(MediaPlaylist playlist) {
    return header(playlist).toBuilder()
        .segments(playlist.segments().stream().map(this::segment).toList())
        .build();
  }

  /** What stands in a playlist beside its segments, with the customizer's tags. */
  MediaPlaylist header(MediaPlaylist playlist) {
    MediaPlaylist bare = playlist.toBuilder().segments(List.of()).build();
    return bare.toBuilder().tags(customizer.headerTags(bare)).build();
  }

  /** The address of an initialization section as the customizer wants it. */
  MediaMap map(MediaMap map) {
    return customizer.map(map);
  }

  /**
   * A segment as the customizer wants it.
   *
   * @throws IllegalArgumentException if the customizer changes what it may not
   */
  MediaSegment segment(MediaSegment segment) {
    MediaSegment changed = customizer.segment(segment);
    if (!changed.withUri(segment.uri()).withTags(segment.tags()).equals(segment)) {
      throw new IllegalArgumentException(
          "a playlist customizer changes the address and the tags of a segment only, and not "
              + segment
              + " to "
              + changed);
    }
    return changed;
  }
}
