package dev.chalkstream.media;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Puts the sections of a table together (ISO/IEC 13818-1, section 2.4.4), over as many packets as
 * they take. Their checksums are not looked at: the segment's digest says more, and players differ
 * in whether they care.
 */
final class SectionReader implements PacketSink {

  private static final int HEADER_LENGTH = 3;
  private static final int MAX_LENGTH = HEADER_LENGTH + 0xfff;
  private static final byte STUFFING = (byte) 0xff;

  private final Consumer<byte[]> sections;
  private final byte[] section = new byte[MAX_LENGTH];
  private int length;
  private boolean open;
  private int counter;

  SectionReader(Consumer<byte[]> sections) {
    this.sections = sections;
  }

  @Override
  public void accept(Packet packet) {
    int from = packet.from();
    int to = packet.to();
    if (from == to) {
      return;
    }
    open &= packet.counter() == (counter + 1 & 0xf);
    counter = packet.counter();
    if (!packet.isStart()) {
      read(packet, from, to);
      return;
    }
    int start = Math.min(from + 1 + (packet.bytes().get(from) & 0xff), to);
    read(packet, from + 1, start);
    open = true;
    length = 0;
    read(packet, start, to);
  }

  private void read(Packet packet, int from, int to) {
    for (int at = from; at < to && open; at++) {
      section[length++] = packet.bytes().get(at);
      if (section[0] == STUFFING) {
        open = false;
      } else if (length >= HEADER_LENGTH && length == HEADER_LENGTH + declaredLength()) {
        sections.accept(Arrays.copyOf(section, length));
        length = 0;
      }
    }
  }

  private int declaredLength() {
    return (section[1] & 0xf) << 8 | (section[2] & 0xff);
  }
}
