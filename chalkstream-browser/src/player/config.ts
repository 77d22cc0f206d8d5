import type {RefusalCode} from './refusals.js';

/**
 * Where a stream is in its life, as far as this player knows:
 *
 * - `waiting`: it has not begun, and there is nothing to show
 * - `early`: it has not begun, and the server's waiting room is shown
 * - `live`: it is on air
 * - `stalled`: it is on air, but the picture stands still, as nothing new has come from its broadcaster
 * - `complete`: it is over, and its recording is shown
 * - `ended`: all of it has been shown; it may yet be taken up again
 * - `gone`: it is over, and no longer kept
 * - `unreachable`: the server does not answer, and there is nothing more to show; the player tries again
 * - `refused`: the server does not let this viewer watch; the error that follows says why
 * - `unplayable`: this browser can play no such streams
 */
export type PlayerState =
  | 'waiting'
  | 'early'
  | 'live'
  | 'stalled'
  | 'complete'
  | 'ended'
  | 'gone'
  | 'unreachable'
  | 'refused'
  | 'unplayable';

/** What plays: hls.js, the browser itself, or whichever of them is better here. */
export type PlayerEngine = 'auto' | 'hls.js' | 'native';

/**
 * What went wrong:
 *
 * - `not-allowed`: the browser wants a click before it plays
 * - `unplayable`: this browser can play no such streams
 * - `playback`: playing broke off, and begins anew
 * - `link-missing`, `link-invalid`, `link-of-another-stream`, `link-expired`: the stream needs a signed link
 * - `unauthorized`: the server wants to know who watches (401)
 * - `forbidden`: the server knows who watches, and does not allow it (403)
 */
export type PlayerErrorCode = 'not-allowed' | 'unplayable' | 'playback' | RefusalCode;

/** What a player could not do, in a sentence that a person can act on. */
export class ChalkStreamPlayerError extends Error {
  override readonly name = 'ChalkStreamPlayerError';

  constructor(
    readonly code: PlayerErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** What to play, and where. */
export interface ChalkStreamPlayerConfig {
  /** Shows the stream. Its `playbackRate` is the player's while the stream is live. */
  videoElement: HTMLVideoElement;
  /** The public id of the stream; needed unless `playlist` is given. */
  streamId?: string | undefined;
  /** Where Chalkstream is mounted, absolute or relative to the page; the root of the page's origin by default. */
  server?: string | URL | undefined;
  /** Address of the stream's playlist, instead of a server and a stream id. */
  playlist?: string | URL | undefined;
  /** What plays; `auto` by default, which is the browser itself where that is Safari, and hls.js elsewhere. */
  engine?: PlayerEngine | undefined;
  /** Called whenever the state changes. */
  onState?: ((state: PlayerState) => unknown) | undefined;
  /**
   * Called about once a second while a live picture plays, with how many seconds ago it was taken. This is an
   * estimate: the playlist dates a segment by its arrival at the server, so the time of the upload is not in
   * it, and the error of this computer's clock is.
   */
  onLatency?: ((seconds: number) => unknown) | undefined;
  /** Called for whatever goes wrong. The player goes on by itself where it can. */
  onError?: ((error: ChalkStreamPlayerError) => unknown) | undefined;
}

/** Address of the playlist that a configuration names. */
export function playlistOf(config: ChalkStreamPlayerConfig, page: string): string {
  if (config.playlist !== undefined) {
    return new URL(config.playlist, page).href;
  }
  if (!/^[0-9a-f]{40}$/.test(config.streamId ?? '')) {
    throw new TypeError('A streamId has 40 digits and letters from a to f; or give a playlist.');
  }
  const playlist = new URL(config.server ?? '/', page);
  // Set and not resolved: a path that begins with two slashes would be read as another server.
  playlist.pathname = `${playlist.pathname.replace(/\/*$/, '/')}playlist/${config.streamId}.m3u8`;
  playlist.search = '';
  playlist.hash = '';
  return playlist.href;
}
