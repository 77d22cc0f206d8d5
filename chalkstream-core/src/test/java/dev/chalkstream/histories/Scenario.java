package dev.chalkstream.histories;

import dev.chalkstream.IngestResult;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.hls.TargetDuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Plays one history of uploads, interleaved by the seed. */
final class Scenario {

  private static final int MAX_STALE_PAGES = 5;

  private final Profile profile;
  private final Random random;
  private final World world;
  private final Truth truth;
  private final Answers answers;
  private final Cluster cluster;
  private final List<Chunk> outbox = new ArrayList<>();
  private Page page;
  private int pages;
  private long marks;

  Scenario(Profile profile, Random random, Consumer<PlaylistSnapshot> readers) {
    this.profile = profile;
    this.random = random;
    this.world = new World(profile, random, readers);
    this.truth = world.truth;
    this.answers = new Answers(truth, world.listings);
    this.page = new Page(pages++, profile, random);
    this.cluster = new Cluster(profile, random, world, this::step);
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
      cluster.view();
    } else if (dice < 91) {
      cluster.tick();
    } else if (random.nextDouble() < 0.2 + profile.disorder()) {
      upset();
    }
  }

  /** A broadcaster's time passes as its segments play. */
  private void produce() {
    Chunk chunk = page.produce(marks++);
    truth.made(chunk);
    outbox.add(chunk);
    cluster.advance(
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
      case 2 -> cluster.act("complete", this::complete);
      case 3 -> cluster.advance(Duration.ofMillis(random.nextInt(12_000)));
      case 4 -> cluster.advance(profile.completionTimeout().plusMillis(random.nextInt(3_000)));
      case 5 -> cluster.advance(profile.retention().plusMillis(random.nextInt(90_000)));
      case 6 -> cluster.replaceAny();
      case 7 -> cluster.scan();
      case 8 -> drop();
      case 9 -> cluster.jumpClock();
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

  private void upload() {
    if (outbox.isEmpty()) {
      return;
    }
    boolean inOrder = random.nextDouble() >= profile.disorder();
    Chunk chunk = outbox.get(inOrder ? 0 : random.nextInt(outbox.size()));
    Section section = chunk.section;
    if (section != null && !chunk.page.hasSent(section) && random.nextInt(12) > 0) {
      cluster.act("send " + section, node -> send(node, chunk.page, section));
    }
    cluster.act("upload " + chunk, node -> send(node, chunk));
  }

  private void send(TestNode node, Page from, Section section) throws IOException {
    try {
      node.chalkstream.ingestInitialization(
          World.SESSION, SegmentDigest.of(section.digest), ByteBuffer.wrap(section.bytes));
      from.sent(section);
    } catch (SegmentRejectedException e) {
      throw new AssertionError(section + " is rejected: " + e.reason(), e);
    }
  }

  private void send(TestNode node, Chunk chunk) throws IOException {
    answers.sending(chunk);
    long stored = storedSince(chunk);
    boolean answered = true;
    try {
      IngestResult result = node.chalkstream.ingest(uploadOf(chunk));
      truth.note("  " + chunk + " " + result);
      answers.accepted(chunk, result);
    } catch (SegmentRejectedException e) {
      truth.note("  " + chunk + " " + e.reason());
      if (e.reason() == Reason.UNKNOWN_INITIALIZATION) {
        answered = false;
        askedForSection(chunk, stored);
      } else {
        answers.rejected(chunk, e.reason());
      }
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

  private long storedSince(Chunk chunk) {
    return chunk.section == null ? 0 : world.storedSince(chunk.section);
  }

  /** A section that has been there all the time is known. */
  private void askedForSection(Chunk chunk, long storedBefore) {
    Section section = chunk.section;
    truth.check(section != null, "a section is asked for: " + chunk);
    boolean there = storedBefore >= 0 && storedBefore == storedSince(chunk);
    truth.check(!there, "a section that is there is asked for: " + section);
    if (section != null) {
      chunk.page.forget(section);
    }
  }

  private SegmentUpload uploadOf(Chunk chunk) {
    SegmentUpload.Builder upload =
        SegmentUpload.builder(World.SESSION)
            .sequence(chunk.sequence)
            .duration(Duration.ofNanos(chunk.saidMicros * 1_000))
            .digest(SegmentDigest.of(chunk.digest))
            .body(ByteBuffer.wrap(chunk.bytes));
    if (chunk.section != null) {
      upload.initialization(SegmentDigest.of(chunk.section.digest));
    }
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
}
