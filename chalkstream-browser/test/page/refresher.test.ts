import {expect, test} from 'vitest';
import {Refresher, type Pace} from '../../src/page/refresher.js';

class ManualPace implements Pace {
  isHidden = false;
  readonly steps: (() => void)[] = [];

  after(_milliseconds: number, step: () => void): void {
    this.steps.push(step);
  }

  hidden(): boolean {
    return this.isHidden;
  }

  /** Lets what was begun go on, and the time pass. */
  async pass(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.steps.splice(0).forEach((step) => step());
    await new Promise((resolve) => setTimeout(resolve));
  }
}

test('what takes long is not begun again before it is done', async () => {
  const pace = new ManualPace();
  let [begun, finish] = [0, () => {}];
  const task = () => {
    begun++;
    return new Promise<void>((resolve) => (finish = resolve));
  };
  new Refresher(task, 1000, pace).start();
  await pace.pass();
  expect([begun, pace.steps.length]).toEqual([1, 0]);
  finish();
  await pace.pass();
  expect(begun).toBe(2);
});

test('a page that nobody sees asks nothing, and goes on when it is seen', async () => {
  const pace = new ManualPace();
  let count = 0;
  const refresher = new Refresher(async () => void count++, 1000, pace);
  pace.isHidden = true;
  refresher.start();
  await pace.pass();
  expect(count).toBe(0);
  pace.isHidden = false;
  await pace.pass();
  expect(count).toBe(1);
});

test('started again it is one and not two, and stopped it is none', async () => {
  const pace = new ManualPace();
  let count = 0;
  const refresher = new Refresher(async () => void count++, 1000, pace);
  refresher.start();
  refresher.start();
  expect(count).toBe(2);
  await pace.pass();
  expect(count).toBe(3);
  refresher.stop();
  await pace.pass();
  await pace.pass();
  expect(count).toBe(3);
});
