package dev.chalkstream;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

  PushedNames(Pushes pushes) {
    this.known = new TreeMap<>(pushes.known());
    pushes.expected().forEach(entry -> expected.put(entry.sequence(), entry));
  }

  List<PushedEntry> expected() {
    return List.copyOf(expected.values());
  }

  SortedMap<Long, String> known() {
    return Collections.unmodifiableSortedMap(known);
  }

  void clear() {
    expected.clear();
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

  /** Takes note of an entry, at most so many; returns whether it is new. */
  boolean expect(PushedEntry entry, int most) {
    boolean fresh = !entry.equals(expected.put(entry.sequence(), entry));
    while (expected.size() > most) {
      expected.pollFirstEntry();
    }
    return fresh;
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
    boolean brokenOff =
        expected.headMap(entry.sequence()).values().stream().anyMatch(PushedEntry::discontinuity);
    return entry.discontinuity() || !brokenOff ? entry : entry.brokenOff();
  }

  /** Takes note that all before a number has come or been given up. */
  void advance(long next) {
    while (!expected.isEmpty() && expected.firstKey() < next) {
      PushedEntry entry = expected.pollFirstEntry().getValue();
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
    return Optional.ofNullable(expected.get(sequence)).map(PushedEntry::duration);
  }

  /** The number behind all that is to come, or 0. */
  long end() {
    return expected.isEmpty() ? 0 : expected.lastKey() + 1;
  }
}
