/**
 * The Chalkstream server that a page belongs to: what `?server=` says, or else the page's own
 * `<meta name="chalkstream-server">`. It is always of the page's own origin: a link must not be able to send
 * what somebody broadcasts anywhere else.
 */
export function serverOf(address: URL, base: string, meta: string | null): URL {
  return askedServer(address) ?? new URL(meta ?? '../', base);
}

function askedServer(address: URL): URL | undefined {
  const asked = address.searchParams.get('server');
  if (asked === null || !URL.canParse(asked, address)) {
    return undefined;
  }
  const server = new URL(asked, address);
  return isSameSite(server, address) ? server : undefined;
}

/**
 * Whether an address is of the page's own server, whatever is made of it. The origin of a `blob:` address is that of
 * its page, and a path that begins with two slashes would name another server if it were resolved once more.
 */
function isSameSite(server: URL, page: URL): boolean {
  const {protocol, origin, username, password, pathname} = server;
  return (
    protocol === page.protocol &&
    origin === page.origin &&
    username + password === '' &&
    !pathname.startsWith('//')
  );
}

/** The stream that a play page's address names: behind its hash, or else as the last part of its path. */
export function streamOf(address: URL): string | undefined {
  const id = /[0-9a-f]{40}$/;
  return id.exec(address.hash)?.[0] ?? id.exec(address.pathname)?.[0];
}

/** The server that this page belongs to. */
export function thisServer(): URL {
  const meta = document.querySelector('meta[name="chalkstream-server"]');
  return serverOf(new URL(location.href), document.baseURI, meta?.getAttribute('content') ?? null);
}

/** The element of the page with this id. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`The page has no #${id}.`);
  }
  return found as T;
}

/** Address of the page on which a stream is watched, absolute. */
export function playPageOf(address: URL, base: string, meta: string | null, stream: string): string {
  const page = new URL(`${meta ?? 'play.html#'}${stream}`, base);
  const server = askedServer(address);
  if (server) {
    page.searchParams.set('server', server.pathname);
  }
  return page.href;
}

/** Address of the page on which this stream is watched. */
export function thisPlayPage(stream: string): string {
  const meta = document.querySelector('meta[name="chalkstream-play"]');
  return playPageOf(new URL(location.href), document.baseURI, meta?.getAttribute('content') ?? null, stream);
}
