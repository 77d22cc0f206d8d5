package dev.chalkstream.histories;

import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.internal.instance.Instance;
import org.jspecify.annotations.Nullable;

/** A node of a history. */
final class TestNode {

  final String name;
  final Instance chalkstream;
  final WorldClock.Skewed clock;

  /** Whether it is in the middle of something. */
  boolean busy;

  /** What its viewers have seen last. */
  @Nullable ReadPlaylist seen;

  int position = -1;

  TestNode(String name, Instance chalkstream, WorldClock.Skewed clock) {
    this.name = name;
    this.chalkstream = chalkstream;
    this.clock = clock;
  }

  @Override
  public String toString() {
    return name;
  }
}
