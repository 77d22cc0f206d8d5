import {ulid} from 'ulid';
import {ChalkStreamError} from './errors.js';

const SESSION_ID = /^[A-Za-z0-9\-._~]{1,128}$/;

/** An id that nobody can guess, and that sorts by the time of its making. */
export function randomId(): string {
  return ulid();
}

/** The session id itself if the server would take it. */
export function checkSessionId(id: string): string {
  if (!SESSION_ID.test(id) || id === '.' || id === '..') {
    throw new ChalkStreamError(
      'bad-config',
      'A sessionId has 1 to 128 of the characters A-Z a-z 0-9 - . _ ~ and is neither "." nor "..".',
    );
  }
  return id;
}

/** The public name of a session: its SHA-1. */
export function streamIdOf(sessionId: string): Promise<string> {
  return hexDigest('SHA-1', new TextEncoder().encode(sessionId));
}

/** The SHA-256 of a segment, which is its name. */
export function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hexDigest('SHA-256', bytes);
}

async function hexDigest(algorithm: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
