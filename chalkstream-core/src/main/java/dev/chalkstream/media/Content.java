package dev.chalkstream.media;

import java.nio.ByteBuffer;

/** What an elementary stream carries, as it is read from packet to packet. */
interface Content {

  /**
   * A PES packet begins.
   *
   * @param pts its presentation timestamp, or {@link PesHeader#NONE}
   * @param dts its decoding timestamp, or {@link PesHeader#NONE}
   * @param randomAccess whether the packet calls itself a random access point
   */
  void begin(long pts, long dts, boolean randomAccess);

  /** More of the PES packet. */
  void read(ByteBuffer bytes, int from, int to);

  /** Whether there is something to learn from the rest of the PES packet. */
  boolean isCurious();

  /** Whether decoding can begin with the first frame. */
  boolean startsWithKeyFrame();

  /** Sums up. */
  MediaTrack finish(int pid);
}
