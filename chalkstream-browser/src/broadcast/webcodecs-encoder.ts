import {
  BufferTarget,
  canEncodeAudio,
  CmafOutputFormat,
  HlsOutputFormat,
  MediaStreamAudioTrackSource,
  MediaStreamVideoTrackSource,
  MpegTsOutputFormat,
  NullTarget,
  Output,
  PathedTarget,
  Quality,
  type Target,
} from 'mediabunny';
import {ChalkStreamError} from './errors.js';
import {even, Framer} from './framer.js';
import {InitializationSections} from './initialization-sections.js';
import type {EncoderEvents, EncoderOptions, SegmentEncoder} from './segment-encoder.js';
import {Steering, supportedConfig} from './steerable-video-encoder.js';

/** The muxer remembers what it has listed; it need not remember more than what it lists next to. */
const REMEMBERED_SEGMENTS = 2;
const SEGMENT = 'segment';
const MOST_CHANNELS = 2;
const MOST_PIXELS_OF_LEVEL_4 = 8192 * 16 * 16;

/** Whether this browser encodes H.264, of the size that the stream has. */
export async function encodesVideo(stream: MediaStream): Promise<boolean> {
  const [track] = stream.getVideoTracks();
  if (!track) {
    return true;
  }
  const {width, height} = track.getSettings();
  const size = {width: even(width || 1280), height: even(height || 720)};
  const codec = size.width * size.height > MOST_PIXELS_OF_LEVEL_4 ? 'avc1.640033' : 'avc1.640028';
  return (await supportedConfig({codec, ...size, avc: {format: 'annexb'}})) !== undefined;
}

/** Sees to an encoder of AAC: the browser's own, or one that is fetched where there is none. */
export async function provideAudioEncoder(): Promise<void> {
  if (await canEncodeAudio('aac')) {
    return;
  }
  try {
    const {registerAacEncoder} = await import('@mediabunny/aac-encoder');
    registerAacEncoder();
  } catch (cause) {
    throw new ChalkStreamError('no-encoder', 'The encoder of the sound could not be loaded. Try again.', {cause});
  }
}

/** Encodes with what the browser has, and cuts segments at key frames. */
export class WebCodecsEncoder implements SegmentEncoder {
  private readonly steering: Steering;
  private readonly framer = new Framer();
  private readonly output: Output;
  private written: Target | undefined;
  private readonly hasVideo: boolean;
  private encoded = 0;
  /** When the latest video frame is shown, and when the next segment begins, in seconds of the run. */
  private latestFrameAt = -1;
  private position = 0;
  private failed = false;
  /** What transport streams do without. */
  private readonly sections: InitializationSections | undefined;
  private handing: Promise<void> = Promise.resolve();

  constructor(
    stream: MediaStream,
    private readonly options: EncoderOptions,
    private readonly events: EncoderEvents,
  ) {
    const isMp4 = options.container === 'cmaf';
    this.sections = isMp4 ? new InitializationSections() : undefined;
    this.steering = new Steering(options.videoBitrate, isMp4 ? 'avc' : 'annexb');
    this.output = new Output({format: this.format(), target: segmentsOnly()});
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    this.hasVideo = video !== undefined;
    if (video) {
      this.addVideo(video as MediaStreamVideoTrack);
    }
    if (audio) {
      this.addAudio(audio as MediaStreamAudioTrack);
    }
  }

  get frames(): number {
    return this.encoded;
  }

  setVideoBitrate(bitrate: number): void {
    this.steering.bitrate = bitrate;
  }

  start(): Promise<void> {
    return this.output.start();
  }

  async finish(): Promise<void> {
    if (this.failed) {
      await this.output.cancel();
    } else {
      await this.output.finalize();
    }
    await this.handing;
  }

  private format(): HlsOutputFormat {
    return new HlsOutputFormat({
      segmentFormat: this.sections ? new CmafOutputFormat() : new MpegTsOutputFormat(),
      getSegmentPath: () => SEGMENT,
      live: true,
      targetDuration: this.options.segmentSeconds,
      maxLiveSegmentCount: REMEMBERED_SEGMENTS,
      onSegment: (target) => {
        this.written = target;
      },
      // A segment's duration is known only when the next one begins, and said in the playlist only.
      onPlaylist: (playlist) => this.handOver(lastDuration(playlist)),
    });
  }

  private addVideo(track: MediaStreamVideoTrack): void {
    // A screen that stands still gives no frames, but the stream must go on: so there always is a frame rate.
    const frameRate = this.options.frameRate ?? (track.getSettings().frameRate || 30);
    const source = new MediaStreamVideoTrackSource(
      track,
      {
        codec: 'avc',
        quality: new Quality({bitrate: this.options.videoBitrate}),
        keyFrameInterval: this.options.segmentSeconds,
        sizeChangeBehavior: 'passThrough',
        transform: {process: (sample) => this.framer.frame(sample)},
        onEncoderConfig: (config) => {
          config.framerate = frameRate;
          this.steering.adopt(config);
        },
        onEncodedPacket: ({timestamp}, metadata) => {
          this.sections?.addVideo(timestamp, metadata);
          this.encoded++;
          this.latestFrameAt = timestamp;
        },
      },
      {frameRate},
    );
    source.errorPromise.catch((cause: unknown) => this.fail(cause));
    this.output.addVideoTrack(source);
  }

  private addAudio(track: MediaStreamAudioTrack): void {
    const {channelCount = 1} = track.getSettings();
    const source = new MediaStreamAudioTrackSource(track, {
      codec: 'aac',
      quality: new Quality({bitrate: this.options.audioBitrate}),
      onEncodedPacket: (_packet, metadata) => this.sections?.addAudio(metadata),
      ...(channelCount > MOST_CHANNELS ? {transform: {numberOfChannels: MOST_CHANNELS}} : {}),
    });
    source.errorPromise.catch((cause: unknown) => this.fail(cause));
    this.output.addAudioTrack(source);
  }

  private handOver(duration: number): void {
    const target = this.written;
    this.written = undefined;
    // Sound ends a little after the picture. By itself it would be a segment without one, and a discontinuity.
    const soundOnly = this.hasVideo && this.latestFrameAt < this.position;
    if (target instanceof BufferTarget && target.buffer && !soundOnly) {
      this.position += duration;
      const bytes = new Uint8Array(target.buffer);
      const section = this.sections?.before(this.position);
      this.handing = this.handing
        .then(async () => this.events.segment({bytes, duration, initialization: await section}))
        .catch((cause: unknown) => this.fail(cause));
    }
  }

  private fail(cause: unknown): void {
    if (!this.failed) {
      this.failed = true;
      this.events.failed(cause);
    }
  }
}

/**
 * Keeps the segments, one at a time, and lets go of the playlists, which the server writes itself, and of the
 * initialization section, which would be that of the first segment for all.
 */
function segmentsOnly(): PathedTarget<Target> {
  const target = (path: string) => (path.endsWith(SEGMENT) ? new BufferTarget() : new NullTarget());
  return new PathedTarget<Target>('live.m3u8', ({path}) => target(path));
}

function lastDuration(playlist: string): number {
  const last = playlist.lastIndexOf('#EXTINF:');
  return last < 0 ? 0 : Number.parseFloat(playlist.slice(last + '#EXTINF:'.length));
}
