package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaSegment;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.SegmentMap;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader that is not ours, which must find the values in a playlist that we put there. */
final class ForeignReader {

  private final MediaPlaylistParser parser = new MediaPlaylistParser();
  private @Nullable PlaylistSnapshot last;

  /** Reads a playlist, unless it is the one that was read last. */
  void read(PlaylistSnapshot snapshot) {
    if (snapshot != last) {
      check(snapshot);
      last = snapshot;
    }
  }

  private void check(PlaylistSnapshot snapshot) {
    dev.chalkstream.hls.MediaPlaylist ours = snapshot.playlist();
    MediaPlaylist theirs = parse(World.text(snapshot));
    assertThat(theirs.version()).contains(ours.version());
    assertThat(theirs.targetDuration()).isEqualTo(ours.targetDuration().seconds());
    assertThat(theirs.mediaSequence()).isEqualTo(ours.mediaSequence());
    assertThat(theirs.discontinuitySequence()).isEqualTo(ours.discontinuitySequence());
    assertThat(theirs.playlistType().map(Enum::name)).isEqualTo(ours.type().map(Enum::name));
    assertThat(theirs.independentSegments()).isEqualTo(ours.independentSegments());
    assertThat(theirs.ongoing()).isEqualTo(!ours.ended());
    List<MediaSegment> segments =
        theirs.mediaSegments().stream().map(ForeignReader::segment).toList();
    assertThat(segments).isEqualTo(ours.segments().stream().map(ForeignReader::asWritten).toList());
    List<Optional<String>> maps =
        theirs.mediaSegments().stream()
            .map(each -> each.segmentMap().map(SegmentMap::uri))
            .toList();
    assertThat(maps).isEqualTo(mapsAsWritten(ours.segments()));
  }

  /** A map is written where it changes. */
  private static List<Optional<String>> mapsAsWritten(List<MediaSegment> segments) {
    List<Optional<String>> maps = new ArrayList<>();
    Optional<MediaMap> before = Optional.empty();
    for (MediaSegment segment : segments) {
      boolean changes = !segment.map().equals(before);
      maps.add(changes ? segment.map().map(MediaMap::uri) : Optional.empty());
      before = segment.map();
    }
    return maps;
  }

  private MediaPlaylist parse(String text) {
    try {
      return parser.readPlaylist(text);
    } catch (Exception e) {
      throw new AssertionError(text, e);
    }
  }

  private static MediaSegment segment(io.lindstrom.m3u8.model.MediaSegment theirs) {
    long micros = Math.round(theirs.duration() * 1_000_000);
    return new MediaSegment(
        theirs.uri(),
        Duration.of(micros, ChronoUnit.MICROS),
        theirs.discontinuity(),
        theirs.gap(),
        theirs.programDateTime().map(OffsetDateTime::toInstant));
  }

  /** Dates are written in milliseconds. */
  private static MediaSegment asWritten(MediaSegment ours) {
    return new MediaSegment(
        ours.uri(),
        ours.duration(),
        ours.discontinuity(),
        ours.gap(),
        ours.programDateTime().map(date -> date.truncatedTo(ChronoUnit.MILLIS)));
  }
}
