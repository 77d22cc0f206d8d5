/** What segments are: fragments of MP4 by the rules of CMAF, or MPEG transport streams. */
export type Container = 'cmaf' | 'ts';

/** What comes out of an encoder: something that a player can start with. */
export interface EncodedSegment {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How long it plays, in seconds, as its timestamps say. */
  readonly duration: number;
  /**
   * The initialization section, if it is a fragment of MP4 and not an MPEG transport stream: the same object as that of
   * the segment before, unless the section has changed.
   */
  readonly initialization?: Uint8Array<ArrayBuffer> | undefined;
}

/** What an encoder is asked for. */
export interface EncoderOptions {
  /** What to make; an encoder that cannot makes the other one. */
  readonly container: Container;
  /** The length of a segment, in seconds; the last one may be shorter. */
  readonly segmentSeconds: number;
  /** Bits per second. */
  readonly videoBitrate: number;
  /** Bits per second. */
  readonly audioBitrate: number;
  /** Frames per second; what the source gives if undefined. */
  readonly frameRate: number | undefined;
}

/** Who takes the segments. */
export interface EncoderEvents {
  /** The next segment is ready: they come in order, and their timestamps go on from one to the next. */
  segment(segment: EncodedSegment): void;
  /** No further segment will come. */
  failed(cause: unknown): void;
}

/** Makes segments of what a media stream shows, for one run. */
export interface SegmentEncoder {
  /** Begins to encode. */
  start(): Promise<void>;
  /** Encodes what is left, hands over the last segment and releases everything. */
  finish(): Promise<void>;
  /** Changes the video's bitrate from the next segment on, in bits per second. */
  setVideoBitrate(bitrate: number): void;
  /** How many video frames have been encoded. */
  readonly frames: number;
}

/** Makes an encoder for one run. */
export type SegmentEncoderFactory = (
  stream: MediaStream,
  options: EncoderOptions,
  events: EncoderEvents,
) => Promise<SegmentEncoder>;
