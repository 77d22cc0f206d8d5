import type {Authorization} from '../upload/ingest-client.js';
import type {DropReason} from '../upload/upload-queue.js';
import type {ChalkStreamError} from './errors.js';
import type {Container, SegmentEncoderFactory} from './segment-encoder.js';
import type {BroadcastState} from './state.js';
import type {StreamStats} from './stats.js';

/** How a broadcast is set up. Everything has a default. */
export interface ChalkStreamConfig {
  /** Shows the broadcaster what is captured, muted. */
  videoElement?: HTMLVideoElement | null | undefined;
  /** What to broadcast, instead of a camera and a microphone that are asked for. It is not stopped by `close()`. */
  mediaStream?: MediaStream | undefined;
  /** Where Chalkstream is mounted, absolute or relative to the page; the root of the page's origin by default. */
  ingestServer?: string | URL | undefined;
  /**
   * The secret under which to publish: 1 to 128 of `A-Z a-z 0-9 - . _ ~`. A random ULID by default. The same
   * id again carries on the same stream.
   */
  sessionId?: string | undefined;
  /** The length of a segment, in milliseconds, 1000 to 60000; 6000 by default. Viewers are about three behind. */
  chunkLength?: number | undefined;
  /**
   * What segments are: `cmaf`, the default, are fragments of MP4, `ts` are MPEG transport streams. A stream is of one
   * container until it expires: where it is of the other already, the broadcast goes on with that. A transcoder may
   * make `ts` only.
   */
  container?: Container | undefined;
  /** Value of the `Authorization` header of every request, or what makes one, asked before each. */
  authorization?: Authorization | undefined;

  /** Whether to ask for a camera, or for what kind; true, which is 1280 x 720 where there is such, by default. */
  video?: boolean | MediaTrackConstraints | undefined;
  /** Whether to ask for a microphone, or for what kind; true by default. */
  audio?: boolean | MediaTrackConstraints | undefined;
  /**
   * Asks for a screen, window or tab instead of the camera; false by default. The sound is still the
   * microphone's, unless these options ask for the computer's.
   */
  screen?: boolean | DisplayMediaStreamOptions | undefined;
  /** The video's bitrate in bits per second, 50000 to 50000000; 2500000 by default. A slow uplink lowers it. */
  videoBitrate?: number | undefined;
  /** The audio's bitrate in bits per second, 16000 to 512000; 128000 by default. */
  audioBitrate?: number | undefined;
  /** Frames per second, 1 to 120; by default what the camera gives, at most 30 of a screen. */
  frameRate?: number | undefined;

  /** How many segments may wait for the uplink, 2 or more; by default as many as make 60 seconds. */
  maxQueuedSegments?: number | undefined;
  /** How many bytes may wait for the uplink; 67108864 by default. */
  maxQueuedBytes?: number | undefined;
  /** Whether to mark the stream as complete when the page goes away in mid-stream; true by default. */
  completeOnClose?: boolean | undefined;
  /** Encodes where this browser cannot; `ffmpegTranscoder` of `chalkstream/ffmpeg` makes one. */
  transcoder?: SegmentEncoderFactory | undefined;
  /** What encodes: `auto`, the default, takes the transcoder only where the browser cannot; `ffmpeg` always does. */
  encoder?: 'auto' | 'webcodecs' | 'ffmpeg' | undefined;

  /** Called when the stream can be started, with the public stream id. */
  onReady?: ((streamId: string) => unknown) | undefined;
  /**
   * Called whenever the state changes, or what the server says about it, which is the second argument where it has
   * answered. The stream can be watched from the first `live` on.
   */
  onState?: ((state: BroadcastState, detail?: string) => unknown) | undefined;
  /** Called when the camera is being sent. Whether the server takes it, `onState` says. */
  onStreamStart?: ((streamId: string) => unknown) | undefined;
  /** Called when the stream has stopped, for whatever reason, and all that could be sent has been. */
  onStreamStop?: ((streamId: string) => unknown) | undefined;
  /** Called for each segment that is encoded, with its number from 0 and its length in bytes. */
  onChunkEncoded?: ((sequence: number, length: number) => unknown) | undefined;
  /** Called for each segment that the server has taken. */
  onChunkUploaded?: ((sequence: number, length: number) => unknown) | undefined;
  /** Called for each segment that will be missing from the stream. */
  onSegmentDropped?: ((sequence: number, reason: DropReason, detail: string) => unknown) | undefined;
  /** Called about once a second while streaming, in background tabs too. */
  onStats?: ((stats: StreamStats) => unknown) | undefined;
  /** Called for whatever goes wrong. Without it, `init()` and `start()` reject instead. */
  onError?: ((error: ChalkStreamError) => unknown) | undefined;
}

/** The same as {@link ChalkStreamConfig}. */
export type StreamOptions = ChalkStreamConfig;
