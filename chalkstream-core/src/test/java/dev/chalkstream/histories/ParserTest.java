package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.hls.MediaSegment;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reader that is not ours finds the values in the playlists that we put there. */
class ParserTest {

  private static final int HISTORIES = 300;

  private final MediaPlaylistParser parser = new MediaPlaylistParser();
  private int read;

  @Test
  void everyPlaylistOfTheHistoriesReadsBackToTheSameValues() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      // The long ones hold nothing new.
      if (!UploadHistoriesTest.isLong(seed)) {
        UploadHistoriesTest.play(seed, this::check);
      }
    }
    assertThat(read).isGreaterThan(HISTORIES * 10);
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
    List<MediaSegment> segments = theirs.mediaSegments().stream().map(ParserTest::segment).toList();
    assertThat(segments).isEqualTo(ours.segments().stream().map(ParserTest::asWritten).toList());
    read++;
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
