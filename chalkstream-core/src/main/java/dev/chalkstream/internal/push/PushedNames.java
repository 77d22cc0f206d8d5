package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.sequence.ExpectedEntries;
import dev.chalkstream.internal.text.PushPath;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final ExpectedEntries expected;
  private final TreeMap<Long, String> known;

  PushedNames(ExpectedEntries expected, SortedMap<Long, String> known) {
    this.expected = expected;
    this.known = new TreeMap<>(known);
  }

  /** What is to come. */
  ExpectedEntries expected() {
    return expected;
  }

  SortedMap<Long, String> known() {
    return Collections.unmodifiableSortedMap(known);
  }

  /** Forgets all, and begins with another run, or with none. */
  void begin(OptionalInt run) {
    expected.begin(run);
    known.clear();
  }

  void clear() {
    expected.clear();
    known.clear();
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
    expected.toList().forEach(entry -> numbers.merge(entry.path(), entry.sequence(), Math::max));
    numbers.remove(PushPath.NONE);
    return numbers;
  }

  /** Whether one of the names has a {@linkplain RefusedNames#shape shape}. */
  boolean hasShape(String shape) {
    return Stream.concat(known.values().stream(), expected.toList().stream().map(PushedEntry::path))
        .anyMatch(path -> RefusedNames.shape(path).equals(shape));
  }

  /** The last number that has a name, or -1. */
  long last() {
    long over = known.isEmpty() ? -1 : known.lastKey();
    return Math.max(over, expected.end() - 1);
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
   * Takes note that an entry's segment has come.
   *
   * @return the entry, with a discontinuity if one that is missing right before it has one: it is
   *     this one that must tell
   */
  PushedEntry come(PushedEntry entry) {
    expected.remove(entry.sequence());
    known.put(entry.sequence(), entry.path());
    boolean brokenOff = expected.isBrokenOffBefore(entry.sequence());
    return entry.discontinuity() || !brokenOff ? entry : entry.brokenOff();
  }

  /** Takes note that all before a number has come or been given up. */
  void advance(long next) {
    Optional<PushedEntry> over = expected.pollBefore(next);
    while (over.isPresent()) {
      known.put(over.get().sequence(), over.get().path());
      over = expected.pollBefore(next);
    }
    while (known.size() > MAX_KNOWN) {
      known.pollFirstEntry();
    }
  }
}
