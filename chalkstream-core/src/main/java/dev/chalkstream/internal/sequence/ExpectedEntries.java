package dev.chalkstream.internal.sequence;

import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedRun;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.text.PushPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the playlist of a pushed run has named and what has not come yet, in ascending sequence. Not
 * safe for use by many threads.
 */
public final class ExpectedEntries {

  private final TreeMap<Long, PushedEntry> entries = new TreeMap<>();

  /** The numbers of the entries by the files that they name, without their directories. */
  private final Map<String, TreeSet<Long>> numbers = new HashMap<>();

  /** The ordinal of the run that the playlist numbers, if there is a playlist. */
  private OptionalInt run;

  /** How long the names are. */
  private int nameBytes;

  private int tagBytes;

  ExpectedEntries(Pushes pushes) {
    PushedRun followed = pushes.followed();
    this.run = followed == null ? OptionalInt.empty() : OptionalInt.of(followed.run());
    pushes.expected().forEach(this::expect);
  }

  public List<PushedEntry> toList() {
    return List.copyOf(entries.values());
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Forgets all, and begins with another run, or with none. */
  public void begin(OptionalInt other) {
    run = other;
    clear();
  }

  private boolean areOf(int ordinal) {
    return run.isPresent() && run.getAsInt() == ordinal;
  }

  public void clear() {
    entries.clear();
    numbers.clear();
    nameBytes = 0;
    tagBytes = 0;
  }

  public @Nullable PushedEntry get(long sequence) {
    return entries.get(sequence);
  }

  /** The first entry that waits for a segment of that name. */
  public Optional<PushedEntry> find(String path) {
    return numbers.getOrDefault(PushPath.file(path), new TreeSet<>()).stream()
        .map(entries::get)
        .filter(entry -> !entry.gap() && PushPath.matches(entry.path(), path))
        .findFirst();
  }

  /**
   * Takes note of an entry, and forgets the oldest where there are more than one playlist may have.
   *
   * @return whether it is new
   */
  public boolean expect(PushedEntry said) {
    PushedEntry former = entries.get(said.sequence());
    remove(said.sequence());
    PushedEntry entry = said.tagged(said.tags().within(Markers.MAX_BYTES - tagBytes));
    entries.put(entry.sequence(), entry);
    numbers
        .computeIfAbsent(PushPath.file(entry.path()), file -> new TreeSet<>())
        .add(entry.sequence());
    nameBytes += entry.nameBytes();
    tagBytes += entry.tags().bytes();
    while (entries.size() > PushedPlaylist.MAX_ENTRIES
        || nameBytes > PushedPlaylist.MAX_NAME_BYTES) {
      remove(entries.firstKey());
    }
    return !entry.equals(former);
  }

  public void remove(long sequence) {
    PushedEntry removed = entries.remove(sequence);
    if (removed != null) {
      numbers.computeIfPresent(
          PushPath.file(removed.path()),
          (file, named) -> named.remove(sequence) && named.isEmpty() ? null : named);
      nameBytes -= removed.nameBytes();
      tagBytes -= removed.tags().bytes();
    }
  }

  /** Takes out the first entry, if its number is less than another. */
  public Optional<PushedEntry> pollBefore(long sequence) {
    if (entries.isEmpty() || entries.firstKey() >= sequence) {
      return Optional.empty();
    }
    PushedEntry first = entries.firstEntry().getValue();
    remove(first.sequence());
    return Optional.of(first);
  }

  /** Whether a discontinuity stands before one of the numbers before another. */
  public boolean isBrokenOffBefore(long sequence) {
    return entries.headMap(sequence).values().stream().anyMatch(PushedEntry::discontinuity);
  }

  /** Whether the playlist says of all numbers from one to another that they will not come. */
  public boolean areGaps(long from, long to) {
    for (long n = from; n < to; n++) {
      PushedEntry entry = entries.get(n);
      if (entry == null || !entry.gap()) {
        return false;
      }
    }
    return true;
  }

  /** How long a segment of a run is said to play that has not come. */
  Optional<Duration> durationOf(int run, long sequence) {
    return areOf(run)
        ? Optional.ofNullable(entries.get(sequence)).flatMap(PushedEntry::saidDuration)
        : Optional.empty();
  }

  /** What is marked before numbers of a run that have not come, from one to another. */
  PushedTags tagsOf(int run, long from, long to) {
    PushedTags tags = PushedTags.NONE;
    if (areOf(run)) {
      for (PushedEntry entry : entries.subMap(from, to).values()) {
        tags = tags.plus(entry.tags());
      }
    }
    return tags;
  }

  /** The number behind all of them, or 0. */
  public long end() {
    return entries.isEmpty() ? 0 : entries.lastKey() + 1;
  }
}
