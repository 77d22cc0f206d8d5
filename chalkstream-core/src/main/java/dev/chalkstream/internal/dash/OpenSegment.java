package dev.chalkstream.internal.dash;

import java.util.ArrayList;
import java.util.List;

/** The chunks of a segment that is not complete. */
final class OpenSegment {

  private final List<byte[]> chunks = new ArrayList<>();
  private int bytes;
  private long ticks;
  private long unitTicks;
  private boolean last;
  private boolean filler;

  int bytes() {
    return bytes;
  }

  /** How long it is so far, in ticks. */
  long ticks() {
    return ticks;
  }

  /** How long it is since the last place where it could have ended, in ticks. */
  long unitTicks() {
    return unitTicks;
  }

  /** The next chunk begins where the segment could have ended. */
  void beginUnit() {
    unitTicks = 0;
  }

  /**
   * Adds a chunk.
   *
   * @param chunk the chunk
   * @param more how long it lasts, in ticks of the track that tells the time
   */
  void add(TrackPart.Chunk chunk, long more) {
    chunks.add(chunk.bytes());
    bytes += chunk.bytes().length;
    last |= chunk.isLast();
    filler |= chunk.isFiller();
    ticks += more;
    unitTicks += more;
  }

  /** The encoder says that no other follows. */
  void markLast() {
    last = true;
  }

  GatheredSegment close() {
    byte[] all = chunks.get(0);
    if (chunks.size() > 1) {
      all = new byte[bytes];
      int at = 0;
      for (byte[] chunk : chunks) {
        System.arraycopy(chunk, 0, all, at, chunk.length);
        at += chunk.length;
      }
    }
    return new GatheredSegment(all, last, filler);
  }
}
