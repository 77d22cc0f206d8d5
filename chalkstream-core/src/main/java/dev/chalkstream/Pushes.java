package dev.chalkstream;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a stream that an encoder pushes, beside what is listed and what waits. Immutable.
 *
 * @param run the ordinal of the run that the playlist numbers, or {@link #NO_RUN}
 * @param playlist what the encoder calls its playlist; empty without a run
 * @param begunAt when that run began, in manifest time
 * @param saidAt when the playlist last brought something new, in manifest time
 * @param end the number behind the last, once the playlist is at its end, or {@link #NO_END}
 * @param stored what no playlist has named yet, by its arrival
 * @param expected what the playlist has named and what has not come yet, in ascending sequence
 * @param known what the newest numbers are called that came or were given up
 * @param doubted the last playlist that brought nothing new: an old one that was late, or the first
 *     of an encoder that was started again and whose segments are yet to come
 */
record Pushes(
    int run,
    String playlist,
    Instant begunAt,
    Instant saidAt,
    long end,
    List<PushedSegment> stored,
    List<PushedEntry> expected,
    SortedMap<Long, String> known,
    @Nullable PushedPlaylist doubted) {

  static final int NO_RUN = -1;
  static final long NO_END = -1;

  static final Pushes NONE =
      new Pushes(
          NO_RUN,
          "",
          Instant.EPOCH,
          Instant.EPOCH,
          NO_END,
          List.of(),
          List.of(),
          new TreeMap<>(),
          null);

  private static final int ENTRY_BYTES = 160;

  Pushes {
    stored = List.copyOf(stored);
    expected = List.copyOf(expected);
    known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
  }

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    Stream<PushedEntry> entries =
        doubted == null
            ? expected.stream()
            : Stream.concat(expected.stream(), doubted.entries().stream());
    return entries
            .mapToLong(entry -> heldBytes(entry.path()) + Markers.heldBytes(entry.tags().lines()))
            .sum()
        + known.values().stream().mapToLong(Pushes::heldBytes).sum()
        + stored.stream().mapToLong(segment -> Backlog.of(segment).noted()).sum();
  }

  private static long heldBytes(String path) {
    return ENTRY_BYTES + PushPath.bytes(path);
  }
}
