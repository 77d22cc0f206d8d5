import {
  BufferTarget,
  CmafOutputFormat,
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  NullTarget,
  Output,
} from 'mediabunny';

type Section = Uint8Array<ArrayBuffer>;

/** What adding up durations may be off by, in seconds; a frame is longer. */
const TOLERANCE = 0.001;

/**
 * The initialization sections of a run. There is one for each configuration that the encoder of the video has had, and
 * a configuration holds from the key frame on that comes with it.
 */
export class InitializationSections {
  private readonly videos: {readonly from: number; readonly config: VideoDecoderConfig}[] = [];
  private audio: AudioDecoderConfig | undefined;
  private latest: {readonly video: VideoDecoderConfig | undefined; readonly section: Promise<Section>} | undefined;

  /**
   * Takes note of a video packet.
   *
   * @param timestamp in seconds of the run
   */
  addVideo(timestamp: number, metadata: EncodedVideoChunkMetadata | undefined): void {
    const config = metadata?.decoderConfig;
    const before = this.videos.at(-1)?.config;
    if (config && !(before && isSame(config, before))) {
      this.videos.push({from: timestamp, config});
    }
  }

  /** Takes note of an audio packet. Its configuration is that of the first for the whole run. */
  addAudio(metadata: EncodedAudioChunkMetadata | undefined): void {
    this.audio ??= metadata?.decoderConfig;
  }

  /**
   * The section of the segment that ends at a time. Segments are asked for in their order.
   *
   * @param end in seconds of the run
   * @returns the same object as before, if it is the same section
   */
  before(end: number): Promise<Section> {
    while (this.videos[1] && this.videos[1].from < end - TOLERANCE) {
      this.videos.shift();
    }
    const video = this.videos[0]?.config;
    if (!this.latest || this.latest.video !== video) {
      this.latest = {video, section: sectionOf(video, this.audio)};
    }
    return this.latest.section;
  }
}

/** Has the muxer write what it writes in front of the first packet, and no packet. */
async function sectionOf(video?: VideoDecoderConfig, audio?: AudioDecoderConfig): Promise<Section> {
  const initTarget = new BufferTarget();
  const output = new Output({format: new CmafOutputFormat(), target: new NullTarget(), initTarget});
  if (video) {
    output.addVideoTrack(new EncodedVideoPacketSource('avc'), {decoderConfig: video});
  }
  if (audio) {
    output.addAudioTrack(new EncodedAudioPacketSource('aac'), {decoderConfig: audio});
  }
  await output.start();
  await output.finalize();
  if (!initTarget.buffer) {
    throw new Error('the muxer has written no initialization section');
  }
  return new Uint8Array(initTarget.buffer);
}

function isSame(one: VideoDecoderConfig, other: VideoDecoderConfig): boolean {
  return (
    one.codec === other.codec &&
    one.codedWidth === other.codedWidth &&
    one.codedHeight === other.codedHeight &&
    descriptionOf(one) === descriptionOf(other)
  );
}

function descriptionOf({description}: VideoDecoderConfig): string {
  if (!description) {
    return '';
  }
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength).join()
    : new Uint8Array(description).join();
}
