package dev.chalkstream.benchmarks.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a manifest says: of each rendition, up to where it is listed, and what waits for an earlier
 * item. Immutable.
 */
record Contents(List<Track> tracks) {

  /** What a blob says that is no manifest. */
  static final Contents NONE = new Contents(List.of());

  private record Track(int next, Set<Integer> waiting) {

    boolean has(int number) {
      return number < next || waiting.contains(number);
    }

    Track with(int number) {
      Set<Integer> all =
          Stream.concat(waiting.stream(), Stream.of(number)).collect(Collectors.toSet());
      int after = next;
      while (all.remove(after)) {
        after++;
      }
      return new Track(after, Set.copyOf(all));
    }
  }

  /** A manifest without a segment. */
  static Contents of(int renditions) {
    return new Contents(
        IntStream.range(0, renditions).mapToObj(each -> new Track(0, Set.of())).toList());
  }

  /** Whether an item is listed, or waits for an earlier one. */
  boolean has(Item item) {
    return tracks.get(item.rendition()).has(item.number());
  }

  /** The number of the first item of a rendition that is not listed. */
  int next(int rendition) {
    return tracks.get(rendition).next();
  }

  Contents with(Collection<Item> items) {
    List<Track> changed = new ArrayList<>(tracks);
    for (Item item : items) {
      if (!changed.get(item.rendition()).has(item.number())) {
        changed.set(item.rendition(), changed.get(item.rendition()).with(item.number()));
      }
    }
    return new Contents(List.copyOf(changed));
  }
}
