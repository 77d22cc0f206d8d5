/** Where a recording goes in the run. */
export interface Slot {
  /** Seconds, where its first frame is shown. */
  readonly start: number;
  /** How many video frames it has. */
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
  /** How many frames of AAC it has. */
  readonly audioFrames: number;
  /** Seconds from the start of the video to that of the audio, half a frame of AAC at most, either way. */
  readonly audioShift: number;
}

/** Samples in a second, and in a frame of AAC. */
export const SAMPLE_RATE = 48_000;
export const AAC_SAMPLES = 1024;

/** Well above 0, so that no timestamp is below it. */
const ORIGIN = 10;

/**
 * Gives recordings their places, so that each begins on the very frame on which the one before it ended, of
 * video and of audio alike, while all of them together keep to the time that has really passed.
 */
export class Timeline {
  private frames = 0;

  constructor(private readonly frameRate: number) {}

  /** Where the next recording goes, in seconds since the first began. */
  get end(): number {
    return this.frames / this.frameRate;
  }

  /**
   * The place of the next recording.
   *
   * @param end when it ended, in seconds since the first began
   */
  next(end: number): Slot {
    const begin = this.frames;
    this.frames = Math.max(begin + 1, Math.round(end * this.frameRate));
    const start = this.time(begin);
    const firstAudio = audioFrame(start);
    return {
      start,
      frames: this.frames - begin,
      duration: (this.frames - begin) / this.frameRate,
      audioFrames: audioFrame(this.time(this.frames)) - firstAudio,
      audioShift: (firstAudio * AAC_SAMPLES) / SAMPLE_RATE - start,
    };
  }

  /** Leaves out what was recorded until then, in seconds since the first recording began: an honest break. */
  skip(end: number): void {
    this.frames = Math.max(this.frames, Math.round(end * this.frameRate));
  }

  private time(frames: number): number {
    return ORIGIN + frames / this.frameRate;
  }
}

function audioFrame(time: number): number {
  return Math.round((time * SAMPLE_RATE) / AAC_SAMPLES);
}
