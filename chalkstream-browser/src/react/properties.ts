import type {ChalkStreamConfig} from '../broadcast/config.js';

/** The functions of a configuration. */
export const CALLBACKS = [
  'onReady',
  'onState',
  'onStreamStart',
  'onStreamStop',
  'onChunkEncoded',
  'onChunkUploaded',
  'onSegmentDropped',
  'onStats',
  'onError',
] as const satisfies readonly (keyof ChalkStreamConfig)[];

export type Callbacks = Pick<ChalkStreamConfig, (typeof CALLBACKS)[number]>;

const OPTIONS = [
  ...CALLBACKS,
  'mediaStream',
  'ingestServer',
  'sessionId',
  'chunkLength',
  'container',
  'authorization',
  'video',
  'audio',
  'screen',
  'videoBitrate',
  'audioBitrate',
  'frameRate',
  'maxQueuedSegments',
  'maxQueuedBytes',
  'completeOnClose',
  'transcoder',
  'encoder',
] as const satisfies readonly (keyof ChalkStreamConfig)[];

type Missing = Exclude<keyof ChalkStreamConfig, (typeof OPTIONS)[number] | 'videoElement'>;
/** Does not compile when the configuration has an option that is not in the list. */
const NAMES: ReadonlySet<string> = new Set<string>(OPTIONS satisfies [Missing] extends [never] ? unknown : never);

/** Tells the configuration of a broadcast from what is for the video element. */
export function split<P extends object>(props: P): {config: ChalkStreamConfig; rest: Omit<P, keyof ChalkStreamConfig>} {
  const entries = Object.entries(props);
  const of = (mine: boolean) => Object.fromEntries(entries.filter(([name]) => NAMES.has(name) === mine));
  return {config: of(true), rest: of(false) as Omit<P, keyof ChalkStreamConfig>};
}
