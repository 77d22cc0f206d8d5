import type {FFmpeg} from '@ffmpeg/ffmpeg';
import type {EncoderEvents, EncoderOptions, SegmentEncoder} from '../broadcast/segment-encoder.js';
import type {WorkerClock} from '../upload/worker-clock.js';
import {RelayRecorder, type Recording} from './relay-recorder.js';
import {Timeline} from './timeline.js';
import {transcodeArguments, type Picture} from './transcode-arguments.js';

/** What a transcoder is asked for. */
export interface TranscoderOptions extends EncoderOptions {
  readonly limits: {readonly height: number; readonly frameRate: number};
  readonly clock: WorkerClock;
}

/** More recordings than this are more than a slow processor will ever catch up with. */
const MOST_WAITING = 2;
/** What is recorded is encoded again, so it is to be better than what will come of it. */
const RECORDING_QUALITY = 2;
/** A shorter one, at the end of a run, may have no frame in it. */
const SHORTEST_SECONDS = 0.4;
/** So many in a row that cannot be read may be bad luck. */
const MOST_MISSES = 2;
const INPUT = 'recording';
const OUTPUT = 'segment.ts';

/** Encodes by FFmpeg what a recorder has recorded. */
export class TranscodingEncoder implements SegmentEncoder {
  private readonly recorder: RelayRecorder;
  private readonly timeline: Timeline;
  private readonly frameRate: number;
  /** The first size is that of the whole run, even if a phone is turned. */
  private readonly size: {readonly width: number; readonly height: number};
  private began = 0;
  private bitrate: number;
  private encoded = 0;
  private waiting = 0;
  private misses = 0;
  private failed = false;
  private work: Promise<void> = Promise.resolve();
  private words = '';

  constructor(
    private readonly ffmpeg: FFmpeg,
    private readonly stream: MediaStream,
    private readonly options: TranscoderOptions,
    private readonly events: EncoderEvents,
  ) {
    const {videoBitrate, audioBitrate, clock} = options;
    this.bitrate = videoBitrate;
    this.frameRate = Math.round(Math.min(options.limits.frameRate, options.frameRate ?? this.given().frameRate ?? 30));
    this.size = sizeWithin(this.given(), options.limits.height);
    this.timeline = new Timeline(this.frameRate);
    this.recorder = new RelayRecorder(stream, {video: RECORDING_QUALITY * videoBitrate, audio: audioBitrate}, clock);
    ffmpeg.on('log', ({message}) => {
      // It always ends with that.
      this.words = message === 'Aborted()' ? this.words : message;
    });
  }

  get frames(): number {
    return this.encoded;
  }

  setVideoBitrate(bitrate: number): void {
    this.bitrate = bitrate;
  }

  async start(): Promise<void> {
    this.began = await this.recorder.start(this.options.segmentSeconds * 1000, (recording) => this.enqueue(recording));
  }

  async finish(): Promise<void> {
    const last = this.recorder.stop();
    this.enqueue(last);
    await this.work;
    this.options.clock.close();
    this.ffmpeg.terminate();
  }

  private enqueue(recording: Promise<Recording | undefined>): void {
    this.waiting++;
    this.work = this.work
      .then(async () => this.take(await recording))
      .catch((cause: unknown) => this.fail(cause))
      .finally(() => this.waiting--);
  }

  private async take(recording: Recording | undefined): Promise<void> {
    if (!recording || this.failed) {
      return;
    }
    const end = (recording.end - this.began) / 1000;
    const short = end - this.timeline.end < SHORTEST_SECONDS;
    if (short || recording.media.size === 0 || this.waiting > MOST_WAITING) {
      this.timeline.skip(end);
      return;
    }
    await this.transcode(recording.media, end);
  }

  private async transcode(media: Blob, end: number): Promise<void> {
    const slot = this.timeline.next(end);
    await this.ffmpeg.writeFile(INPUT, new Uint8Array(await media.arrayBuffer()));
    const exit = await this.ffmpeg.exec(
      transcodeArguments({
        input: INPUT,
        output: OUTPUT,
        slot,
        picture: this.picture(),
        audioBitrate: this.stream.getAudioTracks().length > 0 ? this.options.audioBitrate : undefined,
      }),
    );
    if (exit !== 0) {
      this.missed();
      return;
    }
    this.misses = 0;
    const bytes = (await this.ffmpeg.readFile(OUTPUT)) as Uint8Array<ArrayBuffer>;
    this.encoded += slot.frames;
    this.events.segment({bytes, duration: slot.duration});
  }

  /** A processor that has no time for the recorder leaves recordings without a frame; that may pass. */
  private missed(): void {
    this.misses++;
    if (this.misses > MOST_MISSES) {
      throw new Error(`FFmpeg: ${this.words}`);
    }
  }

  private picture(): Picture | undefined {
    if (this.stream.getVideoTracks().length === 0) {
      return undefined;
    }
    const {size, frameRate, bitrate} = this;
    return {...size, frameRate, bitrate};
  }

  private given(): MediaTrackSettings {
    return this.stream.getVideoTracks()[0]?.getSettings() ?? {};
  }

  private fail(cause: unknown): void {
    if (!this.failed) {
      this.failed = true;
      this.events.failed(cause);
    }
  }
}

function sizeWithin({width = 640, height = 480}: MediaTrackSettings, most: number): {width: number; height: number} {
  const scale = Math.min(1, most / height);
  return {width: 2 * Math.round((width * scale) / 2), height: 2 * Math.round((height * scale) / 2)};
}
