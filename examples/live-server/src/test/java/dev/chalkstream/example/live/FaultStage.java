package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Servers on one directory, a broadcaster and a viewer who ask one after the other, and a fault
 * that is done to them. It writes one row of a table. Closing kills the servers.
 */
final class FaultStage implements AutoCloseable {

  /** How often a viewer asks while a fault lasts. */
  private static final int POLLS = 10;

  private static final int ATTEMPTS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final FaultTable table;
  private final Path store;
  private final List<String> options;
  private final List<ServerProcess> nodes = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final FaultBroadcaster broadcaster;
  private final FaultViewer viewer;
  private final List<String> deeds = new ArrayList<>();
  private final List<String> views = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private Set<String> bearable = Set.of();

  FaultStage(FaultTable table, Path store, String... options) {
    this(table, store, SyntheticSegments.ofFiftyKilobytes("fault"), 6, options);
  }

  /**
   * Prepares a stage.
   *
   * @param hurried how many segments are sent before the viewer comes
   */
  FaultStage(
      FaultTable table, Path store, SyntheticSegments media, int hurried, String... options) {
    this.table = table;
    this.store = store;
    this.options = List.of(options);
    this.broadcaster = new FaultBroadcaster(this::next, "fault", media, hurried);
    this.viewer = new FaultViewer(this::next, broadcaster.stream());
  }

  private URI next() {
    return nodes.get(turn.getAndIncrement() % nodes.size()).address();
  }

  /** Starts a server, in an environment of its own. */
  ServerProcess node(ProcessBuilder environment) throws Exception {
    ServerProcess node =
        ServerProcess.start(environment, store.toUri().toString(), options.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  ServerProcess node() throws Exception {
    return node(new ProcessBuilder());
  }

  /** Nobody asks it any more. */
  void without(ServerProcess node) {
    nodes.remove(node);
  }

  /** Kills a server, and starts another in its place. */
  ServerProcess killAndRestart(ServerProcess node) throws Exception {
    node.close();
    ServerProcess next = node();
    nodes.remove(node);
    return next;
  }

  /** Lets the broadcaster and then the viewer begin. */
  void begin(int segments) throws Exception {
    broadcaster.start();
    goesOn("it is under way", segments);
    viewer.start();
    Await.until("the viewer sees it", () -> viewer.segments().kinds().contains("200"));
  }

  FaultBroadcaster broadcaster() {
    return broadcaster;
  }

  FaultViewer viewer() {
    return viewer;
  }

  Path streamFolder() {
    return store.resolve(broadcaster.stream());
  }

  Path manifest() {
    return streamFolder().resolve("manifest.json");
  }

  /** Does something to the store or to a server while nothing is on its way to that. */
  void fault(String deed, FaultBroadcaster.Deed how) throws Exception {
    broadcaster.whileItPauses(
        () ->
            viewer.whileItPauses(
                () -> {
                  how.run();
                  deeds.add(deed);
                  broadcaster.outcomes().take();
                  viewer.playlists().take();
                  viewer.newcomers().take();
                }));
  }

  /** Changes the bytes of a file; returns those that it had. */
  byte[] damage(String deed, Path file, UnaryOperator<byte[]> damage) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    fault(deed, () -> Files.write(file, damage.apply(whole)));
    return whole;
  }

  /** Puts a file right, unless a server has done so. */
  void repair(Path file, byte[] whole, UnaryOperator<byte[]> damage) throws Exception {
    broadcaster.whileItPauses(
        () -> {
          boolean damaged =
              Files.notExists(file) || Arrays.equals(Files.readAllBytes(file), damage.apply(whole));
          if (damaged) {
            Path copy = Files.write(Files.createTempFile("chalkstream", ".json"), whole);
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
          }
        });
  }

  /**
   * Waits until everybody has asked often, and checks what they were answered.
   *
   * @param toViewers what a viewer may be answered
   * @param toBroadcasters what a broadcaster may be answered
   */
  void bear(Set<String> toViewers, Set<String> toBroadcasters) throws Exception {
    Await.until(
        "everybody has felt it",
        PATIENCE,
        () -> viewer.playlists().total() >= POLLS && broadcaster.outcomes().total() >= ATTEMPTS);
    Outcomes viewed = viewer.playlists().take();
    Outcomes come = viewer.newcomers().take();
    Outcomes answered = broadcaster.outcomes().take();
    views.add(viewed + " (newcomers: " + come + ")");
    answers.add(answered.toString());
    assertThat(viewed.kinds()).as("viewers").isSubsetOf(toViewers);
    assertThat(come.kinds()).as("viewers who have just come").isSubsetOf(toViewers);
    assertThat(answered.kinds()).as("broadcasters").isSubsetOf(toBroadcasters);
    checkViewer();
  }

  /** What becomes of a request for a segment: a status, or what is wrong with the body. */
  String fetch(ServerProcess node, String name) throws InterruptedException {
    URI address = node.address().resolve("chunk/" + broadcaster.stream() + "/" + name);
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
      String digest = SegmentDigest.compute(ByteBuffer.wrap(answer.body())).toString();
      boolean other = answer.statusCode() == 200 && !name.startsWith(digest);
      return answer.statusCode() + (other ? " with other bytes" : "");
    } catch (IOException e) {
      return "cut off";
    }
  }

  /** What a viewer may be shown in this row. */
  void bears(String... faults) {
    bearable = Set.of(faults);
  }

  void checkViewer() {
    assertThat(viewer.faults()).as("what a viewer was shown").isSubsetOf(bearable);
  }

  /** Waits until so many more segments are acknowledged. */
  void goesOn(String why, int segments) throws Exception {
    goesOn(why, segments, PATIENCE);
  }

  void goesOn(String why, int segments, Duration deadline) throws Exception {
    int before = broadcaster.acknowledged();
    Await.until(why, deadline, () -> broadcaster.acknowledged() >= before + segments);
  }

  /** Ends the broadcast, and checks that all servers list what was acknowledged and no more. */
  void recovers(String how) throws Exception {
    goesOn("uploads go on", 3);
    broadcaster.stop();
    for (ServerProcess node : nodes) {
      Await.until("all is listed", () -> listed(node).equals(broadcaster.digests()));
    }
    checkViewer();
    row(how + "; " + broadcaster.acknowledged() + " of " + broadcaster.acknowledged() + " listed");
  }

  /** The SHA-256 of what a server lists. */
  List<String> listed(ServerProcess node) throws Exception {
    return Listing.of(node, broadcaster.stream()).digests().stream()
        .map(name -> name.replaceAll("-.*", ""))
        .toList();
  }

  /** Writes the row. */
  void row(String recovery) {
    Set<String> shown = new TreeSet<>(viewer.faults());
    String faults = shown.isEmpty() ? "" : "; " + String.join(", ", shown);
    table.row(
        String.join("; then ", deeds),
        String.join("; then ", views) + faults,
        String.join("; then ", answers),
        recovery);
    deeds.clear();
  }

  @Override
  public void close() throws IOException {
    broadcaster.close();
    viewer.close();
    for (ServerProcess node : nodes) {
      node.close();
    }
    if (!deeds.isEmpty()) {
      views.add(viewer.playlists().toString());
      answers.add(broadcaster.outcomes().toString());
      row("NOT: see the failure");
    }
  }

  /** The pages of the stream's history. */
  List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(streamFolder().resolve("history"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
