import {look} from '../player/look.js';

/**
 * Who may watch a stream, as far as this page can tell:
 *
 * - `everyone`: who has its link
 * - `signed`: who has a signed link, which whoever runs the server makes
 * - `admitted`: whom the server lets in by other means
 * - `unknown`: the server has not said
 */
export type Audience = 'everyone' | 'signed' | 'admitted' | 'unknown';

const PATIENCE_MS = 5000;

/** Finds out what becomes of a viewer who brings nothing but the stream's id. */
export async function audienceOf(
  server: URL,
  stream: string,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): Promise<Audience> {
  const playlist = new URL(`playlist/${stream}.m3u8`, server);
  // By the query, the server knows that this is nobody's audience.
  playlist.search = '?preview';
  switch (await look(playlist.href, fetch, PATIENCE_MS)) {
    case 'link-missing':
    case 'link-invalid':
    case 'link-expired':
    case 'link-of-another-stream':
      return 'signed';
    case 'unauthorized':
    case 'forbidden':
      return 'admitted';
    case 'unreachable':
      return 'unknown';
    default:
      return 'everyone';
  }
}
