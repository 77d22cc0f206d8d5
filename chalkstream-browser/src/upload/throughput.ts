import type {Transfer} from './upload-queue.js';

/** How much of the average a new measurement makes. */
const WEIGHT = 0.5;

/** Measures how fast the uplink is, in bits per second. */
export class ThroughputMeter {
  private average: number | undefined;
  private latest: Transfer | undefined;

  /** Takes an upload that has succeeded. */
  add(transfer: Transfer): void {
    const rate = rateOf(transfer);
    this.average = this.average === undefined ? rate : this.average + WEIGHT * (rate - this.average);
    this.latest = transfer;
  }

  /**
   * What is known now. An upload under way says nothing of how much of it is through, but it bounds the
   * rate from above: it would be over otherwise.
   */
  estimate(underWay: Transfer | undefined): number | undefined {
    if (underWay && underWay.millis > 0) {
      const bound = rateOf(underWay);
      return this.average === undefined ? bound : Math.min(this.average, bound);
    }
    return this.average;
  }

  /** How long the latest upload took, from its beginning to the server's answer, in milliseconds. */
  get roundTrip(): number {
    return this.latest?.millis ?? 0;
  }
}

function rateOf({bytes, millis}: Transfer): number {
  return (bytes * 8 * 1000) / Math.max(1, millis);
}
