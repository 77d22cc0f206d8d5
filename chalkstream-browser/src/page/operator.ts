/** Which streams an operator looks at. */
export type Which = 'live' | 'complete' | 'damaged';

/** How one stream is doing, as the server tells. Durations are seconds, bitrates bits per second. */
export interface StreamReport {
  readonly id: string;
  readonly state: string;
  readonly stalled: boolean;
  readonly liveSince?: string;
  readonly lastSegmentAt?: string;
  readonly viewers: number;
  readonly bitrate: number;
  readonly waitingSegments: number;
  readonly listedSeconds: number;
  readonly listedBytes: number;
  readonly codecs: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** How all streams are doing. */
export interface Overview {
  /** The server's time, by which it tells all others. */
  readonly time: string;
  readonly live: number;
  readonly complete: number;
  /** Those of which the server cannot read what is stored. */
  readonly damaged: number;
  readonly viewers: number;
  readonly bitrate: number;
  /** How many more there are than `streams` has. */
  readonly omitted: number;
  readonly streams: readonly StreamReport[];
}

/**
 * Why an operator got no answer:
 *
 * - `unauthorized`: the token is not the operator's
 * - `absent`: this server has no operators
 * - `unreachable`: the server does not answer, or cannot
 */
export type OperatorErrorCode = 'unauthorized' | 'absent' | 'unreachable';

export class OperatorError extends Error {
  override readonly name = 'OperatorError';

  constructor(
    readonly code: OperatorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const PATIENCE_MS = 15_000;

/** Asks a server what only its operators may ask. */
export class Operator {
  private readonly api: URL;

  constructor(
    server: URL,
    private readonly token: string,
    private readonly fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
  ) {
    this.api = new URL('api/streams', server);
  }

  /** @throws OperatorError if there is no answer */
  async overview(which: Which): Promise<Overview> {
    const answer = await this.ask(`${this.api.href}?state=${which}`, {signal: AbortSignal.timeout(PATIENCE_MS)});
    if (answer.status === 404) {
      throw new OperatorError('absent', 'This server has no operators: it was started without their token.');
    }
    await this.check(answer);
    try {
      return (await answer.json()) as Overview;
    } catch (cause) {
      throw unreachable(cause);
    }
  }

  /** Ends a stream and deletes its segments. One that is not there any more is as good as taken down. */
  async takeDown(stream: string): Promise<void> {
    const answer = await this.ask(`${this.api.href}/${stream}`, {method: 'DELETE'});
    if (answer.status !== 404) {
      await this.check(answer);
    }
  }

  private async ask(address: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetch(address, {...init, headers: {Authorization: `Bearer ${this.token}`}, cache: 'no-store'});
    } catch (cause) {
      throw unreachable(cause);
    }
  }

  private async check(answer: Response): Promise<void> {
    if (answer.status === 401) {
      throw new OperatorError('unauthorized', 'The server does not take this token.');
    }
    if (!answer.ok) {
      throw new OperatorError('unreachable', (await detailOf(answer)) ?? `The server answers ${answer.status}.`);
    }
  }
}

function unreachable(cause: unknown): OperatorError {
  return new OperatorError('unreachable', 'The server does not answer.', {cause});
}

/** What a problem document says. */
async function detailOf(answer: Response): Promise<string | undefined> {
  try {
    const {detail} = (await answer.json()) as {detail?: unknown};
    return typeof detail === 'string' ? `The server says: ${detail}.` : undefined;
  } catch {
    // Not a problem document, perhaps a proxy's page: the status says enough.
    return undefined;
  }
}
