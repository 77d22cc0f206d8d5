package dev.chalkstream.histories;

import dev.chalkstream.audit.ReadSegment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of the playlist from its listing on, and long after it has left. */
final class Entry {

  final ReadSegment segment;

  /** What it is, or null for a gap. */
  final @Nullable Chunk chunk;

  final Instant listedAt;
  final Instant start;

  /** The longest playlist that listed it, in microseconds. */
  long longestMicros;

  boolean listed = true;
  Instant keptUntil = Instant.MAX;

  Entry(ReadSegment segment, @Nullable Chunk chunk, Instant listedAt, Instant start) {
    this.segment = segment;
    this.chunk = chunk;
    this.listedAt = listedAt;
    this.start = start;
  }

  Instant end() {
    return start.plusNanos(segment.micros() * 1_000);
  }

  @Override
  public String toString() {
    return segment.number() + "=" + (chunk == null ? "gap" : chunk);
  }
}
