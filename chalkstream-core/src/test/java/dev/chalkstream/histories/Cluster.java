package dev.chalkstream.histories;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The nodes of a history that is played in one thread: whatever happens at once is interleaved, as
 * a node that pauses between two operations of the store lets others act.
 */
final class Cluster {

  private static final int MAX_NESTED = 2;

  /** What a node does. */
  interface Action {
    void run(TestNode node) throws IOException;
  }

  private final Profile profile;
  private final Random random;
  private final World world;
  private final Truth truth;
  private final Viewers viewers;
  private final Runnable step;
  private final List<TestNode> nodes = new ArrayList<>();
  private int nested;

  /**
   * Starts the nodes.
   *
   * @param step what somebody does next, while a node pauses
   */
  Cluster(Profile profile, Random random, World world, Runnable step) {
    this.profile = profile;
    this.random = random;
    this.world = world;
    this.truth = world.truth;
    this.viewers = new Viewers(truth, world.listings);
    this.step = step;
    while (nodes.size() < profile.nodes()) {
      nodes.add(startNode());
    }
  }

  /** Whether a node is in the middle of something. */
  boolean isBusy() {
    return nested > 0;
  }

  /** Time passes while nobody is in the middle of anything. */
  void advance(Duration time) {
    if (!isBusy()) {
      world.clock.advance(time);
    }
  }

  /** Lets a node that is not in the middle of something use the stream; it may fail or die. */
  void act(String what, Action action) {
    attempt(
        what,
        node -> {
          node.look(truth);
          action.run(node);
          node.look(truth);
        });
  }

  private void attempt(String what, Action action) {
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
      replace(nodes.indexOf(node));
    } catch (IOException e) {
      truth.note("  " + node + " fails: " + e.getMessage());
      truth.check(profile.faults() > 0, "a fault out of nothing: " + e);
    } finally {
      node.busy = false;
    }
  }

  void view() {
    act(
        "view",
        node ->
            viewers.saw(
                node, node.chalkstream.playlist(World.STREAM).map(World::text).orElse(null)));
  }

  void tick() {
    attempt("tick", node -> node.chalkstream.tick());
  }

  void scan() {
    attempt("scan", node -> node.chalkstream.scan());
  }

  /** Starts one of the nodes anew. */
  void replaceAny() {
    replace(random.nextInt(nodes.size()));
  }

  void jumpClock() {
    TestNode node = nodes.get(random.nextInt(nodes.size()));
    Duration skew = world.skew();
    truth.note(node + " is off by " + skew);
    node.clock.jumpTo(skew);
  }

  private void replace(int index) {
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
        step.run();
      }
    } finally {
      nested--;
    }
  }
}
