package dev.chalkstream;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the playlist of a pushed run has named: what is to come, and what the newest numbers are
 * called that are over. Not safe for use by many threads.
 */
final class PushedNames {

  /** So many names are remembered, to know what comes again. */
  static final int MAX_KNOWN = 32;

  private final TreeMap<Long, PushedEntry> expected = new TreeMap<>();
  private final TreeMap<Long, String> known;

  /** How long the names are of what is expected. */
  private int nameBytes;

  private int tagBytes;

  PushedNames(Pushes pushes) {
    this.known = new TreeMap<>(pushes.known());
    pushes.expected().forEach(this::expect);
  }

  List<PushedEntry> expected() {
    return List.copyOf(expected.values());
  }

  SortedMap<Long, String> known() {
    return Collections.unmodifiableSortedMap(known);
  }

  boolean isAnyExpected() {
    return !expected.isEmpty();
  }

  void expectNone() {
    expected.clear();
    nameBytes = 0;
    tagBytes = 0;
  }

  void clear() {
    expectNone();
    known.clear();
  }

  /** The first entry that waits for a segment of that name. */
  Optional<PushedEntry> findAwaited(String path) {
    return expected.values().stream()
        .filter(entry -> !entry.gap() && PushPath.matches(entry.path(), path))
        .findFirst();
  }

  /** The last number that was called so, of those that are over. */
  Optional<Long> findKnown(String path) {
    return known.descendingMap().entrySet().stream()
        .filter(entry -> PushPath.matches(entry.getValue(), path))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The last number of each name, of those that are over or to come. */
  Map<String, Long> numbers() {
    Map<String, Long> numbers = new HashMap<>();
    known.forEach((number, path) -> numbers.put(path, number));
    expected.forEach((number, entry) -> numbers.merge(entry.path(), number, Math::max));
    numbers.remove(PushPath.NONE);
    return numbers;
  }

  /** Whether one of the names has a {@linkplain RefusedNames#shape shape}. */
  boolean hasShape(String shape) {
    return Stream.concat(known.values().stream(), expected.values().stream().map(PushedEntry::path))
        .anyMatch(path -> RefusedNames.shape(path).equals(shape));
  }

  /** The last number that has a name, or -1. */
  long last() {
    long over = known.isEmpty() ? -1 : known.lastKey();
    return Math.max(over, end() - 1);
  }

  /** Whether a playlist calls whatever it shares with those before by other names. */
  boolean areOthersIn(PushedPlaylist said) {
    boolean others = false;
    for (PushedEntry entry : said.entries()) {
      String name = nameOf(entry.sequence());
      if (name != null && !entry.gap()) {
        if (PushPath.matches(name, entry.path())) {
          return false;
        }
        others = true;
      }
    }
    return others;
  }

  private @Nullable String nameOf(long sequence) {
    PushedEntry awaited = expected.get(sequence);
    return awaited == null ? known.get(sequence) : awaited.path();
  }

  /**
   * Takes note of an entry, and forgets the oldest where there are more than one playlist may have.
   *
   * @return whether it is new
   */
  boolean expect(PushedEntry said) {
    PushedEntry former = expected.get(said.sequence());
    remove(said.sequence());
    PushedEntry entry = said.tagged(said.tags().within(Markers.MAX_BYTES - tagBytes));
    expected.put(entry.sequence(), entry);
    nameBytes += bytes(entry);
    tagBytes += entry.tags().bytes();
    while (expected.size() > PushedPlaylist.MAX_ENTRIES
        || nameBytes > PushedPlaylist.MAX_NAME_BYTES) {
      remove(expected.firstKey());
    }
    return !entry.equals(former);
  }

  private void remove(long sequence) {
    PushedEntry removed = expected.remove(sequence);
    nameBytes -= removed == null ? 0 : bytes(removed);
    tagBytes -= removed == null ? 0 : removed.tags().bytes();
  }

  private static int bytes(PushedEntry entry) {
    return PushPath.bytes(entry.path());
  }

  /**
   * Takes note that an entry's segment has come.
   *
   * @return the entry, with a discontinuity if one that is missing right before it has one: it is
   *     this one that must tell
   */
  PushedEntry come(PushedEntry entry) {
    remove(entry.sequence());
    known.put(entry.sequence(), entry.path());
    boolean brokenOff =
        expected.headMap(entry.sequence()).values().stream().anyMatch(PushedEntry::discontinuity);
    return entry.discontinuity() || !brokenOff ? entry : entry.brokenOff();
  }

  /** Takes note that all before a number has come or been given up. */
  void advance(long next) {
    while (!expected.isEmpty() && expected.firstKey() < next) {
      PushedEntry entry = expected.firstEntry().getValue();
      remove(entry.sequence());
      known.put(entry.sequence(), entry.path());
    }
    while (known.size() > MAX_KNOWN) {
      known.pollFirstEntry();
    }
  }

  /** Whether the playlist says of all numbers from one to another that they will not come. */
  boolean areGaps(long from, long to) {
    for (long n = from; n < to; n++) {
      PushedEntry entry = expected.get(n);
      if (entry == null || !entry.gap()) {
        return false;
      }
    }
    return true;
  }

  /** How long a segment is said to play that has not come. */
  Optional<Duration> durationOf(long sequence) {
    return Optional.ofNullable(expected.get(sequence)).flatMap(PushedEntry::saidDuration);
  }

  /** What is marked before numbers that have not come, from one to another. */
  PushedTags tagsOf(long from, long to) {
    PushedTags tags = PushedTags.NONE;
    for (PushedEntry entry : expected.subMap(from, to).values()) {
      tags = tags.plus(entry.tags());
    }
    return tags;
  }

  /** The number behind all that is to come, or 0. */
  long end() {
    return expected.isEmpty() ? 0 : expected.lastKey() + 1;
  }
}
