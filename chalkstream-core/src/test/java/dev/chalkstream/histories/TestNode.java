package dev.chalkstream.histories;

import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.internal.instance.Instance;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node of a history. */
final class TestNode {

  private static final Duration TICK = Duration.ofMillis(20);

  final String name;
  final Instance chalkstream;
  final WorldClock.Skewed clock;

  /** Whether it is in the middle of something. */
  boolean busy;

  /** What its viewers have seen last. */
  @Nullable ReadPlaylist seen;

  int position = -1;

  /** Since when it surely knows that what was taken last is the last. */
  Instant silentSince = Instant.EPOCH;

  private long knownTakings;

  TestNode(String name, Instance chalkstream, WorldClock.Skewed clock) {
    this.name = name;
    this.chalkstream = chalkstream;
    this.clock = clock;
  }

  /**
   * It looks at the stream. Of what was taken since it last did, it knows no more than how old the
   * revision is, by the time of the store. A whole second may be a time that is told to the second,
   * and one with a fraction is told to {@link #TICK}.
   */
  void look(Truth truth) {
    if (knownTakings != truth.takings) {
      Instant now = truth.clock.instant();
      Instant revised = truth.lastRevised;
      Instant told = revised.plus(revised.getNano() == 0 ? Duration.ofSeconds(1) : TICK);
      silentSince = told.isBefore(now) ? told : now;
      knownTakings = truth.takings;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
