package dev.chalkstream.histories;

import dev.chalkstream.IngestResult;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.Stepped;
import dev.chalkstream.hls.TargetDuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Plays one history, in one thread: whatever happens at once is interleaved by the seed. */
final class Scenario {

  private static final int MAX_NESTED = 2;
  private static final int MAX_STALE_PAGES = 5;

  private final Profile profile;
  private final Random random;
  private final World world;
  private final Truth truth;
  private final Answers answers;
  private final Viewers viewers;
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Chunk> outbox = new ArrayList<>();
  private Page page;
  private int pages;
  private int nested;
  private long marks;

  Scenario(Profile profile, Random random, Consumer<PlaylistSnapshot> readers) {
    this.profile = profile;
    this.random = random;
    this.world = new World(profile, random, readers);
    this.truth = world.truth;
    this.answers = new Answers(truth, world.listings);
    this.viewers = new Viewers(truth, world.listings);
    this.page = new Page(pages++, profile, random);
    while (nodes.size() < profile.nodes()) {
      nodes.add(startNode());
    }
  }

  World world() {
    return world;
  }

  /** Plays to the end, and audits all the way. */
  void play() throws IOException {
    for (int i = 0; i < profile.steps(); i++) {
      step();
    }
    world.heal();
    var end = new Ending(world, answers);
    end.play(profile.withRuns() || random.nextBoolean());
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 40) {
      produce();
    } else if (dice < 80) {
      upload();
    } else if (dice < 88) {
      act("view", this::view);
    } else if (dice < 91) {
      act("tick", node -> Stepped.tick(node.chalkstream));
    } else if (random.nextDouble() < 0.2 + profile.disorder()) {
      upset();
    }
  }

  /** A broadcaster's time passes as its segments play. */
  private void produce() {
    Chunk chunk = page.produce(marks++);
    truth.made(chunk);
    outbox.add(chunk);
    advance(
        Duration.ofNanos(chunk.ticks * 100_000 / 9)
            .truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    if (random.nextDouble() >= profile.disorder()) {
      upload();
    }
  }

  private void upset() {
    switch (random.nextInt(12)) {
      case 0 -> reload();
      case 1 -> {
        Chunk forged = page.forge(marks++);
        truth.made(forged);
        outbox.add(forged);
      }
      case 2 -> act("complete", this::complete);
      case 3 -> advance(Duration.ofMillis(random.nextInt(12_000)));
      case 4 -> advance(profile.completionTimeout().plusMillis(random.nextInt(3_000)));
      case 5 -> advance(profile.retention().plusMillis(random.nextInt(90_000)));
      case 6 -> replaceNode(random.nextInt(nodes.size()));
      case 7 -> act("scan", node -> Stepped.scan(node.chalkstream));
      case 8 -> drop();
      case 9 -> jumpClock();
      default -> {
        page.produce(marks++);
        truth.note("lost: a segment of " + page);
      }
    }
  }

  private void reload() {
    page = new Page(pages++, profile, random);
    truth.note("reload: " + page);
    outbox.removeIf(chunk -> chunk.page.ordinal < page.ordinal - MAX_STALE_PAGES);
    if (random.nextInt(3) > 0) {
      outbox.clear();
    }
  }

  private void drop() {
    if (!outbox.isEmpty()) {
      truth.note("drop " + outbox.remove(random.nextInt(outbox.size())));
    }
  }

  private void jumpClock() {
    TestNode node = nodes.get(random.nextInt(nodes.size()));
    Duration skew = world.skew();
    truth.note(node + " is off by " + skew);
    node.clock.jumpTo(skew);
  }

  private void advance(Duration step) {
    if (nested == 0) {
      world.clock.advance(step);
    }
  }

  private void upload() {
    if (outbox.isEmpty()) {
      return;
    }
    boolean inOrder = random.nextDouble() >= profile.disorder();
    Chunk chunk = outbox.get(inOrder ? 0 : random.nextInt(outbox.size()));
    act("upload " + chunk, node -> send(node, chunk));
  }

  private void send(TestNode node, Chunk chunk) throws IOException {
    answers.sending(chunk);
    boolean answered = true;
    try {
      IngestResult result = node.chalkstream.ingest(uploadOf(chunk));
      truth.note("  " + chunk + " " + result);
      answers.accepted(chunk, result);
    } catch (SegmentRejectedException e) {
      truth.note("  " + chunk + " " + e.reason());
      answers.rejected(chunk, e.reason());
    } catch (IOException e) {
      answered = false;
      throw e;
    } finally {
      boolean again = !answered && random.nextInt(8) > 0;
      if (!again && random.nextDouble() >= profile.disorder() / 2) {
        outbox.remove(chunk);
      }
    }
  }

  private SegmentUpload uploadOf(Chunk chunk) {
    SegmentUpload.Builder upload =
        SegmentUpload.builder(World.SESSION)
            .sequence(chunk.sequence)
            .duration(Duration.ofNanos(chunk.saidMicros * 1_000))
            .digest(SegmentDigest.of(chunk.digest))
            .body(ByteBuffer.wrap(chunk.bytes));
    if (chunk.page.run != null) {
      upload.run(chunk.page.run);
    }
    if (profile.targetSeconds() > 0) {
      upload.targetDuration(TargetDuration.ofSeconds(profile.targetSeconds()));
    }
    return upload.build();
  }

  private void complete(TestNode node) throws IOException {
    truth.completions++;
    try {
      node.chalkstream.complete(World.SESSION);
    } finally {
      truth.completions--;
    }
  }

  private void view(TestNode node) throws IOException {
    viewers.saw(node, node.chalkstream.playlist(World.STREAM).map(World::text).orElse(null));
  }

  private interface Action {
    void run(TestNode node) throws IOException;
  }

  /** Lets a node that is not in the middle of something do something; it may fail or die. */
  private void act(String what, Action action) {
    List<TestNode> idle = nodes.stream().filter(node -> !node.busy).toList();
    if (idle.isEmpty()) {
      return;
    }
    TestNode node = idle.get(random.nextInt(idle.size()));
    truth.note("  ".repeat(nested) + node + ": " + what);
    node.busy = true;
    try {
      action.run(node);
    } catch (NodeDied e) {
      truth.note("  " + node + " dies");
      replaceNode(nodes.indexOf(node));
    } catch (IOException e) {
      truth.note("  " + node + " fails: " + e.getMessage());
      truth.check(profile.faults() > 0, "a fault out of nothing: " + e);
    } finally {
      node.busy = false;
    }
  }

  private void replaceNode(int index) {
    if (!nodes.get(index).busy || nested == 0) {
      nodes.set(index, startNode());
    }
  }

  private TestNode startNode() {
    TestNode node = world.node(this::meanwhile);
    truth.note("starts " + node);
    return node;
  }

  /** What others do while a node pauses between two operations of the store. */
  private void meanwhile() {
    if (nested >= MAX_NESTED) {
      return;
    }
    nested++;
    try {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        step();
      }
    } finally {
      nested--;
    }
  }
}
