package dev.chalkstream;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

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
 * @param candidates the {@linkplain Candidates playlists} that are not followed
 * @param consideredAt when the latest of those came, in manifest time
 * @param refused the {@linkplain RefusedNames shapes} of the names in refused playlists
 * @param length how many entries the playlist had that was followed last
 * @param opened whether the playlist was once not at its end, or had more than one entry
 * @param endless whether the encoder has gone on after its playlist was at its end, so that no end
 *     of that run is believed any more
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
    List<PushedPlaylist> candidates,
    Instant consideredAt,
    Set<String> refused,
    int length,
    boolean opened,
    boolean endless) {

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
          List.of(),
          Instant.EPOCH,
          Set.of(),
          0,
          false,
          false);

  private static final int ENTRY_BYTES = 160;

  Pushes {
    stored = List.copyOf(stored);
    expected = List.copyOf(expected);
    known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    candidates = List.copyOf(candidates);
    refused = Collections.unmodifiableSet(new LinkedHashSet<>(refused));
  }

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    Stream<PushedEntry> entries =
        Stream.concat(
            expected.stream(), candidates.stream().flatMap(said -> said.entries().stream()));
    return entries
            .mapToLong(entry -> heldBytes(entry.path()) + Markers.heldBytes(entry.tags().lines()))
            .sum()
        + refused.stream().mapToLong(Pushes::heldBytes).sum()
        + known.values().stream().mapToLong(Pushes::heldBytes).sum()
        + stored.stream().mapToLong(segment -> Backlog.of(segment).noted()).sum();
  }

  private static long heldBytes(String path) {
    return ENTRY_BYTES + PushPath.bytes(path);
  }
}
