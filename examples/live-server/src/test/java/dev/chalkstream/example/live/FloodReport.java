package dev.chalkstream.example.live;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of hostile requests. Safe for use by many threads. */
final class FloodReport {

  private static final String SENT = "sent";
  private static final String LEFT_OUT = "left out";
  private static final int OFFENCES_KEPT = 20;

  private final Map<FloodKind, Map<String, Integer>> counts = new EnumMap<>(FloodKind.class);
  private final List<String> offences = new ArrayList<>();

  void sent(FloodKind kind) {
    count(kind, SENT);
  }

  /** It was its turn, and there was no place for it on this side. */
  void leftOut(FloodKind kind) {
    count(kind, LEFT_OUT);
  }

  synchronized void answered(FloodKind kind, HostileAnswer answer) {
    count(kind, Integer.toString(answer.status()));
    if (!answer.isDocumented()) {
      offend(kind + " is answered " + answer.text());
    }
  }

  void cutOff(FloodKind kind) {
    count(kind, "cut off");
  }

  synchronized void unanswered(FloodKind kind) {
    count(kind, "unanswered");
    offend(kind + " is never answered");
  }

  /** The server has said something that is not HTTP, or the test has a fault. */
  synchronized void failed(FloodKind kind, RuntimeException failure) {
    count(kind, "not understood");
    offend(kind + ": " + failure);
  }

  /** The first answers that no server should give. */
  synchronized List<String> offences() {
    return List.copyOf(offences);
  }

  synchronized int sent() {
    return total(SENT);
  }

  synchronized int leftOut() {
    return total(LEFT_OUT);
  }

  /** How many there were of each kind, and what was said to them. */
  synchronized String table() {
    StringBuilder table = new StringBuilder();
    counts.forEach(
        (kind, outcomes) -> {
          Map<String, Integer> answers = new TreeMap<>(outcomes);
          Integer sent = answers.remove(SENT);
          table.append("%-30s%6d  %s%n".formatted(kind, sent == null ? 0 : sent, answers));
        });
    return table.toString();
  }

  private synchronized void count(FloodKind kind, String what) {
    counts.computeIfAbsent(kind, fresh -> new TreeMap<>()).merge(what, 1, Integer::sum);
  }

  private int total(String what) {
    return counts.values().stream().mapToInt(outcomes -> outcomes.getOrDefault(what, 0)).sum();
  }

  private void offend(String what) {
    if (offences.size() < OFFENCES_KEPT) {
      offences.add(what);
    }
  }
}
