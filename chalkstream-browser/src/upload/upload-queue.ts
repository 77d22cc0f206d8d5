import {sleep, type Clock} from './clock.js';
import type {IngestClient, Outcome, Refusal} from './ingest-client.js';
import {backoff} from './retry.js';
import {SegmentSender} from './segment-sender.js';
import type {Segment} from './segment.js';

/** How much may wait. */
export interface QueueLimits {
  /** Segments, 1 or more. */
  readonly segments: number;
  /** The sum of their bytes. */
  readonly bytes: number;
}

/** Why a segment will not be in the stream. */
export type DropReason = 'queue-full' | 'rejected' | 'stopped';

/** One attempt to send a segment, as far as it has come. */
export interface Transfer {
  readonly bytes: number;
  readonly millis: number;
}

/** Why what waits is not sent at once. */
export interface Trouble {
  /** The server does not answer or cannot take it now, or it wants other credentials. */
  readonly kind: 'unavailable' | 'unauthorized';
  /** In the words of the server, where it has answered. */
  readonly detail?: string | undefined;
}

/** Who wants to know what becomes of the segments. */
export interface QueueEvents {
  /** The server has it; the transfer is the attempt that succeeded. */
  uploaded(segment: Segment, transfer: Transfer): void;
  /** It is given up, and its number will not be used again. */
  dropped(segment: Segment, reason: DropReason, detail: string): void;
  /** The server has not taken a segment, which is sent again later. */
  postponed(): void;
  /** The server takes nothing more of this run. The queue is closed. */
  refused(code: Exclude<Refusal, 'rejected'>, detail: string): void;
}

/** What a queue works with. */
export interface QueueParts {
  readonly client: Pick<IngestClient, 'put' | 'putInitialization'>;
  readonly clock: Clock;
  readonly digest: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  readonly limits: QueueLimits;
  readonly events: QueueEvents;
  /** From 0 to 1; `Math.random` by default. */
  readonly random?: () => number;
}

/** The slowest uplink that a first attempt is made for: 256 kbit/s. Each further attempt gets twice as long. */
const SLOWEST_BYTES_PER_MS = 32;
const TIMEOUT_BASE_MS = 10_000;
const LONGEST_TIMEOUT_MS = 120_000;

/**
 * Sends segments to the server, one after the other and in order, and each until the server has it.
 *
 * When more waits than the limits allow, the oldest segment that is not being sent is dropped: what is newest
 * is what a live viewer waits for, and a hole at the old end is one that all viewers are past the soonest. Its
 * number is not used again, so that the server knows the hole for what it is.
 */
export class UploadQueue {
  private readonly waiting: Segment[] = [];
  private readonly closing = new AbortController();
  private readonly idle = new Set<() => void>();
  private readonly sender: SegmentSender;
  private sending: {segment: Segment; since: number} | undefined;
  private pumping = false;
  private failures = 0;
  private notBefore = 0;
  private wake: (() => void) | undefined;
  private hasTaken = false;
  private current: Trouble | undefined;

  constructor(private readonly parts: QueueParts) {
    this.sender = new SegmentSender(parts.client, parts.digest);
  }

  /** How many segments wait, the one that is being sent among them. */
  get segments(): number {
    return this.waiting.length;
  }

  /** The sum of their bytes. */
  get bytes(): number {
    return this.waiting.reduce((sum, segment) => sum + segment.bytes.byteLength, 0);
  }

  /** How long they play, in seconds. */
  get seconds(): number {
    return this.waiting.reduce((sum, segment) => sum + segment.duration, 0);
  }

  /** The attempt that is being made now. */
  get transfer(): Transfer | undefined {
    return this.sending && this.transferOf(this.sending);
  }

  /** Why the latest attempt has failed; undefined if it has not. */
  get trouble(): Trouble | undefined {
    return this.current;
  }

  /** Tries at once what would be tried later. */
  retry(): void {
    this.notBefore = 0;
    this.wake?.();
  }

  /** Adds the next segment; drops others if there are too many. */
  push(segment: Segment): void {
    if (this.closing.signal.aborted) {
      this.parts.events.dropped(segment, 'stopped', 'The broadcast is over.');
      return;
    }
    this.waiting.push(segment);
    while (this.full() && this.dropOldest()) {
      // One large segment may take the place of several small ones.
    }
    if (!this.pumping) {
      void this.pump();
    }
  }

  /** Waits until nothing waits any more, or for so many milliseconds. Without valid credentials there is no use. */
  async drained(millis: number): Promise<boolean> {
    const hopeless = this.closing.signal.aborted || this.current?.kind === 'unauthorized';
    if (this.waiting.length > 0 && !hopeless) {
      const stop = new AbortController();
      const done = () => stop.abort();
      this.idle.add(done);
      this.closing.signal.addEventListener('abort', done);
      await sleep(this.parts.clock, millis, stop.signal);
      this.idle.delete(done);
      this.closing.signal.removeEventListener('abort', done);
    }
    return this.waiting.length === 0;
  }

  /** Gives up everything that waits, and takes nothing more. */
  close(): void {
    this.closing.abort();
    this.wake?.();
    for (const segment of this.waiting.splice(0)) {
      this.parts.events.dropped(segment, 'stopped', 'The broadcast was over before it could be sent.');
    }
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    const {signal} = this.closing;
    while (this.waiting.length > 0 && !signal.aborted) {
      const pause = this.notBefore - this.parts.clock.now();
      if (pause > 0) {
        await this.pause(pause);
      }
      const [segment] = this.waiting;
      if (segment && !signal.aborted) {
        await this.attempt(segment);
      }
    }
    this.pumping = false;
    this.idle.forEach((done) => done());
  }

  private async pause(millis: number): Promise<void> {
    const stop = new AbortController();
    this.wake = () => stop.abort();
    await sleep(this.parts.clock, millis, stop.signal);
    this.wake = undefined;
  }

  private async attempt(segment: Segment): Promise<void> {
    const attempt = {segment, since: this.parts.clock.now()};
    this.sending = attempt;
    const outcome = await this.send(segment, () => (attempt.since = this.parts.clock.now()));
    this.sending = undefined;
    if (!this.closing.signal.aborted) {
      this.settle(segment, outcome, this.transferOf(attempt));
    }
  }

  private async send(segment: Segment, begins: () => unknown): Promise<Outcome> {
    const {clock} = this.parts;
    const stop = new AbortController();
    const abort = () => stop.abort();
    const cancel = clock.after(this.timeout(segment), abort);
    this.closing.signal.addEventListener('abort', abort);
    try {
      return await this.sender.send(segment, stop.signal, begins);
    } catch {
      return {kind: 'later', reason: 'The server has not answered in time.'};
    } finally {
      cancel();
      this.closing.signal.removeEventListener('abort', abort);
    }
  }

  private timeout(segment: Segment): number {
    const patience = TIMEOUT_BASE_MS + segment.bytes.byteLength / SLOWEST_BYTES_PER_MS;
    return Math.min(LONGEST_TIMEOUT_MS, patience * 2 ** this.failures);
  }

  private settle(segment: Segment, outcome: Outcome, transfer: Transfer): void {
    switch (outcome.kind) {
      case 'taken':
        this.answered();
        this.hasTaken = true;
        this.remove(segment);
        this.parts.events.uploaded(segment, transfer);
        break;
      case 'later':
        this.postpone(segment, outcome, {
          kind: 'unavailable',
          detail: outcome.status === undefined ? undefined : outcome.reason,
        });
        break;
      case 'needs-initialization':
        this.postpone(segment, outcome, {kind: 'unavailable', detail: outcome.reason});
        break;
      case 'never':
        if (outcome.code === 'unauthorized' && this.hasTaken) {
          // Somebody who could publish a moment ago can sign in again.
          this.postpone(segment, outcome, {kind: 'unauthorized', detail: outcome.reason});
          break;
        }
        this.answered();
        this.remove(segment);
        this.refuse(segment, outcome.code, outcome.reason);
    }
  }

  private answered(): void {
    this.failures = 0;
    this.current = undefined;
  }

  private postpone(
    segment: Segment,
    {reason, retryAfter}: {reason: string; retryAfter?: number},
    trouble: Trouble,
  ): void {
    const {clock, random = Math.random} = this.parts;
    this.failures++;
    this.current = trouble;
    this.notBefore = clock.now() + (retryAfter ?? 0) + backoff(this.failures, random());
    // Else a segment that cannot be sent at all would hold up all others for ever.
    if (this.waiting.length >= this.parts.limits.segments) {
      this.remove(segment);
      this.parts.events.dropped(segment, 'queue-full', reason);
    }
    this.parts.events.postponed();
  }

  private refuse(segment: Segment, code: Refusal, reason: string): void {
    if (code === 'rejected') {
      this.parts.events.dropped(segment, 'rejected', reason);
      return;
    }
    this.parts.events.dropped(segment, 'stopped', reason);
    this.close();
    this.parts.events.refused(code, reason);
  }

  private full(): boolean {
    return this.waiting.length > this.parts.limits.segments || this.bytes > this.parts.limits.bytes;
  }

  private dropOldest(): boolean {
    const oldest = this.waiting.find((segment) => segment !== this.sending?.segment);
    if (!oldest || this.waiting.length === 1) {
      return false;
    }
    this.remove(oldest);
    this.parts.events.dropped(oldest, 'queue-full', 'The uplink is too slow: too many segments wait.');
    return true;
  }

  private remove(segment: Segment): void {
    const index = this.waiting.indexOf(segment);
    if (index >= 0) {
      this.waiting.splice(index, 1);
    }
  }

  private transferOf({segment, since}: {segment: Segment; since: number}): Transfer {
    return {bytes: segment.bytes.byteLength, millis: this.parts.clock.now() - since};
  }
}
