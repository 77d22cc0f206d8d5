package dev.chalkstream.histories;

import dev.chalkstream.IngestResult;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentRejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Plays one history of encoders that push, as {@link Scenario} does of uploads. */
final class PushScenario {

  /** More of them on their way at once, and an encoder would wait. */
  private static final int MAX_OUTBOX = 4;

  private final Profile profile;
  private final Random random;
  private final World world;
  private final Truth truth;
  private final Answers answers;
  private final Cluster cluster;
  private final UnnamedSegments unnamed;
  private final List<Encoder.Message> outbox = new ArrayList<>();

  /** What was named by a playlist that was sent, whether it was taken or not. */
  private final Set<Chunk> maybeNamed = new HashSet<>();

  private Encoder encoder;
  private int encoders;
  private long marks;

  /** How many have been begun. */
  private long pushes;

  PushScenario(Profile profile, Random random, Consumer<PlaylistSnapshot> readers) {
    this.profile = profile;
    this.random = random;
    this.world = new World(profile, random, readers);
    this.truth = world.truth;
    this.unnamed = new UnnamedSegments(truth);
    this.answers = new Answers(truth, world.listings);
    this.encoder = new Encoder(encoders++, "out", profile, random);
    this.cluster = new Cluster(profile, random, world, this::step);
  }

  World world() {
    return world;
  }

  void play() throws IOException {
    for (int i = 0; i < profile.steps(); i++) {
      step();
    }
    world.heal();
    new Ending(world, answers).play(true);
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 30) {
      produce();
    } else if (dice < 82) {
      push();
    } else if (dice < 88) {
      cluster.view();
    } else if (dice < 91) {
      cluster.tick();
    } else if (random.nextDouble() < 0.2 + profile.disorder()) {
      upset();
    }
  }

  private void produce() {
    if (outbox.size() > MAX_OUTBOX) {
      push();
      return;
    }
    List<Encoder.Message> messages = encoder.produce(marks++);
    Chunk chunk = messages.get(0).chunk();
    truth.made(chunk);
    outbox.addAll(messages);
    cluster.advance(Duration.ofNanos(chunk.ticks * 100_000 / 9).truncatedTo(ChronoUnit.MILLIS));
  }

  private void upset() {
    switch (random.nextInt(9)) {
      case 0, 1 -> restart();
      case 2 -> end();
      case 3 -> cluster.advance(Duration.ofMillis(random.nextInt(12_000)));
      case 4 -> cluster.advance(profile.completionTimeout().plusMillis(random.nextInt(3_000)));
      case 5 -> cluster.advance(profile.retention().plusMillis(random.nextInt(90_000)));
      case 6 -> cluster.replaceAny();
      case 7 -> cluster.scan();
      default -> {
        if (!outbox.isEmpty()) {
          truth.note("lost: " + outbox.remove(random.nextInt(outbox.size())));
        }
      }
    }
  }

  /**
   * The encoder is killed, with all that it has on its way, and started again. It does not always
   * use the same names: nobody could tell what is left of it from what it sends next, nor, where it
   * had just begun and has expired since, the one from the other.
   */
  private void restart() {
    if (!cluster.isBusy() && encoder.hasProduced()) {
      outbox.clear();
      boolean renamed =
          encoder.leavesSomething() || encoder.hasJustBegun() || random.nextInt(4) == 0;
      String prefix = renamed ? "out" + encoders + "-" : encoder.prefix;
      encoder = new Encoder(encoders++, prefix, profile, random);
      truth.note("restart: " + encoder.page);
      // It takes a while to start.
      cluster.advance(Duration.ofSeconds(1 + random.nextInt(10)));
    }
  }

  private void end() {
    if (encoder.hasProduced()) {
      outbox.add(encoder.playlist(true));
    }
  }

  private void push() {
    if (outbox.isEmpty()) {
      return;
    }
    boolean inOrder = random.nextDouble() >= profile.disorder();
    Encoder.Message message = outbox.get(inOrder ? 0 : random.nextInt(outbox.size()));
    cluster.act("push " + message, node -> send(node, message));
  }

  private void send(TestNode node, Encoder.Message message) throws IOException {
    boolean answered = true;
    try {
      if (message.isPlaylist) {
        sendPlaylist(node, message);
      } else {
        sendSegment(node, message);
      }
    } catch (SegmentRejectedException e) {
      truth.note("  " + message + " " + e.reason());
      checkReason(message, e.reason());
    } catch (IOException e) {
      answered = false;
      throw e;
    } finally {
      boolean again = !answered && random.nextInt(8) > 0;
      if (!again && random.nextDouble() >= profile.disorder() / 2) {
        outbox.remove(message);
      }
    }
  }

  private void sendSegment(TestNode node, Encoder.Message message)
      throws IOException, SegmentRejectedException {
    Chunk chunk = message.chunk();
    answers.sending(chunk);
    long mine = ++pushes;
    UnnamedSegments.Push push = unnamed.begin(chunk);
    try {
      String name = message.encoder.name(chunk);
      IngestResult result =
          node.chalkstream.pushSegment(World.SESSION, name, ByteBuffer.wrap(chunk.bytes));
      truth.note("  " + chunk + " " + result);
      accepted(push, result, mine);
    } catch (SegmentRejectedException e) {
      boolean full = e.reason() == SegmentRejectedException.Reason.TOO_MANY_WAITING;
      truth.check(!full || unnamed.lacksRoom(push), "there is room for " + chunk);
      if (isAlone(mine)) {
        unnamed.reject(push);
      }
      throw e;
    }
  }

  private void accepted(UnnamedSegments.Push push, IngestResult result, long mine) {
    Chunk chunk = push.chunk();
    switch (result) {
      case STORED -> {
        took();
        unnamed.store(push);
      }
      case LISTED, WAITING -> {
        took();
        chunk.acknowledged = true;
      }
      case UNCHANGED -> {
        boolean retried = chunk.attempts > 1 || profile.faults() > 0;
        truth.check(retried, "taken for a retry: " + chunk);
        if (isAlone(mine)) {
          unnamed.keep(push);
        }
      }
    }
    if (pushes != mine) {
      unnamed.overtake(push);
    }
  }

  /** Whether what a push was answered is all that has happened meanwhile. */
  private boolean isAlone(long push) {
    return pushes == push && !cluster.isBusy() && profile.faults() == 0;
  }

  private void took() {
    truth.resumedUnseen |= truth.isSilent();
    truth.took();
  }

  private void sendPlaylist(TestNode node, Encoder.Message message)
      throws IOException, SegmentRejectedException {
    if (message.ended) {
      truth.completions++;
    }
    List<Chunk> sure =
        message.chunks.stream().filter(chunk -> !maybeNamed.contains(chunk)).toList();
    maybeNamed.addAll(message.chunks);
    if (message.chunks.stream().anyMatch(unnamed::mayHave)) {
      truth.maybeTook();
    }
    List<Chunk> open = message.chunks.stream().filter(this::isOpen).toList();
    long mine = ++pushes;
    boolean complete = node.chalkstream.pushPlaylist(World.SESSION, "out.m3u8", message.text());
    truth.note("  " + message + (complete ? " is complete" : " is taken"));
    boolean overtaken = pushes != mine;
    outbox.removeIf(other -> other.isPlaylist && other.isOlderThan(message));
    for (Chunk chunk : open) {
      if (!chunk.acknowledged && (!overtaken || chunk.listings > 0 || isOpen(chunk))) {
        if (sure.contains(chunk)) {
          took();
        }
        chunk.acknowledged = true;
      }
    }
  }

  /** Whether a segment is stored and nothing behind it is listed, so that to name it is enough. */
  private boolean isOpen(Chunk chunk) {
    boolean passed =
        world.listings.everything().stream()
            .map(entry -> entry.chunk)
            .anyMatch(
                other ->
                    other != null
                        && (other.page.ordinal > chunk.page.ordinal
                            || (other.page == chunk.page && other.sequence > chunk.sequence)));
    return unnamed.surelyHas(chunk) && !passed;
  }

  private void checkReason(Encoder.Message message, SegmentRejectedException.Reason reason) {
    boolean justified =
        switch (reason) {
          case NOT_INDEPENDENT -> !message.chunk().keyFrame && profile.independent();
          case TOO_MANY_WAITING -> !message.isPlaylist;
          case SLOT_CLOSED -> !message.isPlaylist && message.chunk().listings == 0;
          default -> false;
        };
    truth.check(justified, message + " is rejected: " + reason);
  }
}
