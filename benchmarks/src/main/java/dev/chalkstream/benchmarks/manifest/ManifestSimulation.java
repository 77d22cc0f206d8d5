package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.benchmarks.manifest.Load.Routing;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What one manifest a stream carries: runs the scenarios and prints a table for each question. It
 * heeds system properties: {@code simulation.seconds} for how long each broadcast takes, {@code
 * simulation.seed}, and {@code simulation.table} for one of {@code answer}, {@code routing}, {@code
 * parts}, {@code grid}, {@code size}, and all if it is empty.
 */
public final class ManifestSimulation {

  private static final long CALL = 30 * VirtualTime.MILLI;
  private static final Latency FIXED = new Latency(CALL, Latency.Shape.FIXED);
  private static final Latency JITTER = new Latency(CALL, Latency.Shape.JITTER);
  private static final Latency LONG_TAIL = new Latency(CALL, Latency.Shape.LONG_TAIL);
  private static final int UPLOAD_MILLIS = 200;
  private static final int PART_UPLOAD_MILLIS = 40;

  private final int seconds;
  private final long seed;
  private final String only;
  private final ResultTable table = new ResultTable(System.out);

  private ManifestSimulation() {
    this.seconds = Integer.parseInt(option("seconds", "300"));
    this.seed = Long.parseLong(option("seed", "1"));
    this.only = option("table", "");
  }

  /** Prints the tables. */
  public static void main(String[] arguments) throws IOException, SegmentRejectedException {
    new ManifestSimulation().run();
  }

  private static String option(String name, String otherwise) {
    String value = System.getProperty("simulation." + name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private void run() throws IOException, SegmentRejectedException {
    if (isWanted("answer")) {
      answer();
    }
    if (isWanted("routing")) {
      routing();
    }
    if (isWanted("parts")) {
      parts(200);
      parts(500);
    }
    if (isWanted("grid")) {
      grid();
    }
    if (isWanted("size")) {
      size();
    }
  }

  private boolean isWanted(String name) {
    return only.isEmpty() || only.equals(name);
  }

  private static Load load(int renditions, int nodes, int segmentMillis) {
    return new Load(
        renditions, nodes, segmentMillis, segmentMillis, true, Routing.RANDOM, UPLOAD_MILLIS);
  }

  private void line(String label, Latency latency, KeyLimit limit, Load load, Design design) {
    Looking looking = design.slots() ? Looking.OFTEN : Looking.NONE;
    line(label, new Scenario(latency, limit, load, design, looking, seconds, seed));
  }

  private void line(String label, Scenario scenario) {
    table.line(label, Simulation.run(scenario));
  }

  /** Six renditions on three nodes. */
  private void answer() {
    for (int segment : List.of(1_000, 2_000, 6_000)) {
      Load load = load(6, 3, segment);
      for (KeyLimit limit : KeyLimit.values()) {
        table.title("6 renditions, 3 nodes, " + segment + " ms segments; limit: " + limit);
        for (Design design : Design.values()) {
          line(design.label(), JITTER, limit, load, design);
        }
        for (Looking looking : List.of(Looking.NONE, Looking.REFRESH, Looking.WHEN_DUE)) {
          line("slots, gathered, " + looking, gathered(limit, load, looking));
        }
      }
    }
    table.title("6 renditions, 3 nodes, 2 s segments, other latencies");
    for (Latency latency : List.of(FIXED, LONG_TAIL)) {
      for (KeyLimit limit : List.of(KeyLimit.NONE, KeyLimit.REFUSED)) {
        for (Design design : List.of(Design.QUEUE, Design.PACED, Design.LOG_GATHERED)) {
          String label = latency.shape() + ", limit " + limit + ", " + design.label();
          line(label, latency, limit, load(6, 3, 2_000), design);
        }
      }
    }
  }

  private Scenario gathered(KeyLimit limit, Load load, Looking looking) {
    return new Scenario(JITTER, limit, load, Design.LOG_GATHERED, looking, seconds, seed);
  }

  /** Where uploads go, and when they come. */
  private void routing() {
    for (KeyLimit limit : List.of(KeyLimit.NONE, KeyLimit.REFUSED)) {
      table.title("6 renditions, 3 nodes, 2 s segments, ways of uploads; limit: " + limit);
      for (Routing routing : Routing.values()) {
        for (boolean aligned : new boolean[] {true, false}) {
          Load load = new Load(6, 3, 2_000, 2_000, aligned, routing, UPLOAD_MILLIS);
          for (Design design : List.of(Design.QUEUE, Design.PACED, Design.LOG_GATHERED)) {
            String when = aligned ? "at once" : "spread";
            line(routing + ", " + when + ", " + design.label(), JITTER, limit, load, design);
          }
        }
      }
    }
  }

  /** Two seconds a segment, in parts. */
  private void parts(int partMillis) {
    Load load = new Load(6, 3, 2_000, partMillis, true, Routing.RANDOM, PART_UPLOAD_MILLIS);
    for (KeyLimit limit : KeyLimit.values()) {
      table.title("6 renditions, 3 nodes, parts of " + partMillis + " ms; limit: " + limit);
      line("a manifest write a part, commit queue", JITTER, limit, load, Design.QUEUE);
      line("a manifest write a part, paced", JITTER, limit, load, Design.PACED);
      line("parts as a log, commit queue", JITTER, limit, load, Design.LOG);
      line("parts as a log, gathered", JITTER, limit, load, Design.LOG_GATHERED);
      line("the same, looks when due", gathered(limit, load, Looking.WHEN_DUE));
    }
  }

  /** The present design under every load. */
  private void grid() {
    for (KeyLimit limit : KeyLimit.values()) {
      table.title("commit queue; limit: " + limit);
      for (int segment : List.of(1_000, 2_000, 6_000)) {
        for (int renditions : List.of(1, 3, 6)) {
          for (int nodes : List.of(1, 2, 3)) {
            String label = "%d ms, %d renditions, %d nodes".formatted(segment, renditions, nodes);
            line(label, JITTER, limit, load(renditions, nodes, segment), Design.QUEUE);
          }
        }
      }
    }
  }

  private void size() throws IOException, SegmentRejectedException {
    ManifestSize size = ManifestSize.measure();
    Result queue = Simulation.run(scenario(Design.QUEUE));
    Result gathered = Simulation.run(scenario(Design.LOG_GATHERED));
    System.out.printf(
        Locale.ROOT,
        "%nA manifest has %.0f bytes and %.0f for each listed segment%n",
        size.fixedBytes(),
        size.entryBytes());
    System.out.println("KB a manifest; KB/s written by the commit queue, and by gathering nodes");
    for (int renditions : List.of(1, 3, 6)) {
      for (int head : List.of(10, 50, 100, 300)) {
        double kilobytes = size.bytes(renditions, head) / 1_000;
        System.out.printf(
            Locale.ROOT,
            "%d renditions, heads of %3d: %4.0f KB %6.0f KB/s %6.0f KB/s%n",
            renditions,
            head,
            kilobytes,
            kilobytes * queue.perSecond(queue.tally().calls(Tally.Call.PUT_MANIFEST)),
            kilobytes * gathered.perSecond(gathered.tally().calls(Tally.Call.PUT_MANIFEST)));
      }
    }
  }

  private Scenario scenario(Design design) {
    return new Scenario(
        JITTER, KeyLimit.NONE, load(6, 3, 2_000), design, Looking.NONE, seconds, seed);
  }
}
