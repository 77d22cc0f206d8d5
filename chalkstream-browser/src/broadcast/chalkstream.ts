import {IngestClient} from '../upload/ingest-client.js';
import {WorkerClock} from '../upload/worker-clock.js';
import {capture, preview, release, requireSecureContext} from './capture.js';
import type {ChalkStreamConfig} from './config.js';
import {ChalkStreamError, encoderError} from './errors.js';
import {digestOf, randomId, streamIdOf} from './identity.js';
import {Run, type RunEvents} from './run.js';
import type {Container, SegmentEncoderFactory} from './segment-encoder.js';
import {settingsOf, type Settings} from './settings.js';
import type {BroadcastState} from './state.js';
import {encodesVideo, provideAudioEncoder, WebCodecsEncoder} from './webcodecs-encoder.js';

/**
 * A broadcast from this page: captures, encodes in segments, and sends them.
 *
 * `init()`, `start()` and `stop()` may be called without waiting for one another: they take effect in order.
 * What goes wrong is told to `onError`, and then their promises resolve all the same; without `onError` the
 * promises of `init()` and `start()` reject.
 */
export class ChalkStream {
  private readonly settings: Settings;
  private stream: MediaStream | undefined;
  private ownStream = false;
  private id: string | undefined;
  private initialized: Promise<void> | undefined;
  private turn: Promise<void> = Promise.resolve();
  private run: {readonly run: Run; readonly clock: WorkerClock} | undefined;
  private wanted = false;
  /** What the segments of the next run are. */
  private container: Container;
  /** Whether a run that is refused for its container may give way to one of the other: once a start. */
  private maySwitch = false;
  /** Whether that is under way, of which the page need not know. */
  private switching = false;
  private reported: ChalkStreamError | undefined;
  private current: BroadcastState = 'idle';
  private detail: string | undefined;

  /** @throws ChalkStreamError `bad-config` if an option has a value that cannot be */
  constructor(readonly config: ChalkStreamConfig = {}) {
    this.settings = settingsOf(config, globalThis.location?.href ?? 'http://localhost/');
    this.container = this.settings.container;
    this.stream = config.mediaStream;
  }

  /** Whether it is to stream: from `start()` on until `stop()`, or until it cannot go on. */
  get isStreaming(): boolean {
    return this.wanted;
  }

  /** Where the broadcast stands. */
  get state(): BroadcastState {
    return this.current;
  }

  /** The secret under which it publishes. */
  get sessionId(): string {
    return this.settings.sessionId;
  }

  /**
   * The public name of the stream.
   *
   * @throws ChalkStreamError before `init()` is through
   */
  get streamId(): string {
    if (this.id === undefined) {
      throw new ChalkStreamError('bad-config', 'The streamId is known once init() is through: wait for onReady.');
    }
    return this.id;
  }

  /** What is captured; undefined before `init()` is through. */
  get mediaStream(): MediaStream | undefined {
    return this.stream;
  }

  /**
   * Asks for the camera and microphone, unless a stream is given, shows the preview and calls `onReady`. To
   * call it again is of use after it failed, or after `close()`.
   */
  init(): Promise<void> {
    return this.guard(() => this.initOnce());
  }

  /** Starts a run, with `init()` before it if that has not been called. Does nothing while streaming. */
  start(): Promise<void> {
    if (this.wanted) {
      return this.turn;
    }
    this.wanted = true;
    if (!this.run) {
      this.show('starting');
    }
    return this.guard(() => this.inTurn(() => this.begin()));
  }

  /**
   * Stops the run: sends what is left, for at most half a minute, and has the server mark the stream as
   * complete. `start()` begins another run of the same stream.
   */
  stop(): Promise<void> {
    this.wanted = false;
    return this.inTurn(() => this.end());
  }

  /**
   * Sends at once what waits, instead of after a pause: of use when somebody has signed in again, or when the
   * network is back. Does nothing while nothing waits.
   */
  resume(): void {
    this.run?.run.retry();
  }

  /** Stops, if streaming, and lets go of the camera and microphone. */
  async close(): Promise<void> {
    await this.stop();
    // A camera that is being opened is let go of when it is open.
    await this.initialized?.catch(() => undefined);
    this.letGo();
  }

  private initOnce(): Promise<void> {
    if (this.ownStream && this.stream?.getTracks().some(({readyState}) => readyState === 'ended')) {
      this.letGo();
    }
    this.initialized ??= this.prepare().catch((cause: unknown) => {
      this.letGo();
      throw cause;
    });
    return this.initialized;
  }

  private letGo(): void {
    this.initialized = undefined;
    if (this.config.videoElement) {
      preview(this.config.videoElement, null);
    }
    if (this.stream && this.ownStream) {
      release(this.stream);
      this.stream = undefined;
    }
  }

  private async prepare(): Promise<void> {
    requireSecureContext();
    this.id = await streamIdOf(this.sessionId);
    if (!this.stream) {
      this.stream = await capture(this.config);
      this.ownStream = true;
    }
    if (this.config.videoElement) {
      preview(this.config.videoElement, this.stream);
    }
    await this.prepareEncoder(this.stream);
    this.call(this.config.onReady, this.id);
  }

  /** Finds out before the start whether it can be made at all, and has at hand what it takes. */
  private async prepareEncoder(stream: MediaStream): Promise<void> {
    if (!(await this.transcodes(stream)) && stream.getAudioTracks().length > 0) {
      await provideAudioEncoder();
    }
  }

  private async transcodes(stream: MediaStream): Promise<boolean> {
    const {encoder = 'auto', transcoder} = this.config;
    if (encoder === 'ffmpeg' || (await encodesVideo(stream))) {
      return encoder === 'ffmpeg';
    }
    if (encoder === 'auto' && transcoder) {
      return true;
    }
    throw new ChalkStreamError(
      'no-encoder',
      'This browser cannot encode H.264 video. Use a current Chrome, Edge or Safari.',
    );
  }

  private async begin(): Promise<void> {
    await this.initOnce();
    const {stream} = this;
    if (!stream || !this.wanted || this.run) {
      return;
    }
    this.maySwitch = true;
    try {
      await this.launch(stream);
    } catch (cause) {
      this.wanted = false;
      await this.end();
      throw cause;
    }
    globalThis.addEventListener('pagehide', this.onPageHide);
    this.call(this.config.onStreamStart, this.streamId);
  }

  private async launch(stream: MediaStream): Promise<void> {
    const clock = new WorkerClock();
    const run = this.newRun(stream, clock, await this.encoderFor(stream));
    this.run = {run, clock};
    await run.start();
  }

  private async encoderFor(stream: MediaStream): Promise<SegmentEncoderFactory> {
    const {transcoder} = this.config;
    if (transcoder && (await this.transcodes(stream))) {
      this.maySwitch = false;
      return transcoder;
    }
    return async (...parts) => new WebCodecsEncoder(...parts);
  }

  private newRun(stream: MediaStream, clock: WorkerClock, encoder: SegmentEncoderFactory): Run {
    const {server, sessionId, queue, ...rest} = this.settings;
    // A transcoder makes transport streams, whatever is wished for.
    const container: Container = encoder === this.config.transcoder ? 'ts' : this.container;
    const options = {...rest, container};
    const client = new IngestClient({
      server,
      sessionId,
      run: randomId(),
      targetDuration: Math.ceil(options.segmentSeconds),
      authorization: this.config.authorization,
    });
    const events = this.runEvents();
    return new Run({stream, options, encoder, client, clock, digest: digestOf, limits: queue, events});
  }

  private runEvents(): RunEvents {
    const {config} = this;
    return {
      encoded: ({sequence, bytes}) => this.call(config.onChunkEncoded, sequence, bytes.byteLength),
      uploaded: ({sequence, bytes}) => this.call(config.onChunkUploaded, sequence, bytes.byteLength),
      dropped: ({sequence}, reason, detail) => this.call(config.onSegmentDropped, sequence, reason, detail),
      stats: (stats) => this.call(config.onStats, stats),
      state: (state, detail) => this.switching || this.show(state, detail),
      warned: (error) => this.report(error),
      failed: (error) => {
        if (error.code === 'other-container' && this.maySwitch) {
          void this.inTurn(() => this.switchContainer());
          return;
        }
        this.report(error);
        void this.stop();
      },
    };
  }

  /** What the stream's earlier segments are, all of its segments must be. */
  private async switchContainer(): Promise<void> {
    const {run: current, stream} = this;
    if (!current || !stream) {
      return;
    }
    this.maySwitch = false;
    this.container = this.container === 'cmaf' ? 'ts' : 'cmaf';
    this.switching = true;
    await current.run.stop();
    this.switching = false;
    current.clock.close();
    this.run = undefined;
    try {
      await this.launch(stream);
    } catch (cause) {
      this.report(encoderError(cause));
      this.wanted = false;
      await this.end();
    }
  }

  private async end(): Promise<void> {
    const current = this.run;
    if (!current) {
      this.rest();
      return;
    }
    globalThis.removeEventListener('pagehide', this.onPageHide);
    await current.run.stop();
    current.clock.close();
    this.run = undefined;
    this.rest();
    this.call(this.config.onStreamStop, this.streamId);
  }

  /** A start that waits for the end of what was before it is one already. */
  private rest(): void {
    this.show(this.wanted ? 'starting' : 'idle');
  }

  private readonly onPageHide = (): void => {
    if (this.config.completeOnClose !== false) {
      this.run?.run.abandon();
      // Of use only to a page that comes back.
      void this.stop();
    }
  };

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.turn.then(step);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (cause) {
      this.wanted = false;
      if (!this.run) {
        this.show('idle');
      }
      if (!this.config.onError) {
        throw encoderError(cause);
      }
      this.report(encoderError(cause));
    }
  }

  private show(state: BroadcastState, detail?: string): void {
    if (state !== this.current || detail !== this.detail) {
      [this.current, this.detail] = [state, detail];
      this.call(this.config.onState, state, detail);
    }
  }

  /** Once: `init()` and `start()` may both have waited for what has failed. */
  private report(error: ChalkStreamError): void {
    if (error === this.reported) {
      return;
    }
    this.reported = error;
    this.call(this.config.onError ?? console.error, error);
  }

  /** What a page's own function throws is its own error, and must not end the stream. */
  private call<T extends unknown[]>(callback: ((...values: T) => unknown) | undefined, ...values: T): void {
    try {
      callback?.(...values);
    } catch (cause) {
      reportError(cause);
    }
  }
}
