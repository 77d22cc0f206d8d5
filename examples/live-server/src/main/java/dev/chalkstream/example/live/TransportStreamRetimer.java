package dev.chalkstream.example.live;

import java.util.HashMap;
import java.util.Map;

/**
 * Moves segments of an MPEG transport stream (ISO/IEC 13818-1) in time, so that they follow one
 * another without a discontinuity: adds to every PTS, DTS and PCR, and numbers the packets of each
 * PID through from one segment to the next. Not safe for use by many threads.
 */
final class TransportStreamRetimer {

  /** The ticks of PTS, DTS and the base of PCR. */
  static final long TICKS_PER_SECOND = 90_000;

  private static final int PACKET = 188;
  private static final int SYNC_BYTE = 0x47;
  private static final long WRAP = 1L << 33;

  private final Map<Integer, Integer> counters = new HashMap<>();

  /**
   * Moves the segment that comes next.
   *
   * @param segment whole packets, left as they are
   * @param ticks by how much to move it, in 1/90000 s; the result wraps around at 2^33
   * @return the moved segment
   * @throws IllegalArgumentException if the segment is not made of transport stream packets
   */
  byte[] retime(byte[] segment, long ticks) {
    if (segment.length % PACKET != 0) {
      throw new IllegalArgumentException("not whole packets: " + segment.length + " bytes");
    }
    byte[] moved = segment.clone();
    for (int at = 0; at < moved.length; at += PACKET) {
      if (moved[at] != SYNC_BYTE) {
        throw new IllegalArgumentException("no packet begins at byte " + at);
      }
      retimePacket(moved, at, ticks);
    }
    return moved;
  }

  private void retimePacket(byte[] bytes, int at, long ticks) {
    boolean unitStart = (bytes[at + 1] & 0x40) != 0;
    int pid = ((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff);
    boolean hasAdaptation = (bytes[at + 3] & 0x20) != 0;
    boolean hasPayload = (bytes[at + 3] & 0x10) != 0;
    number(bytes, at + 3, pid, hasPayload);
    int payload = at + 4;
    if (hasAdaptation) {
      retimeAdaptationField(bytes, at + 4, ticks);
      payload += 1 + (bytes[at + 4] & 0xff);
    }
    if (hasPayload && unitStart && isTimedPes(bytes, payload, at + PACKET)) {
      retimePes(bytes, payload, ticks);
    }
  }

  /** A packet without payload repeats the number of the one before it (2.4.3.3). */
  private void number(byte[] bytes, int at, int pid, boolean hasPayload) {
    int last = counters.getOrDefault(pid, -1);
    int number = (hasPayload ? last + 1 : last) & 0x0f;
    counters.put(pid, number);
    bytes[at] = (byte) ((bytes[at] & 0xf0) | number);
  }

  private static void retimeAdaptationField(byte[] bytes, int at, long ticks) {
    int length = bytes[at] & 0xff;
    boolean hasPcr = length >= 7 && (bytes[at + 1] & 0x10) != 0;
    if (hasPcr) {
      retimePcr(bytes, at + 2, ticks);
    }
  }

  /** 33 bits of base; what follows, the 27 MHz extension, stays. */
  private static void retimePcr(byte[] bytes, int at, long ticks) {
    long base = 0;
    for (int i = 0; i < 4; i++) {
      base = (base << 8) | (bytes[at + i] & 0xff);
    }
    base = (base << 1) | ((bytes[at + 4] & 0x80) >> 7);
    long moved = Math.floorMod(base + ticks, WRAP);
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (moved >> (25 - 8 * i));
    }
    bytes[at + 4] = (byte) ((bytes[at + 4] & 0x7f) | ((moved & 1) << 7));
  }

  /** Whether a PES packet of audio or video begins here, and not a table. */
  private static boolean isTimedPes(byte[] bytes, int at, int end) {
    if (at + 19 > end || bytes[at] != 0 || bytes[at + 1] != 0 || bytes[at + 2] != 1) {
      return false;
    }
    int streamId = bytes[at + 3] & 0xff;
    return streamId == 0xbd || (streamId >= 0xc0 && streamId <= 0xef);
  }

  private static void retimePes(byte[] bytes, int at, long ticks) {
    int flags = bytes[at + 7];
    if ((flags & 0x80) != 0) {
      retimeTimestamp(bytes, at + 9, ticks);
    }
    if ((flags & 0xc0) == 0xc0) {
      retimeTimestamp(bytes, at + 14, ticks);
    }
  }

  /** Four bits of prefix, then 3 + 15 + 15 bits of time, each followed by a marker (2.4.3.7). */
  private static void retimeTimestamp(byte[] bytes, int at, long ticks) {
    long time =
        ((bytes[at] & 0x0eL) << 29)
            | ((bytes[at + 1] & 0xffL) << 22)
            | ((bytes[at + 2] & 0xfeL) << 14)
            | ((bytes[at + 3] & 0xffL) << 7)
            | ((bytes[at + 4] & 0xfeL) >> 1);
    long moved = Math.floorMod(time + ticks, WRAP);
    bytes[at] = (byte) ((bytes[at] & 0xf1) | ((moved >> 29) & 0x0e));
    bytes[at + 1] = (byte) (moved >> 22);
    bytes[at + 2] = (byte) (((moved >> 14) & 0xfe) | 1);
    bytes[at + 3] = (byte) (moved >> 7);
    bytes[at + 4] = (byte) (((moved << 1) & 0xfe) | 1);
  }
}
