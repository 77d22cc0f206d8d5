import type {EncodedPacket} from 'mediabunny';

/** In what mediabunny counts the time of video in MP4, unless it is told a frame rate: so many ticks a second. */
const TICKS = 57_600;

type Taker = (packet: EncodedPacket, metadata: EncodedVideoChunkMetadata | undefined) => unknown;

/**
 * Has each packet last until the next one, in whole ticks, whatever the encoder says of its duration: a fragment of MP4
 * ends with its last packet, and the next one is to begin there. Packets come in the order in which they are shown.
 */
export class PacketTimes {
  private held: [EncodedPacket, EncodedVideoChunkMetadata | undefined] | undefined;
  /** How long the latest packet lasts, in seconds. */
  private latest = 0;

  constructor(private readonly taker: Taker) {}

  /** Takes a packet, and hands over the one before. */
  add(packet: EncodedPacket, metadata: EncodedVideoChunkMetadata | undefined): void {
    const timestamp = Math.round(packet.timestamp * TICKS) / TICKS;
    this.handOver(timestamp);
    this.held = [packet.clone({timestamp}), metadata];
  }

  /** Hands over the last one, which lasts as long as the encoder says, or else as the one before. */
  end(): void {
    this.handOver(undefined);
  }

  private handOver(next: number | undefined): void {
    if (this.held) {
      const [packet, metadata] = this.held;
      this.held = undefined;
      this.latest = next === undefined ? packet.duration || this.latest : Math.max(0, next - packet.timestamp);
      this.taker(packet.clone({duration: this.latest}), metadata);
    }
  }
}
