package dev.chalkstream.media;

/** Takes the packets of one PID. */
interface PacketSink {

  /** Takes no interest. */
  PacketSink NONE = packet -> {};

  /** Takes a packet, which is another after the call. */
  void accept(Packet packet);
}
