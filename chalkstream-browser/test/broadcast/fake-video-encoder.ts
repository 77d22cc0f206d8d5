/** What comes out of an encoder, of one byte. */
export class FakeChunk {
  readonly type = 'key';
  readonly byteLength = 1;

  constructor(
    readonly timestamp: number,
    readonly duration: number,
  ) {}

  copyTo(): void {}
}

/** An encoder that keeps what it is told, and fails when it is told to. */
export class FakeVideoEncoder extends EventTarget {
  static readonly all: FakeVideoEncoder[] = [];
  /** The beginnings of the codec strings that can be encoded. */
  static codecs = ['avc1.64'];

  static async isConfigSupported(config: VideoEncoderConfig): Promise<{supported: boolean}> {
    return {supported: FakeVideoEncoder.codecs.some((codec) => config.codec.startsWith(codec))};
  }

  readonly configured: VideoEncoderConfig[] = [];
  /** Of each frame, the bitrate in force, with a K in front if it had to be a key frame. */
  readonly frames: string[] = [];
  state: CodecState = 'unconfigured';
  encodeQueueSize = 0;

  constructor(private readonly init: VideoEncoderInit) {
    super();
    FakeVideoEncoder.all.push(this);
  }

  configure(config: VideoEncoderConfig): void {
    this.state = 'configured';
    this.configured.push(config);
  }

  encode(_frame: unknown, {keyFrame}: VideoEncoderEncodeOptions): void {
    this.frames.push(`${keyFrame ? 'K' : ''}${this.configured.at(-1)?.bitrate}`);
  }

  async flush(): Promise<void> {
    this.frames.push('flush');
  }

  close(): void {
    this.state = 'closed';
  }

  fail(name: string): void {
    this.state = 'closed';
    this.init.error(new DOMException('gone', name));
  }

  /** Puts out a packet, at a time and for as long, in microseconds. */
  puts(timestamp: number, duration: number): void {
    const chunk = new FakeChunk(timestamp, duration);
    this.init.output(chunk as unknown as EncodedVideoChunk, undefined);
  }

  /** Lets one frame out. */
  dequeue(): void {
    this.encodeQueueSize--;
    this.dispatchEvent(new Event('dequeue'));
  }
}
