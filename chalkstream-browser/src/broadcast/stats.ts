/** How a broadcast does. */
export interface StreamStats {
  /** How fast the latest uploads went, in bits per second; 0 before the first. */
  readonly uploadRate: number;
  /** How many frames were encoded in the last second. */
  readonly encoderFrameRate: number;
  /** What the video's bitrate is meant to be now, in bits per second. */
  readonly videoBitrate: number;
  /** Segments that wait for the uplink, the one that is being sent among them. */
  readonly queuedSegments: number;
  /** The sum of their bytes. */
  readonly queuedBytes: number;
  /** How long they play, in seconds: what viewers do not have yet. */
  readonly queuedSeconds: number;
  /** How long the latest upload took, from its beginning to the server's answer, in milliseconds. */
  readonly roundTrip: number;
  /** Segments that are missing from this run. */
  readonly droppedSegments: number;
  /** Segments of this run that the server has taken. */
  readonly uploadedSegments: number;
}

/** Counts what comes, and says how many a second. */
export class RateMeter {
  private countedAt: number | undefined;
  private counted = 0;

  /**
   * Takes the count so far.
   *
   * @param total how many there have been in all
   * @param now milliseconds
   * @returns how many a second since the call before, 0 for the first
   */
  read(total: number, now: number): number {
    const millis = this.countedAt === undefined ? 0 : now - this.countedAt;
    const rate = millis > 0 ? ((total - this.counted) * 1000) / millis : 0;
    this.countedAt = now;
    this.counted = total;
    return rate;
  }
}
