import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {WorkerClock} from '../../src/upload/worker-clock.js';

/** A worker whose timers a test lets ring. */
class FakeWorker extends EventTarget {
  static latest: FakeWorker;
  readonly asked: [number, number][] = [];
  terminated = false;

  constructor() {
    super();
    FakeWorker.latest = this;
  }

  postMessage(timer: [number, number]): void {
    this.asked.push(timer);
  }

  ring(id: number): void {
    this.dispatchEvent(new MessageEvent('message', {data: id}));
  }

  terminate(): void {
    this.terminated = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a clock with a worker', () => {
  function withWorker(): {clock: WorkerClock; worker: FakeWorker; rung: string[]} {
    vi.stubGlobal('Worker', FakeWorker);
    return {clock: new WorkerClock(), worker: FakeWorker.latest, rung: []};
  }

  test('leaves the counting to the worker', () => {
    const {clock, worker, rung} = withWorker();
    clock.after(50, () => rung.push('a'));
    clock.after(70, () => rung.push('b'));
    expect(worker.asked).toEqual([[0, 50], [1, 70]]);
    worker.ring(1);
    worker.ring(0);
    worker.ring(0);
    expect(rung).toEqual(['b', 'a']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('forgets a timer that is cancelled', () => {
    const {clock, worker, rung} = withWorker();
    clock.after(50, () => rung.push('a'))();
    worker.ring(0);
    expect(rung).toEqual([]);
  });

  test('goes on in the page with what is left, where a policy forbids the worker', () => {
    const {clock, worker, rung} = withWorker();
    clock.after(50, () => rung.push('a'));
    vi.advanceTimersByTime(20);
    worker.dispatchEvent(new Event('error'));
    clock.after(40, () => rung.push('b'));
    vi.advanceTimersByTime(30);
    expect(rung).toEqual(['a']);
    vi.advanceTimersByTime(10);
    expect(rung).toEqual(['a', 'b']);
  });

  test('ends its worker', () => {
    const {clock, worker, rung} = withWorker();
    clock.after(50, () => rung.push('a'));
    clock.close();
    worker.ring(0);
    expect(worker.terminated).toBe(true);
    expect(rung).toEqual([]);
  });
});

test('a clock without workers keeps time in the page', () => {
  vi.stubGlobal('Worker', undefined);
  const run = vi.fn();
  new WorkerClock().after(50, run);
  vi.advanceTimersByTime(49);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});
