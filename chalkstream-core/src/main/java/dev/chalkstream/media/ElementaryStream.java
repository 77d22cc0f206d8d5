package dev.chalkstream.media;

import java.nio.ByteBuffer;

/** Finds the PES packets of an elementary stream and shows them to what reads its content. */
final class ElementaryStream implements PacketSink {

  private final int pid;
  private final Content content;
  private boolean begun;
  private boolean cutBefore;

  private int counter = -1;
  private int from;
  private int to;

  ElementaryStream(int pid, Content content) {
    this.pid = pid;
    this.content = content;
  }

  @Override
  public void accept(Packet packet) {
    if (packet.from() == packet.to() || isRepeated(packet)) {
      return;
    }
    if (packet.isStart()) {
      begin(packet);
    } else if (!begun) {
      cutBefore = true;
    } else if (content.isCurious()) {
      content.read(packet.bytes(), packet.from(), packet.to());
    }
  }

  MediaTrack track() {
    return content.finish(pid);
  }

  /** A key frame counts only if nothing stands before it that began in an earlier segment. */
  boolean startsWithKeyFrame() {
    return begun && !cutBefore && content.startsWithKeyFrame();
  }

  private void begin(Packet packet) {
    ByteBuffer bytes = packet.bytes();
    if (!PesHeader.isAt(bytes, packet.from(), packet.to())) {
      return;
    }
    begun = true;
    content.begin(
        PesHeader.pts(bytes, packet.from(), packet.to()),
        PesHeader.dts(bytes, packet.from(), packet.to()),
        packet.isRandomAccess());
    content.read(bytes, PesHeader.payload(bytes, packet.from(), packet.to()), packet.to());
  }

  /** A packet may be sent twice; a counter that stands still is not enough to tell. */
  private boolean isRepeated(Packet packet) {
    boolean repeated =
        packet.counter() == counter
            && packet.to() - packet.from() == to - from
            && hasSameBytes(packet.bytes(), packet.from());
    counter = packet.counter();
    from = packet.from();
    to = packet.to();
    return repeated;
  }

  private boolean hasSameBytes(ByteBuffer bytes, int other) {
    for (int i = 0; i < to - from; i++) {
      if (bytes.get(from + i) != bytes.get(other + i)) {
        return false;
      }
    }
    return true;
  }
}
