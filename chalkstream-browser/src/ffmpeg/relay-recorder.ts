import type {Clock} from '../upload/clock.js';

/** What was recorded from one moment to another. */
export interface Recording {
  readonly media: Blob;
  /** When it ended and the next one began, in milliseconds of the clock. */
  readonly end: number;
}

/** What recorders are asked for, the dearest wish first. VP8 is the lightest to record and to read again. */
const FORMATS = ['video/webm;codecs=vp8,opus', 'video/webm', 'audio/webm', 'video/mp4'];

/** The first recorder begins within that time, or never. */
const PATIENCE_MS = 15_000;

/** A recorder at work. */
interface Runner {
  readonly recorder: MediaRecorder;
  /** When it really began to record, in milliseconds of the clock. */
  readonly started: Promise<number>;
  readonly stopped: Promise<Blob>;
}

/**
 * Records a stream in pieces that can be played by themselves. A recorder's file is whole only when it stops,
 * so each piece has its own recorder. It takes a recorder a moment to begin, so the one before goes on until
 * then: no moment is lost, and hardly any recorded twice.
 */
export class RelayRecorder {
  private current: Runner | undefined;
  private next: Runner | undefined;
  private changing: Promise<void> = Promise.resolve();
  private cancel: () => void = () => undefined;

  constructor(
    private readonly stream: MediaStream,
    private readonly bitrates: {readonly video: number; readonly audio: number},
    private readonly clock: Clock,
  ) {}

  /**
   * Begins, and hands over a recording each time that so many milliseconds have passed.
   *
   * @returns when it began, in milliseconds of the clock
   */
  async start(millis: number, take: (recording: Promise<Recording>) => void): Promise<number> {
    this.current = this.record();
    const impatient = this.clock.after(PATIENCE_MS, () => this.current?.recorder.stop());
    const began = await this.current.started;
    impatient();
    if (this.current.recorder.state === 'inactive') {
      throw new Error('The recorder records nothing: is the camera or the microphone switched off?');
    }
    this.schedule(began + millis, millis, take);
    return began;
  }

  /** Ends, and gives what has been recorded since the last recording. */
  async stop(): Promise<Recording | undefined> {
    this.cancel();
    // A recorder that has not begun by now is not waited for.
    this.next?.recorder.stop();
    await this.changing;
    this.cancel();
    const last = this.current;
    this.current = undefined;
    return last && this.end(last, this.clock.now());
  }

  private schedule(due: number, millis: number, take: (recording: Promise<Recording>) => void): void {
    this.cancel = this.clock.after(Math.max(0, due - this.clock.now()), () => {
      this.changing = this.change(take).then(() => this.schedule(due + millis, millis, take));
    });
  }

  private async change(take: (recording: Promise<Recording>) => void): Promise<void> {
    const last = this.current;
    const next = this.record();
    this.next = next;
    const end = await next.started;
    this.next = undefined;
    this.current = next;
    if (last) {
      take(this.end(last, end));
    }
  }

  private async end({recorder, stopped}: Runner, end: number): Promise<Recording> {
    if (recorder.state !== 'inactive') {
      recorder.stop();
    }
    return {media: await stopped, end};
  }

  private record(): Runner {
    const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    const recorder = new MediaRecorder(this.stream, {
      ...(mimeType === undefined ? {} : {mimeType}),
      videoBitsPerSecond: this.bitrates.video,
      audioBitsPerSecond: this.bitrates.audio,
    });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({data}) => parts.push(data));
    const stopped = once(recorder, 'stop').then(() => new Blob(parts));
    // One that ends before it begins has recorded nothing, and is waited for no longer.
    const started = Promise.race([once(recorder, 'start'), stopped]).then(() => this.clock.now());
    recorder.start();
    return {recorder, started, stopped};
  }
}

function once(recorder: MediaRecorder, event: string): Promise<void> {
  return new Promise((resolve) => recorder.addEventListener(event, () => resolve(), {once: true}));
}
