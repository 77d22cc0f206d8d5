import type {Clock} from './clock.js';

/** Runs in the worker: `[id, millis]` sets a timer, whose id comes back when it is over. */
const TIMERS = 'onmessage = ({data: [id, millis]}) => setTimeout(postMessage, millis, id)';

/**
 * A clock whose timers keep time in background tabs, where a page's own may come once a minute only: they
 * run in a worker, and in the page itself where its policy forbids workers.
 */
export class WorkerClock implements Clock {
  private readonly pending = new Map<number, {at: number; run: () => void}>();
  private worker: Worker | undefined = startWorker();
  private nextId = 0;

  constructor() {
    this.worker?.addEventListener('message', ({data}: MessageEvent<number>) => this.fire(data));
    this.worker?.addEventListener('error', () => this.goOnInPage());
  }

  now(): number {
    return performance.now();
  }

  after(millis: number, run: () => void): () => void {
    const id = this.nextId++;
    this.pending.set(id, {at: this.now() + millis, run});
    this.arm(id, millis);
    return () => this.pending.delete(id);
  }

  /** Forgets all timers and ends the worker. */
  close(): void {
    this.pending.clear();
    this.worker?.terminate();
    this.worker = undefined;
  }

  private arm(id: number, millis: number): void {
    if (this.worker) {
      this.worker.postMessage([id, millis]);
    } else {
      setTimeout(() => this.fire(id), millis);
    }
  }

  private fire(id: number): void {
    const timer = this.pending.get(id);
    this.pending.delete(id);
    timer?.run();
  }

  private goOnInPage(): void {
    this.worker = undefined;
    for (const [id, {at}] of this.pending) {
      this.arm(id, Math.max(0, at - this.now()));
    }
  }
}

function startWorker(): Worker | undefined {
  const url = URL.createObjectURL(new Blob([TIMERS], {type: 'text/javascript'}));
  try {
    return new Worker(url);
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}
