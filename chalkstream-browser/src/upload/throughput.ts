import type {Transfer} from './upload-queue.js';

/** How much of the estimate a measurement makes that is better than it. */
const WEIGHT = 0.5;

/** Measures how fast the uplink is, in bits per second: believes bad news at once, and good news by and by. */
export class ThroughputMeter {
  private known: number | undefined;
  private latest: Transfer | undefined;

  /** Takes an upload that has succeeded. */
  add(transfer: Transfer): void {
    const rate = rateOf(transfer);
    const known = this.known ?? rate;
    this.known = rate <= known ? rate : known + WEIGHT * (rate - known);
    this.latest = transfer;
  }

  /**
   * What is known now. An upload under way says nothing of how much of it is through, but it bounds the
   * rate from above: it would be over otherwise.
   */
  estimate(underWay: Transfer | undefined): number | undefined {
    if (underWay && underWay.millis > 0) {
      const bound = rateOf(underWay);
      return this.known === undefined ? bound : Math.min(this.known, bound);
    }
    return this.known;
  }

  /** How long the latest upload took, from its beginning to the server's answer, in milliseconds. */
  get roundTrip(): number {
    return this.latest?.millis ?? 0;
  }
}

function rateOf({bytes, millis}: Transfer): number {
  return (bytes * 8 * 1000) / Math.max(1, millis);
}
