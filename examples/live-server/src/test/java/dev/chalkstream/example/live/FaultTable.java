package dev.chalkstream.example.live;

import java.util.ArrayList;
import java.util.List;

/** What was done to servers, and what others felt of it. Safe for use by many threads. */
final class FaultTable {

  private final List<String> rows = new ArrayList<>();

  synchronized void row(String done, Object viewers, Object broadcasters, String recovery) {
    rows.add("| " + done + " | " + viewers + " | " + broadcasters + " | " + recovery + " |");
  }

  @Override
  public synchronized String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("| what was done | what viewers saw | what broadcasters saw | how it recovered |");
    lines.add("|---|---|---|---|");
    lines.addAll(rows);
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
