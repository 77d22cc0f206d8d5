package dev.chalkstream.histories;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.audit.ReadPlaylist;
import org.jspecify.annotations.Nullable;

/** A node of a history. */
final class TestNode {

  final String name;
  final Chalkstream chalkstream;
  final WorldClock.Skewed clock;

  /** Whether it is in the middle of something. */
  boolean busy;

  /** What its viewers have seen last. */
  @Nullable ReadPlaylist seen;

  int position = -1;

  TestNode(String name, Chalkstream chalkstream, WorldClock.Skewed clock) {
    this.name = name;
    this.chalkstream = chalkstream;
    this.clock = clock;
  }

  @Override
  public String toString() {
    return name;
  }
}
