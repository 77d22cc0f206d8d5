package dev.chalkstream.histories;

import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.audit.ReadSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Some histories, played once, on which the rules of the HLS draft are tested one by one. */
final class Corpus {

  private static final int HISTORIES = 150;

  /** Seeds of their own. */
  private static final long FIRST = 1_000_001;

  private static final List<World> WORLDS =
      LongStream.range(FIRST, FIRST + HISTORIES)
          .filter(seed -> !UploadHistoriesTest.isLong(seed))
          .mapToObj(seed -> UploadHistoriesTest.play(seed, playlist -> {}))
          .toList();

  private Corpus() {}

  static List<World> worlds() {
    return WORLDS;
  }

  static void forEachPlaylist(Consumer<ReadPlaylist> check) {
    WORLDS.forEach(world -> world.listings.playlists().forEach(check));
  }

  /** Each playlist with its successor. */
  static void forEachChange(BiConsumer<ReadPlaylist, ReadPlaylist> check) {
    for (World world : WORLDS) {
      List<ReadPlaylist> playlists = world.listings.playlists();
      for (int i = 1; i < playlists.size(); i++) {
        check.accept(playlists.get(i - 1), playlists.get(i));
      }
    }
  }

  /** The segments that are in the second playlist and not in the first. */
  static List<ReadSegment> added(ReadPlaylist before, ReadPlaylist after) {
    return after.segments().stream()
        .filter(segment -> segment.number() >= before.nextNumber())
        .toList();
  }

  /** The segments that are in the first playlist and not in the second. */
  static List<ReadSegment> removed(ReadPlaylist before, ReadPlaylist after) {
    return before.segments().stream()
        .filter(segment -> segment.number() < after.mediaSequence())
        .toList();
  }

  /** The segments of the first playlist that the second has too. */
  static List<ReadSegment> kept(ReadPlaylist before, ReadPlaylist playlist, ReadPlaylist after) {
    List<ReadSegment> kept = new ArrayList<>(playlist.segments());
    kept.removeIf(
        segment ->
            segment.number() < after.mediaSequence() || segment.number() >= before.nextNumber());
    return kept;
  }
}
