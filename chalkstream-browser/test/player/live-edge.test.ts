import {describe, expect, test} from 'vitest';
import {LiveEdge} from '../../src/player/live-edge.js';

const PLENTY = 10;

function edgeOf(segment: number, time = {now: 0}): LiveEdge {
  const edge = new LiveEdge(() => time.now);
  edge.learn([segment, segment, segment]);
  return edge;
}

describe('the target', () => {
  test('is two segments behind the end, and a little', () => {
    expect(edgeOf(2).target).toBe(4.5);
    expect(edgeOf(1).target).toBe(2.5);
  });

  test('goes by the longest of the newest segments', () => {
    const edge = edgeOf(6);
    edge.learn([6, 1, 2.1, 2]);
    expect(edge.target).toBeCloseTo(4.7);
  });

  test('falls back by half a segment with each stall, to four segments at most', () => {
    const edge = edgeOf(2);
    edge.stalled();
    expect(edge.target).toBe(5.5);
    for (let i = 0; i < 9; i++) {
      edge.stalled();
    }
    expect(edge.target).toBe(8.5);
  });

  test('comes nearer again after each steady minute', () => {
    const time = {now: 0};
    const edge = edgeOf(2, time);
    edge.stalled();
    edge.stalled();
    time.now = 59_999;
    expect(edge.target).toBe(6.5);
    time.now = 60_000;
    expect(edge.target).toBe(5.5);
    expect(edge.target).toBe(5.5);
    time.now = 120_000;
    expect(edge.target).toBe(4.5);
  });
});

describe('the rate', () => {
  test('is that of the clock near the target', () => {
    expect(edgeOf(2).rate(5, PLENTY)).toBe(1);
    expect(edgeOf(2).rate(1, PLENTY)).toBe(1);
  });

  test('is the faster the farther behind', () => {
    expect(edgeOf(2).rate(5.5, PLENTY)).toBe(1.05);
    expect(edgeOf(2).rate(8.5, PLENTY)).toBe(1.2);
    expect(edgeOf(2).rate(24, PLENTY)).toBe(1.25);
  });

  test('stays up until the target is reached, so that it does not flutter', () => {
    const edge = edgeOf(2);
    edge.rate(5.5, PLENTY);
    expect(edge.rate(4.9, PLENTY)).toBe(1.05);
    expect(edge.rate(4.6, PLENTY)).toBe(1);
    expect(edge.rate(4.9, PLENTY)).toBe(1);
  });

  test('does not eat up the last of what is at hand', () => {
    expect(edgeOf(2).rate(9, 0.7)).toBe(1);
  });
});

test('what is hopelessly behind jumps', () => {
  expect(edgeOf(2).jumps(24)).toBe(false);
  expect(edgeOf(2).jumps(25)).toBe(true);
});

test('who is more than two segments behind the target has chosen to be', () => {
  expect(edgeOf(2).isApart(8)).toBe(false);
  expect(edgeOf(2).isApart(9)).toBe(true);
});
