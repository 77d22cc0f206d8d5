package dev.chalkstream.internal.push;

import dev.chalkstream.internal.text.PushPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds among many names the first that {@linkplain PushPath#matches matches} another and is not
 * the same, without a look at each. Not safe for use by many threads.
 */
final class NameEnds {

  /** The places of the names, in the order in which they were added. */
  private final Map<String, Long> places = new HashMap<>();

  /** The names by what is left of them without their first directories, and by their places. */
  private final Map<String, TreeMap<Long, String>> longer = new HashMap<>();

  private long next;

  /** Adds a name behind the others. */
  void add(String name) {
    remove(name);
    long place = next++;
    places.put(name, place);
    for (String end : ends(name)) {
      longer.computeIfAbsent(end, fresh -> new TreeMap<>()).put(place, name);
    }
  }

  void remove(String name) {
    Long place = places.remove(name);
    if (place != null) {
      for (String end : ends(name)) {
        longer.computeIfPresent(
            end, (same, names) -> names.remove(place) != null && names.isEmpty() ? null : names);
      }
    }
  }

  /** The first name that has more directories than another or fewer, and is else the same. */
  @Nullable String first(String name) {
    TreeMap<Long, String> names = longer.get(name);
    String first = names == null ? null : names.firstEntry().getValue();
    long place = names == null ? Long.MAX_VALUE : names.firstKey();
    for (String end : ends(name)) {
      long other = places.getOrDefault(end, Long.MAX_VALUE);
      if (other < place) {
        place = other;
        first = end;
      }
    }
    return first;
  }

  /** What is left without the first directories, as far as a name can have so many parts. */
  private static List<String> ends(String name) {
    List<String> ends = new ArrayList<>(PushPath.MAX_PARTS);
    int slash = name.lastIndexOf('/');
    while (slash >= 0 && ends.size() < PushPath.MAX_PARTS) {
      ends.add(name.substring(slash + 1));
      slash = name.lastIndexOf('/', slash - 1);
    }
    return ends;
  }
}
