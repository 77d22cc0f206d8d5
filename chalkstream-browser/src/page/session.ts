const SESSION = 'chalkstream-session';
const TOKEN = 'chalkstream-token';
const VALID = /^(?!\.\.?$)[A-Za-z0-9\-._~]{1,128}$/;

/** What of a browser a tab remembers things in. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The session id that an address gives behind its hash, if it is one. */
export function sessionIn(hash: string): string | undefined {
  const session = new URLSearchParams(hash.replace(/^#/, '')).get('session');
  return session !== null && VALID.test(session) ? session : undefined;
}

/** The secrets of a tab: they outlive a reload, and no more. */
export class Secrets {
  constructor(private readonly memory: Memory) {}

  get session(): string | undefined {
    return this.memory.getItem(SESSION) ?? undefined;
  }

  get token(): string {
    return this.memory.getItem(TOKEN) ?? '';
  }

  keepSession(session: string): void {
    this.memory.setItem(SESSION, session);
  }

  keepToken(token: string): void {
    this.memory.setItem(TOKEN, token);
  }

  forgetSession(): void {
    this.memory.removeItem(SESSION);
  }
}

/** Takes a session id out of the address, where others might see it, into what the tab remembers. */
export function takeSession(secrets: Secrets): void {
  const session = sessionIn(location.hash);
  if (session !== undefined) {
    secrets.keepSession(session);
    // Of a path that begins with two slashes, the path alone would be the address of another server.
    const address = new URL(location.href);
    address.hash = '';
    history.replaceState(null, '', address);
  }
}
