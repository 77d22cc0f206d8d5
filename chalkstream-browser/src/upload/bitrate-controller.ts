/** Between what the bitrate may move. */
export interface BitrateBounds {
  /** Bits per second, where it begins and what it comes back to. */
  readonly most: number;
  /** Bits per second, below which the picture is of no use. */
  readonly least: number;
  /** What is sent beside the video: audio and container, in bits per second. */
  readonly overhead: number;
  /** The length of a segment, in seconds. */
  readonly segmentSeconds: number;
}

/** How the uplink does. */
export interface UplinkReading {
  /** Milliseconds, by the clock that all readings come from. */
  readonly now: number;
  /** How long what waits plays, in seconds, the segment that is being sent among it. */
  readonly backlogSeconds: number;
  /** How fast the latest uploads went, in bits per second; undefined before the first. */
  readonly throughput: number | undefined;
  /** What the latest segment has in bits per second: a busy picture may need more than it is meant to. */
  readonly encodedRate?: number | undefined;
}

/** Part of the throughput that is used at most: the rest catches up, and takes what varies. */
const USABLE = 0.8;
/** How much faster than what would be sent the uplink must be before more is sent. */
const ROOM_TO_GROW = 1.5;
const STEP_UP = 1.25;
/** An uplink that is faster than what is sent by this factor is well again, and longer steps will do. */
const AMPLE = 4;
const LONG_STEP_UP = 1.6;
/** One reading takes the bitrate no lower than to this part of what it was. */
const LARGEST_STEP_DOWN = 0.25;
/** So many segments must have gone well before the bitrate steps up. */
const CALM_SEGMENTS = 4;
/** A change waits for the next segment, and shows when that is whole. */
const SETTLING_SEGMENTS = 2.5;

/**
 * Finds the bitrate that the uplink can take. It goes down at once and in one step, since what waits grows
 * with every second; and up slowly, step by step, since a picture that changes its mind is the worst.
 */
export class BitrateController {
  private bitrate: number;
  private settledAt = -Infinity;
  private calmSince: number | undefined;

  constructor(private readonly bounds: BitrateBounds) {
    this.bitrate = bounds.most;
  }

  /** The video's bitrate to use from now on, in bits per second. */
  get target(): number {
    return this.bitrate;
  }

  /** Takes a reading, about once a second, and says what the bitrate is to be. */
  update(reading: UplinkReading): number {
    const {now, throughput} = reading;
    if (throughput === undefined) {
      return this.bitrate;
    }
    const calm = this.calm(reading, throughput);
    this.calmSince = calm ? (this.calmSince ?? now) : undefined;
    if (now < this.settledAt) {
      return this.bitrate;
    }
    if (this.falling(reading, throughput)) {
      this.stepDown(reading, throughput);
    } else if (this.calmSince !== undefined && now - this.calmSince >= this.millis(CALM_SEGMENTS)) {
      this.stepUp(now, throughput);
    }
    return this.bitrate;
  }

  private falling(reading: UplinkReading, throughput: number): boolean {
    return !this.keepsUp(reading) && throughput * USABLE < this.load() * overshoot(reading, this.load());
  }

  private calm(reading: UplinkReading, throughput: number): boolean {
    return this.keepsUp(reading) && throughput > ROOM_TO_GROW * this.load() * overshoot(reading, this.load());
  }

  /** One segment always waits while it is being sent: that is no sign of anything. */
  private keepsUp({backlogSeconds}: UplinkReading): boolean {
    return backlogSeconds <= 1.5 * this.bounds.segmentSeconds;
  }

  private stepDown(reading: UplinkReading, throughput: number): void {
    const {now} = reading;
    const {least, overhead} = this.bounds;
    const fitting = (throughput * USABLE) / overshoot(reading, this.load()) - overhead;
    const bitrate = Math.max(least, fitting, this.bitrate * LARGEST_STEP_DOWN);
    this.change(now, Math.min(this.bitrate, bitrate));
  }

  private stepUp(now: number, throughput: number): void {
    const {most, overhead} = this.bounds;
    const step = throughput > AMPLE * this.load() ? LONG_STEP_UP : STEP_UP;
    const bitrate = Math.min(most, this.bitrate * step, throughput / ROOM_TO_GROW - overhead);
    this.calmSince = now;
    this.change(now, Math.max(this.bitrate, bitrate));
  }

  private change(now: number, bitrate: number): void {
    const rounded = Math.round(bitrate);
    if (rounded !== this.bitrate) {
      this.bitrate = rounded;
      this.settledAt = now + this.millis(SETTLING_SEGMENTS);
    }
  }

  private load(): number {
    return this.bitrate + this.bounds.overhead;
  }

  private millis(segments: number): number {
    return segments * this.bounds.segmentSeconds * 1000;
  }
}

/** By what factor the encoder exceeds what it is meant to make, 1 or more. */
function overshoot({encodedRate = 0}: UplinkReading, load: number): number {
  return Math.max(1, encodedRate / load);
}
