/** What a playlist says of its stream. */
export type Found = 'waiting' | 'early' | 'live' | 'complete' | 'gone' | 'unreachable';

const POSTER = /(^|\/)poster\.ts$/m;

/** Whether this is the clip that is shown before the first segment of a stream. */
export function isPoster(url: string): boolean {
  return POSTER.test(url);
}

/** Asks the server where the stream is in its life. */
export async function look(playlist: string, fetch: typeof globalThis.fetch): Promise<Found> {
  try {
    const answer = await fetch(playlist, {cache: 'no-cache'});
    if (answer.status === 404 || answer.status === 410) {
      return answer.status === 404 ? 'waiting' : 'gone';
    }
    return answer.ok ? found(await answer.text()) : 'unreachable';
  } catch {
    // The network, or a server that is being started again: to be asked once more.
    return 'unreachable';
  }
}

function found(text: string): Found {
  if (isPoster(text)) {
    return 'early';
  }
  return text.includes('#EXT-X-ENDLIST') ? 'complete' : 'live';
}
