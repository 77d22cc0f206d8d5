package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.PlaybackTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with little memory that is flooded with hostile requests of all kinds, while others
 * broadcast and watch. What it measures is printed, beside what the same clients measure of the
 * same server between the floods; what must hold on any machine is that nobody of them sees an
 * error, that the server stays within bounds, and that the flood leaves nothing behind.
 */
class FloodIT {

  private static final String LITTLE = "-Xmx256m";
  private static final long HEAP = 256L << 20;

  private static final int RATE = Integer.getInteger("chalkstream.flood.rate");
  private static final int VIEWERS = Integer.getInteger("chalkstream.flood.viewers");
  private static final int BROADCASTERS = Integer.getInteger("chalkstream.flood.broadcasters");
  private static final long SEED = Long.getLong("chalkstream.flood.seed", 1);

  /** Whether to wait until what the flood has left is deleted: some minutes. */
  private static final boolean DRAINS = Boolean.getBoolean("chalkstream.flood.drains");

  /** Options of the server's, between spaces. */
  private static final String OPTIONS = System.getProperty("chalkstream.flood.options", "");

  /** For how long the flood lasts, in two parts. Each comes after a calm of half its length. */
  private static final Duration FLOOD =
      Duration.ofSeconds(Integer.getInteger("chalkstream.flood.seconds"));

  /** Viewers come before there are so many segments that they would not begin with the first. */
  private static final Duration ENTRY = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Ten minutes for which a pushed segment is kept that no playlist names, the longest of all that
   * a flood leaves, and time to sweep thousands.
   */
  private static final Duration DRAIN = Duration.ofMinutes(20);

  /** What the server's own pools come to, with some room. */
  private static final int MOST_THREADS = 500;

  /** What heaps and descriptors may differ by from one calm to the other. */
  private static final long HEAP_TOLERANCE = 16 << 20;

  private static final long DESCRIPTOR_TOLERANCE = 100;

  /** A tombstone has a few hundred bytes. */
  private static final long LARGEST_TOMBSTONE = 4 << 10;

  private final byte[] key = new byte[32];
  private final PlaybackTokens links = PlaybackTokens.of(key);
  private final LoadFigures figures = new LoadFigures();
  private final Timings calm = new Timings();
  private final Timings flooded = new Timings();
  private final FloodReport report = new FloodReport();
  private final List<String> diary = new ArrayList<>();
  private final SoftAssertions verdict = new SoftAssertions();
  private FloodedStore store;
  private ServerProcess server;
  private ServerVitals vitals;
  private long floods;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    store = new FloodedStore(directory);
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().put("JDK_JAVA_OPTIONS", LITTLE + " -XX:+ExitOnOutOfMemoryError");
    builder.environment().put("CHALKSTREAM_PLAYBACK_KEY", Base64.getEncoder().encodeToString(key));
    builder.environment().put("CHALKSTREAM_OPERATOR_TOKEN", "only-operators-know-it");
    List<String> options = new ArrayList<>(List.of("--retention", "1"));
    Arrays.stream(OPTIONS.split(" ")).filter(word -> !word.isEmpty()).forEach(options::add);
    server =
        ServerProcess.start(builder, directory.toUri().toString(), options.toArray(String[]::new));
    vitals = ServerVitals.of(server);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    try {
      vitals.close();
    } catch (IOException gone) {
      diary.add("the server had gone before");
    }
  }

  @Test
  void othersDoNotFeelAFloodAndNothingIsLeftOfIt() throws Exception {
    try (Studio studio = new Studio(server.address(), BROADCASTERS, figures);
        LoadAudience audience = new LoadAudience(figures)) {
      studio.start();
      audience.invite(VIEWERS, playlists(studio), ENTRY);
      rest(ENTRY.plus(FLOOD.dividedBy(10)));
      note("warm");
      long heap = vitals.liveHeap();
      long descriptors = vitals.descriptors();
      List<StreamId> streams =
          studio.broadcasters().stream().map(show -> StreamId.of(show.stream())).toList();
      for (int part = 1; part <= 2 && server.command().isRunning(); part++) {
        phase("calm " + part, calm, FLOOD.dividedBy(4));
        flood("flood " + part, streams);
      }
      System.out.print(summary());
      verdict.assertThat(server.command().isRunning()).as("the server lives").isTrue();
      if (server.command().isRunning()) {
        checkViewers(studio, audience);
        checkBounds(heap, descriptors);
      }
    }
    checkFlood();
    verdict.assertAll();
  }

  private List<URI> playlists(Studio studio) {
    Instant expiry = Instant.now().plus(Duration.ofHours(4));
    return studio.broadcasters().stream()
        .map(show -> links.playlistPath(StreamId.of(show.stream()), expiry))
        .map(server.address()::resolve)
        .toList();
  }

  private void flood(String name, List<StreamId> streams) throws Exception {
    FloodTarget target = new FloodTarget(server.address(), links, streams);
    try (Flood flood = new Flood(target, report, SEED + floods++)) {
      flood.start(RATE);
      phase(name, flooded, FLOOD.dividedBy(2));
      flood.end();
    }
  }

  /** Takes the times of a phase, and looks at the server at its end. */
  private void phase(String name, Timings timings, Duration length) throws Exception {
    long cpu = server.command().isRunning() ? vitals.cpuNanos() : 0;
    long began = System.nanoTime();
    figures.timeWith(timings);
    rest(length);
    figures.timeWith(new Timings());
    if (server.command().isRunning()) {
      double processors = (double) (vitals.cpuNanos() - cpu) / (System.nanoTime() - began);
      note("%-8s %.2f processors,".formatted(name, processors));
    } else {
      diary.add(name + ": the server is dead");
    }
  }

  /** Lets everybody do what they do, until the time is over or the server is dead. */
  private void rest(Duration length) throws InterruptedException {
    server.command().runsFor(length);
  }

  private void note(String when) throws IOException {
    diary.add(
        "%s heap %.1f MB, %d threads at most, %d descriptors, %d MB in the store"
            .formatted(
                when,
                vitals.liveHeap() / 1048576.0,
                vitals.peakThreads(),
                vitals.descriptors(),
                store.bytes() >> 20));
  }

  private String summary() {
    return "%d viewers, %d broadcasters; flood of %d requests a second for %d s, %d sent, %d not%n"
            .formatted(
                VIEWERS, BROADCASTERS, RATE, FLOOD.toSeconds(), report.sent(), report.leftOut())
        + Timings.beside("calm", calm, "flood", flooded)
        + String.join(System.lineSeparator(), diary)
        + System.lineSeparator()
        + report.table();
  }

  /** All that was acknowledged has been listed in its order, and every viewer has had all of it. */
  private void checkViewers(Studio studio, LoadAudience audience) throws Exception {
    studio.stop();
    try {
      audience.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      verdict.fail("viewers wait in vain for the end of their streams");
    }
    for (LoadViewer viewer : audience.viewers()) {
      String stream = viewer.address().getPath().replaceAll(".*/|\\.m3u8$", "");
      List<String> published =
          studio.broadcasters().stream()
              .filter(show -> show.stream().equals(stream))
              .findFirst()
              .orElseThrow()
              .digests();
      List<String> seen =
          viewer.fetched().stream().map(uri -> uri.replaceAll(".*/|(-\\w+)?\\.ts$", "")).toList();
      verdict
          .assertThat(seen)
          .as("what a viewer saw of what was acknowledged")
          .isEqualTo(published);
    }
  }

  private void checkBounds(long heap, long descriptors) throws Exception {
    verdict.assertThat(vitals.liveHeap()).as("heap after the flood").isLessThan(HEAP * 3 / 4);
    verdict.assertThat(vitals.peakThreads()).as("threads").isLessThan(MOST_THREADS);
    eventually(
        "descriptors are closed",
        PATIENCE,
        () -> vitals.descriptors() <= descriptors + DESCRIPTOR_TOLERANCE);
    eventually("no temporary file is left", PATIENCE, () -> store.temporaries().isEmpty());
    if (DRAINS) {
      eventually("the flood's segments are deleted", DRAIN, () -> store.media().isEmpty());
      verdict.assertThat(store.remains()).as("streams that still have media").isEmpty();
      verdict
          .assertThat(store.largestManifest())
          .as("the largest of %d manifests that are left", store.manifests().size())
          .isLessThan(LARGEST_TOMBSTONE);
      eventually(
          "the heap is as before",
          PATIENCE,
          () -> vitals.liveHeap() < heap * 11 / 10 + HEAP_TOLERANCE);
      note("drained:");
      System.out.println(diary.get(diary.size() - 1));
    }
  }

  private void eventually(String what, Duration deadline, Callable<Boolean> condition)
      throws Exception {
    try {
      Await.until(what, deadline, condition);
    } catch (AssertionError inVain) {
      verdict.fail(inVain.getMessage());
    }
  }

  private void checkFlood() throws IOException {
    verdict.assertThat(figures.errors()).as("what others saw").isEmpty();
    verdict.assertThat(report.offences()).as("what no server should answer").isEmpty();
    verdict.assertThat(report.sent()).as("the flood").isGreaterThan(report.leftOut());
    verdict
        .assertThat(server.command().err().lines().filter(FloodIT::isFault).limit(20))
        .as("faults in the server's log")
        .isEmpty();
    assertThat(calm.count(LoadFigures.Kind.PLAYLIST)).isPositive();
  }

  /** What Java says of its options is none. */
  private static boolean isFault(String line) {
    return !line.startsWith("NOTE: ")
        && (line.contains("OutOfMemoryError") || line.contains(" ERROR "));
  }
}
