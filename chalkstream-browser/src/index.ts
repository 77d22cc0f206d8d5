export {ChalkStream} from './broadcast/chalkstream.js';
export type {ChalkStreamConfig, StreamOptions} from './broadcast/config.js';
export {ChalkStreamPlayer} from './player/player.js';
