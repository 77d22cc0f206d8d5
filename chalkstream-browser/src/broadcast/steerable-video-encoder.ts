import {CustomVideoEncoder, EncodedPacket, registerEncoder, type VideoCodec, type VideoSample} from 'mediabunny';
import {ChalkStreamError} from './errors.js';
import {PacketTimes} from './packet-times.js';

/** More frames than this in the encoder are delay, and nothing else. */
const QUEUED_FRAMES = 3;
/** High, main and constrained baseline profile. */
const PROFILES = ['6400', '4d00', '42e0'];

/** Says what the bitrate is to be, while an encoder is at work. */
export class Steering {
  constructor(
    /** Bits per second; taken up with the next key frame. */
    public bitrate: number,
    /**
     * Where the parameter sets go: into the packets (`annexb`), as a transport stream has them, or into the description
     * of the decoder (`avc`), as MP4 has it.
     */
    readonly format: AvcBitstreamFormat = 'annexb',
  ) {}

  /** Makes the encoder of this configuration, and of no other on the page, one that can be steered. */
  adopt(config: VideoEncoderConfig): void {
    if (!registered) {
      registerEncoder(SteerableVideoEncoder);
      registered = true;
    }
    steered.set(config, this);
  }
}

const steered = new WeakMap<VideoEncoderConfig, Steering>();
let registered = false;

/**
 * The configuration to use of one that is wished for: its profile of H.264 may be simpler than asked for.
 *
 * @returns undefined if this browser does not encode H.264 of that size at all
 */
export async function supportedConfig(wish: VideoEncoderConfig): Promise<VideoEncoderConfig | undefined> {
  if (typeof VideoEncoder === 'undefined') {
    return undefined;
  }
  const level = wish.codec.slice(-2);
  for (const codec of [wish.codec, ...PROFILES.map((profile) => `avc1.${profile}${level}`)]) {
    const config = {...wish, codec};
    const {supported} = await VideoEncoder.isConfigSupported(config).catch(() => ({supported: false}));
    if (supported) {
      return config;
    }
  }
  return undefined;
}

/**
 * WebCodecs' encoder, whose bitrate changes in mid-stream. A change waits for a key frame, which begins the
 * next segment. In a transport stream every key frame comes with its own parameter sets (Annex B), so no decoder and
 * no player notices that the encoder is another one from there on. In MP4 they are in the initialization section,
 * which holds for whole segments.
 */
export class SteerableVideoEncoder extends CustomVideoEncoder {
  private encoder: VideoEncoder | undefined;
  private current!: VideoEncoderConfig;
  private renew = false;
  private readonly times = new PacketTimes((packet, metadata) => this.onPacket(packet, metadata));

  static override supports(_codec: VideoCodec, config: VideoEncoderConfig): boolean {
    return steered.has(config);
  }

  async init(): Promise<void> {
    const config = await supportedConfig({
      ...this.config,
      bitrate: this.steering.bitrate,
      latencyMode: 'realtime',
      avc: {format: this.steering.format},
    });
    if (!config) {
      const {width, height} = this.config;
      throw new ChalkStreamError('no-encoder', `This browser cannot encode H.264 of ${width} x ${height} pixels.`);
    }
    this.current = config;
    this.open();
  }

  async encode(sample: VideoSample, options: VideoEncoderEncodeOptions): Promise<void> {
    const reopened = this.renew;
    if (reopened && this.isMp4 && !options.keyFrame) {
      // Another encoder may have other parameter sets, and the segment has its initialization section already.
      return;
    }
    if (reopened) {
      this.open();
    } else if (options.keyFrame && this.steering.bitrate !== this.current.bitrate) {
      this.current = {...this.current, bitrate: this.steering.bitrate};
      this.encoder?.configure(this.current);
    }
    const frame = sample.toVideoFrame();
    try {
      this.encoder?.encode(frame, reopened ? {...options, keyFrame: true} : options);
    } finally {
      frame.close();
    }
    await this.settle();
  }

  async flush(): Promise<void> {
    if (this.encoder?.state === 'configured') {
      await this.encoder.flush();
    }
    this.times.end();
  }

  close(): void {
    if (this.encoder && this.encoder.state !== 'closed') {
      this.encoder.close();
      this.wake();
    }
  }

  private get isMp4(): boolean {
    return this.steering.format === 'avc';
  }

  private get steering(): Steering {
    const steering = steered.get(this.config);
    if (!steering) {
      throw new Error('an encoder that nobody steers');
    }
    return steering;
  }

  private open(): void {
    this.renew = false;
    this.encoder = new VideoEncoder({
      output: (chunk, metadata) => this.take(EncodedPacket.fromEncodedChunk(chunk), metadata),
      error: (error) => this.fail(error),
    });
    this.encoder.configure(this.current);
  }

  private take(packet: EncodedPacket, metadata: EncodedVideoChunkMetadata | undefined): void {
    if (this.isMp4) {
      this.times.add(packet, metadata);
    } else {
      this.onPacket(packet, metadata);
    }
  }

  /** A hardware encoder may fail, or be taken away while the page is hidden, where another one will do. */
  private fail(error: DOMException): void {
    this.wake();
    const reclaimed = error.name === 'QuotaExceededError';
    if (!reclaimed && this.current.hardwareAcceleration === 'prefer-software') {
      this.onError(error);
      return;
    }
    if (!reclaimed) {
      this.current = {...this.current, hardwareAcceleration: 'prefer-software'};
    }
    this.renew = true;
  }

  /** An encoder that is gone takes no frame out of its queue, and is not to be waited for. */
  private wake(): void {
    this.encoder?.dispatchEvent(new Event('dequeue'));
  }

  /** Waits until the encoder has room again; who feeds it drops frames meanwhile. */
  private async settle(): Promise<void> {
    const {encoder} = this;
    while (encoder && encoder.state === 'configured' && encoder.encodeQueueSize > QUEUED_FRAMES) {
      await new Promise((resolve) => encoder.addEventListener('dequeue', resolve, {once: true}));
    }
  }
}
