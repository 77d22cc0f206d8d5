import {refusalOf, type RefusalCode} from './refusals.js';

/** What a playlist says of its stream, or why it may not be seen. */
export type Found = 'waiting' | 'early' | 'live' | 'complete' | 'gone' | 'unreachable' | RefusalCode;

const POSTER = /(^|\/)poster\.(ts|m4s)$/m;
const PLAYLIST = /^\uFEFF?#EXTM3U/;
const PATIENCE_MS = 10_000;

/** Whether this is the clip that is shown before the first segment of a stream. */
export function isPoster(url: string): boolean {
  return POSTER.test(url);
}

/** Asks the server where the stream is in its life, and waits so many milliseconds for the answer. */
export async function look(
  playlist: string,
  fetch: typeof globalThis.fetch,
  patience: number = PATIENCE_MS,
): Promise<Found> {
  try {
    const answer = await fetch(playlist, {cache: 'no-cache', signal: AbortSignal.timeout(patience)});
    return found(answer, await answer.text());
  } catch {
    // The network, or a server that is being started again: to be asked once more.
    return 'unreachable';
  }
}

function found({status, ok, redirected}: Response, text: string): Found {
  switch (status) {
    case 401:
    case 403:
      return refusalOf(status, text);
    case 404:
      return 'waiting';
    case 410:
      return 'gone';
    default:
      if (ok && PLAYLIST.test(text)) {
        return stateIn(text);
      }
      // Who is not signed in may be led to a page to sign in.
      return ok && redirected ? 'unauthorized' : 'unreachable';
  }
}

function stateIn(playlist: string): Found {
  if (isPoster(playlist)) {
    return 'early';
  }
  return playlist.includes('#EXT-X-ENDLIST') ? 'complete' : 'live';
}
