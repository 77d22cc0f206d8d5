export {ChalkStreamVideo, ChalkStreamVideo as ChalkstreamVideo} from './video.js';
export type {ChalkStreamRef, ChalkStreamVideoProps} from './video.js';
export {ChalkStreamPlayback, type ChalkStreamPlaybackProps} from './playback.js';
