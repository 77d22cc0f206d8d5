import {describe, expect, test} from 'vitest';
import {AAC_SAMPLES, SAMPLE_RATE, Timeline, type Slot} from '../../src/ffmpeg/timeline.js';

function slots(frameRate: number, ...ends: number[]): Slot[] {
  const timeline = new Timeline(frameRate);
  return ends.map((end) => timeline.next(end));
}

function audioStart({start, audioShift}: Slot): number {
  return start + audioShift;
}

describe('recordings', () => {
  const irregular = [2.013, 4.19, 6.001, 7.5, 10.02];

  test('follow one another without a hole in the picture', () => {
    const made = slots(24, ...irregular);
    made.slice(1).forEach((slot, n) => {
      expect(slot.start).toBeCloseTo(made[n]!.start + made[n]!.duration, 9);
    });
  });

  test('follow one another without a hole in the sound', () => {
    const made = slots(24, ...irregular);
    made.slice(1).forEach((slot, n) => {
      const end = audioStart(made[n]!) + (made[n]!.audioFrames * AAC_SAMPLES) / SAMPLE_RATE;
      expect(audioStart(slot)).toBeCloseTo(end, 9);
    });
  });

  test('keep picture and sound within half a frame of AAC', () => {
    for (const {audioShift} of slots(15, ...irregular)) {
      expect(Math.abs(audioShift)).toBeLessThanOrEqual(AAC_SAMPLES / SAMPLE_RATE / 2 + 1e-9);
    }
  });

  test('keep to the time that has passed, however often they are rounded', () => {
    const ends = Array.from({length: 1000}, (_, n) => (n + 1) * 2.0041);
    const played = slots(24, ...ends).reduce((sum, {duration}) => sum + duration, 0);
    expect(Math.abs(played - 2004.1)).toBeLessThan(1 / 24);
  });

  test('have no timestamps below zero', () => {
    expect(audioStart(slots(24, 2)[0]!)).toBeGreaterThan(1);
  });

  test('have one frame at least', () => {
    expect(slots(24, 0.001)[0]!.frames).toBe(1);
  });
});

test('what is left out leaves a hole, and what comes after it is in its place', () => {
  const timeline = new Timeline(25);
  const before = timeline.next(2);
  timeline.skip(4);
  const after = timeline.next(6);
  expect(after.start - before.start).toBeCloseTo(4, 9);
  expect(after.duration).toBeCloseTo(2, 9);
});
