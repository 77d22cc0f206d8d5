export {ChalkStream} from './broadcast/chalkstream.js';
export type {ChalkStreamConfig, StreamOptions} from './broadcast/config.js';
export {ChalkStreamError, type ChalkStreamErrorCode} from './broadcast/errors.js';
export type {
  Container,
  EncodedSegment,
  EncoderEvents,
  EncoderOptions,
  SegmentEncoder,
  SegmentEncoderFactory,
} from './broadcast/segment-encoder.js';
export type {BroadcastState} from './broadcast/state.js';
export type {StreamStats} from './broadcast/stats.js';
export type {Authorization} from './upload/ingest-client.js';
export type {DropReason} from './upload/upload-queue.js';
export {ChalkStreamPlayer} from './player/player.js';
export {
  ChalkStreamPlayerError,
  type ChalkStreamPlayerConfig,
  type PlayerEngine,
  type PlayerErrorCode,
  type PlayerState,
} from './player/config.js';
