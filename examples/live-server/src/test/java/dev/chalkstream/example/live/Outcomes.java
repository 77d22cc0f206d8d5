package dev.chalkstream.example.live;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what came of something. Safe for use by many threads. */
final class Outcomes {

  private final Map<String, Integer> counts = new TreeMap<>();

  synchronized void count(String outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  synchronized int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized Set<String> kinds() {
    return Set.copyOf(counts.keySet());
  }

  /** Begins anew; returns what there was. */
  synchronized Outcomes take() {
    Outcomes taken = new Outcomes();
    taken.counts.putAll(counts);
    counts.clear();
    return taken;
  }

  @Override
  public synchronized String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " × " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
