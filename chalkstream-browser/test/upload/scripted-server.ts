import type {Outcome} from '../../src/upload/ingest-client.js';
import type {Segment} from '../../src/upload/segment.js';
import {UploadQueue, type QueueLimits} from '../../src/upload/upload-queue.js';
import {FakeClock} from './fake-clock.js';

export const TAKEN: Outcome = {kind: 'taken'};
export const LATER: Outcome = {kind: 'later', reason: 'the store is out of reach'};

/** A server whose answers a test gives one by one, and a queue that sends to it. */
export class ScriptedServer {
  readonly clock = new FakeClock();
  readonly attempts: {sequence: number; digest: string; at: number}[] = [];
  readonly story: string[] = [];
  readonly queue: UploadQueue;
  private readonly script: Outcome[] = [];
  private answer: ((outcome: Outcome) => void) | undefined;
  private next = 0;

  constructor(limits: QueueLimits = {segments: 3, bytes: 1000}) {
    this.queue = new UploadQueue({
      client: {
        put: (segment, digest, signal) => this.put(segment, digest, signal),
        putInitialization: async () => TAKEN,
      },
      clock: this.clock,
      digest: async (bytes) => `digest-${bytes.byteLength}`,
      limits,
      random: () => 1,
      events: {
        uploaded: ({sequence}) => this.story.push(`uploaded ${sequence}`),
        dropped: ({sequence}, reason) => this.story.push(`dropped ${sequence}: ${reason}`),
        postponed: () => undefined,
        refused: (code) => this.story.push(`refused: ${code}`),
      },
    });
  }

  /** What the server says to the next requests, before it falls silent. */
  says(...outcomes: Outcome[]): void {
    this.script.push(...outcomes);
  }

  /** Answers the request that is under way. */
  async answers(outcome: Outcome): Promise<void> {
    this.answer?.(outcome);
    await this.clock.advance(0);
  }

  /** Pushes so many segments of two seconds. */
  async push(count: number, bytes = 100): Promise<void> {
    for (let n = 0; n < count; n++) {
      this.queue.push({sequence: this.next++, duration: 2, bytes: new Uint8Array(bytes)});
    }
    await this.clock.advance(0);
  }

  private put({sequence}: Segment, digest: string, signal: AbortSignal): Promise<Outcome> {
    this.attempts.push({sequence, digest, at: this.clock.now()});
    const scripted = this.script.shift();
    if (scripted) {
      return Promise.resolve(scripted);
    }
    return new Promise((resolve, reject) => {
      this.answer = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }
}
