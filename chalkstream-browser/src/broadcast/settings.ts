import type {QueueLimits} from '../upload/upload-queue.js';
import type {ChalkStreamConfig} from './config.js';
import {ChalkStreamError} from './errors.js';
import {checkSessionId, randomId} from './identity.js';
import type {Container} from './segment-encoder.js';

/** A configuration that has been checked, with its defaults. */
export interface Settings {
  readonly server: URL;
  readonly sessionId: string;
  readonly container: Container;
  readonly segmentSeconds: number;
  readonly videoBitrate: number;
  readonly audioBitrate: number;
  readonly frameRate: number | undefined;
  readonly queue: QueueLimits;
}

const QUEUED_MS = 60_000;
const QUEUED_BYTES = 64 * 1024 * 1024;

/**
 * Checks a configuration.
 *
 * @param page the page's address
 * @throws ChalkStreamError `bad-config`, naming the option
 */
export function settingsOf(config: ChalkStreamConfig, page: string): Settings {
  const chunkLength = within(config, 'chunkLength', 1000, 60_000, 6000);
  checkKind(config);
  return {
    server: serverUrl(config.ingestServer ?? '/', page),
    sessionId: checkSessionId(config.sessionId ?? randomId()),
    container: containerOf(config),
    segmentSeconds: chunkLength / 1000,
    videoBitrate: Math.round(within(config, 'videoBitrate', 50_000, 50_000_000, 2_500_000)),
    audioBitrate: Math.round(within(config, 'audioBitrate', 16_000, 512_000, 128_000)),
    frameRate: config.frameRate === undefined ? undefined : within(config, 'frameRate', 1, 120, 0),
    queue: {
      segments: within(config, 'maxQueuedSegments', 2, 10_000, Math.max(2, Math.ceil(QUEUED_MS / chunkLength))),
      bytes: within(config, 'maxQueuedBytes', 1, Number.MAX_SAFE_INTEGER, QUEUED_BYTES),
    },
  };
}

type NumberOption =
  | 'chunkLength'
  | 'videoBitrate'
  | 'audioBitrate'
  | 'frameRate'
  | 'maxQueuedSegments'
  | 'maxQueuedBytes';

function within(config: ChalkStreamConfig, option: NumberOption, least: number, most: number, other: number): number {
  const value = config[option] ?? other;
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw bad(`${option} is a number from ${least} to ${most}, not ${String(value)}.`);
  }
  return value;
}

function containerOf({container = 'cmaf'}: ChalkStreamConfig): Container {
  if (container !== 'cmaf' && container !== 'ts') {
    throw bad(`container is 'cmaf' or 'ts', not ${String(container)}.`);
  }
  return container;
}

function checkKind({encoder, transcoder, video, audio, screen, mediaStream}: ChalkStreamConfig): void {
  if (encoder === 'ffmpeg' && !transcoder) {
    throw bad("encoder: 'ffmpeg' needs a transcoder, such as ffmpegTranscoder of chalkstream/ffmpeg makes.");
  }
  if (video === false && audio === false && !screen && !mediaStream) {
    throw bad('There is nothing to broadcast: video and audio are both false.');
  }
}

/** A path without a slash at its end is a directory too: a mount has no file name. */
function serverUrl(server: string | URL, page: string): URL {
  let url: URL;
  try {
    url = new URL(server, page);
  } catch {
    throw bad(`ingestServer is an address such as https://live.example/app/live/, not ${String(server)}.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw bad(`ingestServer is an http or https address, not ${url.protocol}.`);
  }
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/*$/, '/');
  return url;
}

function bad(message: string): ChalkStreamError {
  return new ChalkStreamError('bad-config', message);
}
