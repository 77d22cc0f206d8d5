package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.SimulatedStore.Outcome;
import java.io.PrintStream;
import java.util.Locale;

/** Prints results, one line each. */
final class ResultTable {

  private static final String HEAD =
      "%-43s %6s %6s %6s %5s  %6s %6s %6s %6s  %23s  %23s  %15s  %5s  %12s %s%n";
  private static final String LINE =
      "%-43s %6.2f %6.2f %6.2f %4.0f%%  %6.1f %6.1f %6.1f %6.1f  %5d %5d %5d %5d  %5d %5d %5d %5d"
          + "  %7d %7d  %5d  %5.1f %5.1f %s%n";

  private final PrintStream out;

  ResultTable(PrintStream out) {
    this.out = out;
  }

  void title(String title) {
    out.printf("%n%s%n", title);
    out.printf(
        HEAD,
        "",
        "commit",
        "lost",
        "429",
        "waste",
        "man.",
        "slot",
        "man.",
        "media",
        "acknowledged, ms",
        "seen elsewhere, ms",
        "in manifest, ms",
        "503",
        "waiting",
        "");
    out.printf(
        HEAD,
        "",
        "/s",
        "/s",
        "/s",
        "",
        "GET/s",
        "GET/s",
        "PUT/s",
        "PUT/s",
        "p50   p95   p99   max",
        "p50   p95   p99   max",
        "p50     p99",
        "",
        "2nd 3rd third",
        "keeps up");
  }

  void line(String label, Result result) {
    Tally tally = result.tally();
    Samples acknowledged = tally.acknowledging();
    Samples seen = tally.showing();
    Samples listed = tally.listing();
    out.printf(
        Locale.ROOT,
        LINE,
        label,
        result.perSecond(tally.commits(Outcome.STORED)),
        result.perSecond(tally.commits(Outcome.LOST)),
        result.perSecond(tally.commits(Outcome.REFUSED)),
        100 * result.lostShare(),
        result.perSecond(tally.calls(Tally.Call.GET_MANIFEST)),
        result.perSecond(tally.calls(Tally.Call.GET_SLOT)),
        result.perSecond(tally.calls(Tally.Call.PUT_MANIFEST)),
        result.perSecond(tally.calls(Tally.Call.PUT_MEDIA) + tally.calls(Tally.Call.PUT_SLOT)),
        millis(acknowledged, 50),
        millis(acknowledged, 95),
        millis(acknowledged, 99),
        millis(acknowledged, 100),
        millis(seen, 50),
        millis(seen, 95),
        millis(seen, 99),
        millis(seen, 100),
        millis(listed, 50),
        millis(listed, 99),
        tally.refusals(),
        tally.backlog(1),
        tally.backlog(2),
        result.keepsUp() ? "yes" : "NO");
  }

  private static long millis(Samples samples, int percent) {
    return Math.round((double) samples.percentile(percent) / VirtualTime.MILLI);
  }
}
