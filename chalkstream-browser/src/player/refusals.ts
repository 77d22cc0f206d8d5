/** Why the server does not let somebody watch, and what they can do, by the code of the error. */
export const REFUSALS = {
  'link-missing':
    'This stream needs a signed link, and the address of this page has none. Ask the broadcaster for the link.',
  'link-invalid': 'This link is not valid. Perhaps it was cut short on its way. Ask the broadcaster for a new one.',
  'link-of-another-stream': 'This link is for another stream. Ask the broadcaster for a new one.',
  'link-expired': 'This link has expired. Ask the broadcaster for a new one.',
  unauthorized: 'You need to sign in to watch this stream. Sign in, then load this page again.',
  forbidden: 'You may not watch this stream. Ask the broadcaster to let you in.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Whether this is why the server does not let somebody watch. */
export function isRefusal(what: string): what is RefusalCode {
  return Object.hasOwn(REFUSALS, what);
}

/** What a 401 or 403 with this problem document (RFC 9457), or any other body, means. */
export function refusalOf(status: 401 | 403, body: string): RefusalCode {
  const kind = typeIn(body).split(':').pop() ?? '';
  if (kind.startsWith('link-') && isRefusal(kind)) {
    return kind;
  }
  return status === 401 ? 'unauthorized' : 'forbidden';
}

function typeIn(body: string): string {
  try {
    const {type} = JSON.parse(body) as {type?: unknown};
    return typeof type === 'string' ? type : '';
  } catch {
    // Not a problem document: the status says enough.
    return '';
  }
}
