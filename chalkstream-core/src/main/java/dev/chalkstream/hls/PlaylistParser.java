package dev.chalkstream.hls;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole media playlist, as {@link MediaPlaylist#parse} says. */
final class PlaylistParser {

  private PlaylistParser() {}

  static MediaPlaylist parse(String text) {
    List<MediaSegment> segments = new ArrayList<>();
    PlaylistReader reader = read(text, segments);
    if (reader.isMultivariant()) {
      throw new IllegalArgumentException("a multivariant playlist, and no media playlist");
    }
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(reader.targetDuration())
            .mediaSequence(reader.mediaSequence())
            .discontinuitySequence(reader.discontinuitySequence())
            .independentSegments(reader.independentSegments())
            .segments(segments)
            .ended(reader.ended());
    reader.type().ifPresent(playlist::type);
    return playlist.build();
  }

  private static PlaylistReader read(String text, List<MediaSegment> segments) {
    try {
      return PlaylistReader.read(
          new StringReader(text),
          segment -> {
            if (segments.size() == MediaPlaylist.MAX_PARSED) {
              throw new IllegalArgumentException(
                  "a playlist has more than " + MediaPlaylist.MAX_PARSED + " segments");
            }
            segments.add(segment);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("a string can be read", e);
    }
  }
}
