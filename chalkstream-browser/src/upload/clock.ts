/** Where time comes from, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since some beginning; never goes back. */
  now(): number;

  /** Runs something once, after some milliseconds, unless what is returned is called before. */
  after(millis: number, run: () => void): () => void;
}

/** Waits, until the time is over or the signal says that waiting is of no use any more. */
export function sleep(clock: Clock, millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const over = () => {
      signal.removeEventListener('abort', over);
      cancel();
      resolve();
    };
    const cancel = clock.after(millis, over);
    signal.addEventListener('abort', over);
  });
}
