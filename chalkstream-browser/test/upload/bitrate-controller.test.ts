import {describe, expect, test} from 'vitest';
import {BitrateController} from '../../src/upload/bitrate-controller.js';

const BOUNDS = {most: 2_000_000, least: 150_000, overhead: 200_000, segmentSeconds: 2};

/** Gives readings, one a second, and keeps the bitrates that came of them. */
class Uplink {
  readonly controller = new BitrateController(BOUNDS);
  private now = 0;

  seconds(count: number, backlogSeconds: number, throughput: number | undefined, encodedRate?: number): number[] {
    return Array.from({length: count}, () =>
      this.controller.update({now: (this.now += 1000), backlogSeconds, throughput, encodedRate}),
    );
  }
}

describe('the bitrate', () => {
  test('begins at what is asked for, and stays there on a good uplink', () => {
    const uplink = new Uplink();
    expect(new Set(uplink.seconds(60, 2, 10_000_000))).toEqual(new Set([2_000_000]));
  });

  test('stays while nothing is known of the uplink', () => {
    expect(new Uplink().seconds(1, 20, undefined)).toEqual([2_000_000]);
  });

  test('stays when much waits that a fast uplink will soon have caught up with', () => {
    expect(new Uplink().seconds(1, 20, 10_000_000)).toEqual([2_000_000]);
  });

  test('stays on an uplink that just suffices, as long as nothing piles up', () => {
    expect(new Uplink().seconds(30, 2, 2_300_000).at(-1)).toBe(2_000_000);
  });

  test('goes down in one step to what a slow uplink can take, and a little lower, to catch up', () => {
    const [first] = new Uplink().seconds(1, 4, 1_000_000);
    expect(first).toBe(0.8 * 1_000_000 - BOUNDS.overhead);
  });

  test('goes down no second time before the first has had its effect', () => {
    const uplink = new Uplink();
    uplink.seconds(1, 4, 1_000_000);
    expect(uplink.seconds(4, 6, 700_000)).toEqual([600_000, 600_000, 600_000, 600_000]);
    expect(uplink.seconds(1, 8, 700_000)).toEqual([360_000]);
  });

  test('goes down to a quarter at most by one reading, and never below the least', () => {
    const uplink = new Uplink();
    expect(uplink.seconds(1, 4, 10_000)).toEqual([500_000]);
    expect(uplink.seconds(20, 10, 10_000).at(-1)).toBe(150_000);
  });

  test('goes down, and further, where the encoder makes more than it is meant to', () => {
    const [first] = new Uplink().seconds(1, 4, 3_000_000, 4_400_000);
    expect(first).toBe((0.8 * 3_000_000) / 2 - BOUNDS.overhead);
  });

  test('goes up in small steps once all has been well for four segments', () => {
    const uplink = new Uplink();
    uplink.seconds(1, 4, 1_000_000);
    const up = [...new Set(uplink.seconds(120, 2, 3_000_000))];
    expect(up).toEqual([600_000, 750_000, 937_500, 1_171_875, 1_464_844, 1_800_000]);
  });

  test('goes up in longer steps where the uplink is well again, and back to where it began', () => {
    const uplink = new Uplink();
    uplink.seconds(1, 4, 1_000_000);
    const up = [...new Set(uplink.seconds(120, 2, 10_000_000))];
    expect(up).toEqual([600_000, 960_000, 1_536_000, 2_000_000]);
  });

  test('does not go up into what the uplink cannot take', () => {
    const uplink = new Uplink();
    uplink.seconds(1, 4, 1_000_000);
    const most = Math.max(...uplink.seconds(200, 2, 1_500_000));
    expect(most).toBeLessThanOrEqual(1_500_000 / 1.5 - BOUNDS.overhead);
  });

  test('does not swing on an uplink that varies a little', () => {
    const uplink = new Uplink();
    uplink.seconds(1, 4, 1_000_000);
    const seen = Array.from({length: 50}, (_, n) => uplink.seconds(2, 2, n % 2 ? 1_150_000 : 900_000)).flat();
    expect(new Set(seen)).toEqual(new Set([600_000]));
  });

  test('waits for calm anew after every disturbance', () => {
    const uplink = new Uplink();
    uplink.seconds(1, 4, 1_000_000);
    for (let n = 0; n < 10; n++) {
      uplink.seconds(7, 2, 10_000_000);
      uplink.seconds(1, 6, 10_000_000);
    }
    expect(uplink.controller.target).toBe(600_000);
  });
});
