import type {ChalkStreamError} from '../../src/broadcast/errors.js';
import {Run} from '../../src/broadcast/run.js';
import type {EncoderEvents, SegmentEncoder} from '../../src/broadcast/segment-encoder.js';
import type {StreamStats} from '../../src/broadcast/stats.js';
import type {Outcome} from '../../src/upload/ingest-client.js';
import {FakeClock} from '../upload/fake-clock.js';

/** A track that ends when it is told to. */
export class FakeTrack extends EventTarget {
  constructor(readonly kind: 'audio' | 'video') {
    super();
  }

  end(): void {
    this.dispatchEvent(new Event('ended'));
  }
}

/** A run between an encoder and a server that do what a test says. */
export class FakeRun {
  readonly clock = new FakeClock();
  readonly camera = new FakeTrack('video');
  readonly story: string[] = [];
  readonly stats: StreamStats[] = [];
  /** Each state, with what the server says about it. */
  readonly states: string[] = [];
  readonly errors: ChalkStreamError[] = [];
  readonly encoder: SegmentEncoder & {bitrate: number; frames: number; last: number[]};
  readonly run: Run;
  answer: Outcome = {kind: 'taken'};
  /** What the server says to announcements. */
  announcement: Outcome = {kind: 'taken'};
  readonly announced: string[] = [];
  /** Milliseconds that an upload takes. */
  uploadMillis = 0;
  private encoderEvents: EncoderEvents | undefined;

  constructor() {
    this.encoder = {
      bitrate: 0,
      frames: 0,
      last: [],
      start: async () => undefined,
      finish: async () => this.encoder.last.forEach((seconds) => this.encoded(seconds)),
      setVideoBitrate: (bitrate) => {
        this.encoder.bitrate = bitrate;
      },
    };
    this.run = new Run({
      stream: {getTracks: () => [this.camera]} as unknown as MediaStream,
      options: {container: 'cmaf', segmentSeconds: 2, videoBitrate: 1_000_000, audioBitrate: 100_000, frameRate: 25},
      encoder: async (_stream, _options, events) => {
        this.encoderEvents = events;
        return this.encoder;
      },
      client: this.client(),
      clock: this.clock,
      digest: async () => 'digest',
      limits: {segments: 5, bytes: 10_000_000},
      events: this.events(),
    });
  }

  /** The encoder hands over a segment of so many seconds and bytes. */
  encoded(duration = 2, bytes = 250_000): void {
    this.encoderEvents?.segment({bytes: new Uint8Array(bytes), duration});
  }

  /** The encoder gives up. */
  encoderFails(cause: unknown): void {
    this.encoderEvents?.failed(cause);
  }

  private client() {
    return {
      put: async () => {
        const {answer} = this;
        await new Promise<void>((resolve) => this.clock.after(this.uploadMillis, resolve));
        return answer;
      },
      announce: async (container: string) => {
        this.announced.push(container);
        return this.announcement;
      },
      putInitialization: async () => this.answer,
      complete: async () => {
        this.story.push('complete');
        return this.answer;
      },
      completeAtOnce: () => this.story.push('complete at once'),
    };
  }

  private events() {
    return {
      encoded: ({sequence}: {sequence: number}) => this.story.push(`encoded ${sequence}`),
      uploaded: ({sequence}: {sequence: number}) => this.story.push(`uploaded ${sequence}`),
      dropped: ({sequence}: {sequence: number}, reason: string) => this.story.push(`dropped ${sequence}: ${reason}`),
      stats: (stats: StreamStats) => this.stats.push(stats),
      state: (state: string, detail?: string) => this.states.push(detail === undefined ? state : `${state}: ${detail}`),
      warned: (error: ChalkStreamError) => this.errors.push(error),
      failed: (error: ChalkStreamError) => {
        this.errors.push(error);
        this.story.push(`failed: ${error.code}`);
      },
    };
  }
}
