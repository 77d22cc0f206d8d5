const SEGMENTS_BEHIND = 2;
/** What the network and the next look at the playlist may take, in seconds. */
const MARGIN = 0.5;
const LARGEST_CUSHION_SEGMENTS = 2;
const STEADY_MS = 60_000;

/** From here on it catches up, until it is nearer than the second figure. In seconds. */
const TOO_FAR = 0.75;
const NEAR_ENOUGH = 0.2;
const LEAST_BUFFER = 0.75;
const GENTLEST = 1.05;
const FASTEST = 1.25;
const FASTER_PER_SECOND = 0.05;

/** What is further behind than this does not catch up but jumps. In seconds, beyond the target. */
const JUMP = 20;

/**
 * How far behind the end of a live playlist to play, and how fast to get there: two segments while all goes
 * well, half a segment more after each stall, and that back after each steady minute.
 */
export class LiveEdge {
  private segment = 2;
  private cushion = 0;
  private changedAt: number;
  private catchingUp = false;

  constructor(private readonly now: () => number) {
    this.changedAt = now();
  }

  /** Takes note of how long the newest segments are, in seconds. */
  learn(durations: readonly number[]): void {
    if (durations.length > 0) {
      this.segment = Math.max(...durations.slice(-3));
    }
  }

  /** How far behind the end to be, in seconds. */
  get target(): number {
    if (this.cushion > 0 && this.now() - this.changedAt >= STEADY_MS) {
      this.cushion -= 0.5;
      this.changedAt = this.now();
    }
    return (SEGMENTS_BEHIND + this.cushion) * this.segment + MARGIN;
  }

  /** Nothing was left to play. */
  stalled(): void {
    this.cushion = Math.min(LARGEST_CUSHION_SEGMENTS, this.cushion + 0.5);
    this.changedAt = this.now();
    this.catchingUp = false;
  }

  /** How fast to play, with so many seconds to the end of the playlist, and so many at hand. */
  rate(behind: number, buffered: number): number {
    const distance = behind - this.target;
    this.catchingUp = buffered > LEAST_BUFFER && distance > (this.catchingUp ? NEAR_ENOUGH : TOO_FAR);
    if (!this.catchingUp) {
      return 1;
    }
    const rate = Math.min(FASTEST, Math.max(GENTLEST, 1 + distance * FASTER_PER_SECOND));
    return Math.round(rate * 20) / 20;
  }

  /** Whether this is too far behind to catch up with by playing faster. */
  jumps(behind: number): boolean {
    return behind - this.target > JUMP;
  }

  /** Whether somebody who is so far behind has chosen to be. */
  isApart(behind: number): boolean {
    return behind - this.target > 2 * this.segment;
  }
}
