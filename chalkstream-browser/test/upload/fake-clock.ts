import type {Clock} from '../../src/upload/clock.js';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  private time = 0;
  private readonly timers = new Set<{at: number; run: () => void}>();

  now(): number {
    return this.time;
  }

  after(millis: number, run: () => void): () => void {
    const timer = {at: this.time + millis, run};
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** How many timers are set. */
  get pending(): number {
    return this.timers.size;
  }

  /** Goes on by so many milliseconds, and does all that is due on the way, in order. */
  async advance(millis: number): Promise<void> {
    const until = this.time + millis;
    await settled();
    for (let next = this.due(until); next; next = this.due(until)) {
      this.timers.delete(next);
      this.time = next.at;
      next.run();
      await settled();
    }
    this.time = until;
  }

  private due(until: number): {at: number; run: () => void} | undefined {
    return [...this.timers].filter(({at}) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

/** Node's own; the page's types know nothing of it. */
declare function setImmediate(run: (value?: unknown) => void): void;

/** Lets everything happen that needs no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
