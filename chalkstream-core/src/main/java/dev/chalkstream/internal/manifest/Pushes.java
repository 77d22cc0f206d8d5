package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.text.PushPath;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a stream that an encoder pushes, beside what is listed and what waits. Immutable.
 *
 * @param followed the playlist by which it is pushed, or null if there is none
 * @param stored what no playlist has named yet, by its arrival
 * @param expected what the playlist has named and what has not come yet, in ascending sequence
 * @param known what the newest numbers are called that came or were given up
 * @param candidates the playlists that are not followed, as {@code Candidates} keeps them
 * @param consideredAt when the latest of those came, in manifest time; null if there is none
 * @param refused the shapes of the names in refused playlists, by {@code RefusedNames}
 * @param sections the initialization sections, those that segments are likely to need last; of one
 *     path the newest last
 * @param tracks the tracks that are pushed as CMAF; the stream lists the first
 */
public record Pushes(
    @Nullable PushedRun followed,
    List<PushedSegment> stored,
    List<PushedEntry> expected,
    SortedMap<Long, String> known,
    List<PushedPlaylist> candidates,
    @Nullable Instant consideredAt,
    Set<String> refused,
    List<PushedSection> sections,
    List<PushedTrack> tracks) {

  public static final Pushes NONE =
      new Pushes(null, List.of(), List.of(), new TreeMap<>(), List.of(), null, Set.of(), List.of());

  private static final int ENTRY_BYTES = 160;

  public Pushes {
    if (candidates.isEmpty() != (consideredAt == null)) {
      throw new IllegalArgumentException(
          "the time of the candidates is there if they are, and only then");
    }
    stored = List.copyOf(stored);
    expected = List.copyOf(expected);
    known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    candidates = List.copyOf(candidates);
    refused = Collections.unmodifiableSet(new LinkedHashSet<>(refused));
    sections = List.copyOf(sections);
    tracks = List.copyOf(tracks);
  }

  /** What is kept where no tracks are pushed. */
  public Pushes(
      @Nullable PushedRun followed,
      List<PushedSegment> stored,
      List<PushedEntry> expected,
      SortedMap<Long, String> known,
      List<PushedPlaylist> candidates,
      @Nullable Instant consideredAt,
      Set<String> refused,
      List<PushedSection> sections) {
    this(followed, stored, expected, known, candidates, consideredAt, refused, sections, List.of());
  }

  public Pushes withTracks(List<PushedTrack> others) {
    return new Pushes(
        followed, stored, expected, known, candidates, consideredAt, refused, sections, others);
  }

  /** Whether of two revisions the playlist of both says the same, and has said it as long ago. */
  public boolean areSaidAsIn(Pushes other) {
    PushedRun one = followed;
    PushedRun two = other.followed;
    return one == null || two == null
        ? one == null && two == null
        : one.end().equals(two.end()) && one.saidAt().equals(two.saidAt());
  }

  /**
   * The initialization sections that a segment may need, the likeliest first.
   *
   * @param path what the encoder calls the segment
   */
  public List<SegmentName> sectionsFor(String path) {
    return expected.stream()
        .filter(entry -> !entry.gap() && PushPath.matches(entry.path(), path))
        .findFirst()
        .map(entry -> PushedSection.likeliestFirst(sections, path, entry.map()))
        .orElseGet(() -> PushedSection.likeliestFirst(sections, path, null));
  }

  /** When the last initialization section came, or null if there is none. */
  public @Nullable Instant sectionAt() {
    return sections.stream().map(PushedSection::arrivedAt).max(Instant::compareTo).orElse(null);
  }

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    Stream<PushedEntry> entries =
        Stream.concat(
            expected.stream(), candidates.stream().flatMap(said -> said.entries().stream()));
    return entries
            .mapToLong(
                entry -> ENTRY_BYTES + entry.nameBytes() + Markers.heldBytes(entry.tags().lines()))
            .sum()
        + refused.stream().mapToLong(Pushes::heldBytes).sum()
        + sections.stream().mapToLong(PushedSection::heldBytes).sum()
        + known.values().stream().mapToLong(Pushes::heldBytes).sum()
        + stored.stream().mapToLong(segment -> Backlog.of(segment).noted()).sum()
        + tracks.stream().mapToLong(PushedTrack::heldBytes).sum();
  }

  private static long heldBytes(String path) {
    return ENTRY_BYTES + PushPath.bytes(path);
  }
}
