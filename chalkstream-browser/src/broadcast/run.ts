import {BitrateController} from '../upload/bitrate-controller.js';
import {sleep, type Clock} from '../upload/clock.js';
import type {IngestClient, Refusal} from '../upload/ingest-client.js';
import {ThroughputMeter} from '../upload/throughput.js';
import {UploadQueue, type DropReason, type QueueLimits, type Transfer} from '../upload/upload-queue.js';
import type {Segment} from '../upload/segment.js';
import {ChalkStreamError, encoderError} from './errors.js';
import type {EncodedSegment, EncoderOptions, SegmentEncoder, SegmentEncoderFactory} from './segment-encoder.js';
import type {BroadcastState} from './state.js';
import {RateMeter, type StreamStats} from './stats.js';

/** Who wants to know how a run goes. */
export interface RunEvents {
  encoded(segment: Segment): void;
  uploaded(segment: Segment): void;
  dropped(segment: Segment, reason: DropReason, detail: string): void;
  stats(stats: StreamStats): void;
  /** The state has changed, or what the server says about it. */
  state(state: BroadcastState, detail: string | undefined): void;
  /** Something is wrong; the run goes on. */
  warned(error: ChalkStreamError): void;
  /** The run cannot go on, and wants to be stopped. */
  failed(error: ChalkStreamError): void;
}

/** What a run is made of. */
export interface RunParts {
  readonly stream: MediaStream;
  readonly options: EncoderOptions;
  readonly encoder: SegmentEncoderFactory;
  readonly client: Pick<IngestClient, 'announce' | 'put' | 'putInitialization' | 'complete' | 'completeAtOnce'>;
  readonly clock: Clock;
  readonly digest: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  readonly limits: QueueLimits;
  readonly events: RunEvents;
}

const TICK_MS = 1000;
/** Beside the audio, what the container adds to it and to the video. */
const CONTAINER_SHARE = {cmaf: 0.01, ts: 0.08};
/** What is shorter, such as the end of a run, says little of the bitrate. */
const SHORTEST_SECONDS = 0.5;
const LEAST_BITRATE = 150_000;
/** An encoder that is so many segments late has stopped. */
const LATE_SEGMENTS = 3;
const LATE_MS = 10_000;
/** Beside the length of a segment, how long an upload may take before the server is said not to answer. */
const SILENT_MS = 10_000;
/** How long stopping waits for what is still to be sent, and for the server to take note of the end. */
const DRAIN_MS = 30_000;
const COMPLETE_MS = 10_000;
const COMPLETE_PAUSE_MS = 2000;

/** One run of a stream: from a start to the stop, under one run id, numbered from 0. */
export class Run {
  private readonly queue: UploadQueue;
  private readonly bitrate: BitrateController;
  private readonly throughput = new ThroughputMeter();
  private readonly frameRate = new RateMeter();
  private encoder: SegmentEncoder | undefined;
  private cancelTick: (() => void) | undefined;
  private sequence = 0;
  private uploaded = 0;
  private dropped = 0;
  private latestSegmentAt = 0;
  private encodedRate: number | undefined;
  private readonly ending = new AbortController();
  private stopping = false;
  private over = false;
  private state: BroadcastState = 'starting';
  private detail: string | undefined;
  /** The stream is not ours to end: it is another's now, or of a container in which another run goes on. */
  private foreign = false;

  constructor(private readonly parts: RunParts) {
    const {client, clock, digest, limits, options} = parts;
    this.bitrate = new BitrateController({
      most: options.videoBitrate,
      least: Math.min(LEAST_BITRATE, options.videoBitrate),
      overhead: options.audioBitrate + CONTAINER_SHARE[options.container] * options.videoBitrate,
      segmentSeconds: options.segmentSeconds,
    });
    this.queue = new UploadQueue({
      client,
      clock,
      digest,
      limits,
      events: {
        uploaded: (segment, transfer) => this.onUploaded(segment, transfer),
        dropped: (segment, reason, detail) => this.onDropped(segment, reason, detail),
        postponed: () => this.tellState(),
        refused: (code, detail) => this.onRefused(code, detail),
      },
    });
  }

  /** Begins to encode and to send. */
  async start(): Promise<void> {
    const {stream, options, clock} = this.parts;
    this.encoder = await this.parts.encoder(stream, options, {
      segment: (segment) => this.onSegment(segment),
      failed: (cause) => this.fail(encoderError(cause)),
    });
    stream.getTracks().forEach((track) => track.addEventListener('ended', this.onTrackEnded));
    void this.announce();
    await this.encoder.start();
    this.latestSegmentAt = clock.now();
    this.tick();
  }

  /** Early viewers see the right poster then. Nothing waits for the answer, which may be the first to refuse. */
  private async announce(): Promise<void> {
    const {client, options} = this.parts;
    const outcome = await client.announce(options.container, this.ending.signal).catch(() => undefined);
    if (outcome?.kind === 'never' && outcome.code === 'other-container' && !this.over) {
      this.onRefused(outcome.code, outcome.reason);
    }
  }

  /** Sends what is left, for at most half a minute, and tells the server that this is the end. */
  async stop(): Promise<void> {
    this.parts.stream.getTracks().forEach((track) => track.removeEventListener('ended', this.onTrackEnded));
    this.stopping = true;
    this.tellState();
    try {
      await this.encoder?.finish();
    } catch (cause) {
      this.parts.events.warned(encoderError(cause));
    }
    await this.queue.drained(DRAIN_MS);
    this.end();
    await this.complete();
  }

  /** Sends at once what waits for its time. */
  retry(): void {
    this.queue.retry();
  }

  /** The page goes away: there is time to say so, and for nothing else. */
  abandon(): void {
    this.end();
    if (this.hasStream) {
      this.parts.client.completeAtOnce();
    }
  }

  /** Whether there is anything on the server that is ours to end. */
  private get hasStream(): boolean {
    return this.uploaded > 0 && !this.foreign;
  }

  private end(): void {
    this.over = true;
    this.ending.abort();
    this.cancelTick?.();
    this.queue.close();
  }

  private async complete(): Promise<void> {
    if (!this.hasStream) {
      return;
    }
    const {client, clock, events} = this.parts;
    const stop = new AbortController();
    const cancel = clock.after(COMPLETE_MS, () => stop.abort());
    let outcome = await client.complete(stop.signal).catch(() => undefined);
    while (outcome?.kind === 'later' && !stop.signal.aborted) {
      await sleep(clock, outcome.retryAfter ?? COMPLETE_PAUSE_MS, stop.signal);
      outcome = (await client.complete(stop.signal).catch(() => undefined)) ?? outcome;
    }
    cancel();
    if (outcome?.kind !== 'taken') {
      const reason = outcome?.reason ?? 'It has not answered in time.';
      const message = `The server will notice the end of the broadcast by its silence only. ${reason}`;
      events.warned(new ChalkStreamError('incomplete', message));
    }
  }

  private onSegment({bytes, duration, initialization}: EncodedSegment): void {
    this.latestSegmentAt = this.parts.clock.now();
    this.encodedRate = (bytes.byteLength * 8) / Math.max(duration, SHORTEST_SECONDS);
    const segment = {sequence: this.sequence++, bytes, duration, initialization};
    this.parts.events.encoded(segment);
    this.queue.push(segment);
  }

  private onUploaded(segment: Segment, transfer: Transfer): void {
    this.uploaded++;
    this.throughput.add(transfer);
    this.parts.events.uploaded(segment);
    this.tellState();
  }

  private onDropped(segment: Segment, reason: DropReason, detail: string): void {
    this.dropped++;
    this.parts.events.dropped(segment, reason, detail);
    if (reason === 'rejected') {
      const message = `The server does not take segment ${segment.sequence}: ${detail}`;
      this.parts.events.warned(new ChalkStreamError('rejected', message));
    }
  }

  private onRefused(code: Exclude<Refusal, 'rejected'>, detail: string): void {
    this.foreign = code === 'superseded' || code === 'other-container';
    this.fail(new ChalkStreamError(code, `${REFUSALS[code]} (${detail})`));
  }

  private readonly onTrackEnded = (event: Event): void => {
    const kind = (event.target as MediaStreamTrack).kind === 'audio' ? 'The microphone' : 'The camera or screen';
    this.fail(new ChalkStreamError('capture-ended', `${kind} gives nothing any more, so the broadcast is over.`));
  };

  private fail(error: ChalkStreamError): void {
    if (!this.over) {
      this.over = true;
      this.parts.events.failed(error);
    }
  }

  private tick(): void {
    if (this.over) {
      return;
    }
    this.steer();
    this.tellState();
    this.parts.events.stats(this.stats());
    this.watch();
    this.cancelTick = this.parts.clock.after(TICK_MS, () => this.tick());
  }

  private tellState(): void {
    const before = this.state;
    const state = this.currentState();
    const detail = this.queue.trouble?.detail;
    if (state === before && detail === this.detail) {
      return;
    }
    [this.state, this.detail] = [state, detail];
    this.parts.events.state(state, detail);
    if (state === 'signed-out' && before !== state) {
      this.parts.events.warned(new ChalkStreamError('signed-out', `${SIGNED_OUT} (${detail})`));
    }
  }

  private currentState(): BroadcastState {
    if (this.stopping) {
      return 'stopping';
    }
    const {trouble, transfer} = this.queue;
    if (trouble?.kind === 'unauthorized') {
      return 'signed-out';
    }
    const patience = SILENT_MS + this.parts.options.segmentSeconds * 1000;
    if (trouble || (transfer && transfer.millis > patience)) {
      return 'reconnecting';
    }
    return this.uploaded > 0 ? 'live' : 'starting';
  }

  private steer(): void {
    const target = this.bitrate.update({
      now: this.parts.clock.now(),
      backlogSeconds: this.queue.seconds,
      throughput: this.throughput.estimate(this.queue.transfer),
      encodedRate: this.encodedRate,
    });
    this.encoder?.setVideoBitrate(target);
  }

  private watch(): void {
    const late = LATE_MS + LATE_SEGMENTS * this.parts.options.segmentSeconds * 1000;
    const now = this.parts.clock.now();
    if (!this.stopping && now - this.latestSegmentAt > late) {
      this.latestSegmentAt = now;
      const message = 'The camera or the microphone gives nothing to send. Is one of them switched off?';
      this.parts.events.warned(new ChalkStreamError('stalled', message));
    }
  }

  private stats(): StreamStats {
    return {
      uploadRate: Math.round(this.throughput.estimate(undefined) ?? 0),
      encoderFrameRate: Math.round(10 * this.frameRate.read(this.encoder?.frames ?? 0, this.parts.clock.now())) / 10,
      videoBitrate: this.bitrate.target,
      queuedSegments: this.queue.segments,
      queuedBytes: this.queue.bytes,
      queuedSeconds: Math.round(10 * this.queue.seconds) / 10,
      roundTrip: Math.round(this.throughput.roundTrip),
      droppedSegments: this.dropped,
      uploadedSegments: this.uploaded,
    };
  }
}

const SIGNED_OUT = 'You are signed out: the server does not accept the authorization any more.';
const REFUSALS = {
  unauthorized: 'The server does not let you publish. Check the authorization.',
  forbidden: 'You may not publish here: the server does not allow it with this authorization.',
  'other-container':
    'This stream is of another container until it expires, which cannot be made here. Begin another stream.',
  superseded: 'Another page or program broadcasts under the same session id now.',
  'wrong-server': 'There is no Chalkstream at ingestServer. Check the address.',
};
