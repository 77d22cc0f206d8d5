import {describe, expect, test} from 'vitest';
import {ago, between, picture, size, stateOf} from '../../src/page/figures.js';

const NOW = '2026-11-22T12:00:00Z';

describe('a size', () => {
  test.each([
    [0, '0.0 kB'],
    [9_949, '9.9 kB'],
    [9_960, '10 kB'],
    [999_400, '999 kB'],
    [999_600, '1.0 MB'],
    [12_345_678, '12 MB'],
    [4_200_000_000, '4.2 GB'],
    [5e15, '5000 TB'],
  ])('of %d bytes is %s', (bytes, text) => expect(size(bytes)).toBe(text));
});

describe('a picture', () => {
  test('is told by its size and codecs', () =>
    expect(picture({width: 1280, height: 720, codecs: ['avc1.64001f', 'mp4a.40.2']})).toBe('1280 × 720, H.264, AAC'));

  test('of a codec without a common name keeps its own', () =>
    expect(picture({width: 640, height: 360, codecs: ['vp09.00']})).toBe('640 × 360, vp09.00'));

  test('may be none, or not known', () => {
    expect(picture({width: 0, height: 0, codecs: ['mp4a.40.2']})).toBe('AAC');
    expect(picture({width: 0, height: 0, codecs: []})).toBe('not known');
  });
});

describe('a time', () => {
  test.each([
    ['2026-11-22T11:59:58.5Z', '0:01'],
    ['2026-11-22T09:58:57Z', '2:01:03'],
    ['2026-11-20T09:00:00Z', '2 d 3 h'],
    ['2026-11-22T12:00:05Z', '0:00'],
    [undefined, '–'],
  ])('of %s is %s ago', (earlier, text) => expect(between(earlier, NOW)).toBe(text));
});

test.each([
  ['2026-11-22T11:59:57Z', '3 s ago'],
  ['2026-11-22T11:59:15Z', '45 s ago'],
  ['2026-11-22T11:58:59Z', '1:01 ago'],
])('what was at %s was %s', (earlier, text) => expect(ago(earlier, NOW)).toBe(text));

test('a live stream without segments is stalled', () => {
  expect(stateOf({state: 'live', stalled: true})).toBe('stalled');
  expect(stateOf({state: 'complete', stalled: false})).toBe('complete');
});
