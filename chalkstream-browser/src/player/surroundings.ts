import type {PlayerEngine} from './config.js';
import {choose, type EngineFactory} from './engine.js';
import {HlsEngine} from './hls-engine.js';
import {NativeEngine} from './native-engine.js';

/** What a player needs of the world. */
export interface Surroundings {
  /** Address of the page, which relative addresses start from. */
  page(): string;
  fetch: typeof globalThis.fetch;
  /** The time, in milliseconds since 1970. */
  now(): number;
  after(milliseconds: number, step: () => void): void;
  /** What plays here; undefined where nothing does. */
  engineFor(wish: PlayerEngine, video: HTMLVideoElement): EngineFactory | undefined;
}

const FACTORIES: Record<'hls.js' | 'native', EngineFactory> = {
  'hls.js': HlsEngine.load,
  native: async (...parts) => new NativeEngine(...parts),
};

/** The browser that this runs in. */
export const browser: Surroundings = {
  page: () => document.baseURI,
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  after: (milliseconds, step) => {
    setTimeout(step, milliseconds);
  },
  engineFor: (wish, video) => {
    const choice = choose(wish, video);
    return choice && FACTORIES[choice];
  },
};
