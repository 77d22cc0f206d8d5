package dev.chalkstream.histories;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.storage.BlobContent;
import java.time.Duration;
import java.util.Random;

/**
 * What sort of history a seed makes.
 *
 * @param nodes how many nodes share the store
 * @param steps how many steps it has
 * @param withRuns whether broadcasters name their runs
 * @param retention how long segments are kept, zero for ever
 * @param completionTimeout after which silence the stream is complete
 * @param posterSeconds how long the poster plays, or 0 if the waiting room is closed
 * @param targetSeconds the target duration that broadcasters name, or 0 if they do not
 * @param independent whether every segment must begin with a key frame
 * @param maxWaiting how many segments may wait
 * @param marksGaps whether missing segments are marked as gaps
 * @param refresh for how long a node believes what it has read
 * @param skewed whether the nodes' clocks differ and jump
 * @param faults how likely an operation of the store is to fail
 * @param deaths how likely a node is to die at an operation of the store
 * @param pauses how likely others act between two operations of a node
 * @param frames how many frames a segment has
 * @param longer how likely a segment is longer
 * @param restarting whether the timestamps of each segment start anew
 * @param disorder how likely a step of the broadcast goes wrong
 * @param sections of how many initialization sections broadcasters have one at a time, or 0 if they
 *     send transport streams
 * @param mixed whether some send transport streams all the same
 */
record Profile(
    int nodes,
    int steps,
    boolean withRuns,
    Duration retention,
    Duration completionTimeout,
    int posterSeconds,
    int targetSeconds,
    boolean independent,
    int maxWaiting,
    boolean marksGaps,
    Duration refresh,
    boolean skewed,
    double faults,
    double deaths,
    double pauses,
    int frames,
    double longer,
    boolean restarting,
    double disorder,
    int sections,
    boolean mixed) {

  private static final int[] RETENTIONS = {0, 1, 6, 20, 60, 600};
  private static final byte[] POSTER = new byte[188];

  /** A history of some dozen steps. */
  static Profile of(Random random) {
    boolean calm = random.nextInt(4) == 0;
    boolean skewed = !calm && random.nextInt(3) == 0;
    return new Profile(
        1 + random.nextInt(3),
        20 + random.nextInt(50),
        random.nextInt(5) < 3,
        Duration.ofSeconds(RETENTIONS[random.nextInt(RETENTIONS.length)]),
        Duration.ofSeconds(random.nextInt(3) == 0 ? 8 : 30),
        random.nextBoolean() ? 1 << random.nextInt(3) : 0,
        random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0,
        random.nextInt(7) == 0,
        random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 1_024,
        random.nextInt(5) > 0,
        Duration.ofMillis(random.nextInt(3) == 0 ? 500 : 0),
        skewed,
        calm ? 0 : new double[] {0, 0.01, 0.05}[random.nextInt(3)],
        calm ? 0 : new double[] {0, 0.01, 0.03}[random.nextInt(3)],
        calm ? 0 : new double[] {0, 0.02, 0.1}[random.nextInt(3)],
        3 + random.nextInt(25),
        random.nextInt(3) == 0 ? 0.1 : 0,
        random.nextInt(5) == 0,
        new double[] {0, 0.1, 0.3}[random.nextInt(3)],
        0,
        false);
  }

  /**
   * A history that is long enough for the playlist to reach back into sealed pages, and, where it
   * slides, for a page to be deleted.
   */
  static Profile longRun(Random random) {
    return longRun(random, random.nextBoolean());
  }

  /** The same, for certain with a playlist that slides or not. */
  static Profile longRun(Random random, boolean sliding) {
    return new Profile(
        2,
        sliding ? 1_400 : 800,
        random.nextBoolean(),
        Duration.ofSeconds(sliding ? 100 : 0),
        Duration.ofSeconds(30),
        0,
        0,
        false,
        1_024,
        true,
        Duration.ZERO,
        false,
        0.002,
        0.001,
        0.005,
        2,
        0,
        false,
        0.05,
        0,
        false);
  }

  /** The same with named runs, or without. */
  Profile withRuns(boolean named) {
    return with(named, sections, mixed);
  }

  /**
   * The same with fragmented MP4, or not.
   *
   * @param some of how many initialization sections broadcasters have one at a time
   * @param others whether some send transport streams all the same
   */
  Profile withSections(int some, boolean others) {
    return with(withRuns, some, others);
  }

  private Profile with(boolean named, int some, boolean others) {
    return new Profile(
        nodes,
        steps,
        named,
        retention,
        completionTimeout,
        posterSeconds,
        targetSeconds,
        independent,
        maxWaiting,
        marksGaps,
        refresh,
        skewed,
        faults,
        deaths,
        pauses,
        frames,
        longer,
        restarting,
        disorder,
        some,
        others);
  }

  boolean calm() {
    return faults == 0 && deaths == 0 && pauses == 0 && !skewed;
  }

  boolean hasWaitingRoom() {
    return posterSeconds > 0;
  }

  StreamPolicy policy() {
    return StreamPolicy.builder()
        .retention(retention)
        .completionTimeout(completionTimeout)
        .independentSegments(independent)
        .maxWaitingSegments(maxWaiting)
        .marksGaps(marksGaps)
        .build();
  }

  WaitingRoom waitingRoom() {
    return hasWaitingRoom()
        ? WaitingRoom.withPoster(BlobContent.of(POSTER), Duration.ofSeconds(posterSeconds))
        : WaitingRoom.closed();
  }
}
