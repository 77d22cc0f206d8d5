import {parseRetryAfter} from './retry.js';
import type {Segment} from './segment.js';

/** What came of a request. */
export type Outcome =
  /** The server has what it was sent, and keeps it. */
  | {readonly kind: 'taken'}
  /**
   * The same request may be taken later; after so many milliseconds, if the server says so. Without a status,
   * the server has not answered.
   */
  | {readonly kind: 'later'; readonly reason: string; readonly retryAfter?: number; readonly status?: number}
  /** The server does not have the initialization section that the segment needs, or not any more. */
  | {readonly kind: 'needs-initialization'; readonly reason: string}
  /** This request will never be taken; another may, if the code is `rejected`. */
  | {readonly kind: 'never'; readonly code: Refusal; readonly reason: string};

/**
 * Why a request will never be taken. All but `rejected` concern every request of the run. `unauthorized` asks for
 * other credentials (401), `forbidden` says that these do not allow it (403). `other-container` says that the stream is
 * of another container than the segment.
 */
export type Refusal = 'rejected' | 'superseded' | 'other-container' | 'unauthorized' | 'forbidden' | 'wrong-server';

/** A value of the `Authorization` header, or what makes one, asked before each request. */
export type Authorization = string | (() => string | Promise<string>);

/** Whom a run talks to, and as whom. */
export interface IngestTarget {
  /** Where Chalkstream is mounted, with a slash at its end. */
  readonly server: URL;
  readonly sessionId: string;
  /** The id of this run. */
  readonly run: string;
  /** The longest duration to come, in whole seconds. */
  readonly targetDuration: number;
  readonly authorization?: Authorization | undefined;
}

const MICROSECOND_DIGITS = 6;
/** What Chalkstream answers to what it has stored. */
const ACCEPTED = 202;
const PRECONDITION_FAILED = 412;

/** Speaks the ingest protocol: one request at a time, without trying again. */
export class IngestClient {
  constructor(
    private readonly target: IngestTarget,
    private readonly send: typeof fetch = (...request) => fetch(...request),
    private readonly wallClock: () => number = () => Date.now(),
  ) {}

  /** Sends an initialization section. Rejects if, and only if, the signal aborts it. */
  putInitialization(section: Uint8Array<ArrayBuffer>, digest: string, signal: AbortSignal): Promise<Outcome> {
    return this.request(`${digest}.mp4`, signal, {
      method: 'PUT',
      body: section,
      headers: {'Content-Type': 'video/mp4'},
    });
  }

  /**
   * Sends one segment. Rejects if, and only if, the signal aborts it.
   *
   * @param initialization the digest of the initialization section that it needs, if it does
   */
  put(segment: Segment, digest: string, signal: AbortSignal, initialization?: string): Promise<Outcome> {
    const isFragment = initialization !== undefined;
    return this.request(`${digest}.${isFragment ? 'm4s' : 'ts'}`, signal, {
      method: 'PUT',
      body: segment.bytes,
      headers: {
        'Content-Type': isFragment ? 'video/mp4' : 'video/mp2t',
        ...(isFragment ? {'X-Init': initialization} : {}),
        'X-Sequence': String(segment.sequence),
        'X-Duration': segment.duration.toFixed(MICROSECOND_DIGITS),
        'X-Run': this.target.run,
        'X-Target-Duration': String(this.target.targetDuration),
      },
    });
  }

  /** Says in which container segments are going to come, so that early viewers wait before the right poster. */
  announce(container: 'cmaf' | 'ts', signal: AbortSignal): Promise<Outcome> {
    return this.request('info', signal, {
      method: 'PUT',
      body: JSON.stringify({container}),
      headers: {'Content-Type': 'application/json'},
    });
  }

  /** Says that the broadcast is over. */
  complete(signal: AbortSignal): Promise<Outcome> {
    return this.request('complete', signal, {method: 'POST'});
  }

  /** Says that the broadcast is over while the page goes away, which leaves no time to hear an answer. */
  completeAtOnce(): void {
    const authorization = this.authorizationAtOnce();
    const headers: HeadersInit = authorization ? {Authorization: authorization} : {};
    this.send(this.url('complete'), {method: 'POST', keepalive: true, headers}).catch(() => undefined);
  }

  /** An authorization that takes time to make cannot be waited for. */
  private authorizationAtOnce(): string | undefined {
    const {authorization} = this.target;
    try {
      const value = typeof authorization === 'function' ? authorization() : authorization;
      return typeof value === 'string' ? value : undefined;
    } catch {
      // The request goes without it, and the server decides.
      return undefined;
    }
  }

  private async request(name: string, signal: AbortSignal, init: RequestInit): Promise<Outcome> {
    try {
      const headers = new Headers(init.headers);
      const authorization = await this.authorization();
      if (authorization) {
        headers.set('Authorization', authorization);
      }
      const response = await this.send(this.url(name), {...init, headers, signal});
      return await this.outcome(response);
    } catch (cause) {
      signal.throwIfAborted();
      return {kind: 'later', reason: cause instanceof Error ? cause.message : String(cause)};
    }
  }

  private async authorization(): Promise<string | undefined> {
    const {authorization} = this.target;
    return typeof authorization === 'function' ? authorization() : authorization;
  }

  private url(name: string): URL {
    return new URL(`ingest/${this.target.sessionId}/${name}`, this.target.server);
  }

  private async outcome(response: Response): Promise<Outcome> {
    // An answer that nobody reads to its end is kept by the browser, and so is what was sent with the request.
    const problem = problemIn(await response.text().catch(() => ''));
    const reason = problem.detail ?? `The server answers ${response.status} ${response.statusText}`.trimEnd();
    const {status} = response;
    if (status === ACCEPTED) {
      return {kind: 'taken'};
    }
    if (status === 408 || status === 425 || status === 429 || status >= 500) {
      const retryAfter = parseRetryAfter(response.headers.get('Retry-After'), this.wallClock());
      return {kind: 'later', reason, status, ...(retryAfter === undefined ? {} : {retryAfter})};
    }
    if (status === PRECONDITION_FAILED && problem.type?.endsWith(':unknown-initialization')) {
      return {kind: 'needs-initialization', reason};
    }
    if (response.redirected) {
      return {kind: 'never', code: 'unauthorized', reason: 'The server leads to another page, such as one to sign in.'};
    }
    return {kind: 'never', code: refusal(status, problem.type), reason};
  }
}

function refusal(status: number, type: string | undefined): Refusal {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 405:
      return 'wrong-server';
    case 409:
      return conflict(type);
    default:
      // Any other success is of something that is not Chalkstream, such as a page for all addresses.
      return status < 300 ? 'wrong-server' : 'rejected';
  }
}

function conflict(type = ''): Refusal {
  if (type.endsWith(':run-superseded')) {
    return 'superseded';
  }
  return type.endsWith(':other-container') ? 'other-container' : 'rejected';
}

/** Reads a problem document (RFC 9457); of anything else nothing. */
function problemIn(text: string): {type?: string; detail?: string} {
  try {
    const {type, detail} = JSON.parse(text);
    return {
      ...(typeof type === 'string' ? {type} : {}),
      ...(typeof detail === 'string' ? {detail} : {}),
    };
  } catch {
    return {};
  }
}
