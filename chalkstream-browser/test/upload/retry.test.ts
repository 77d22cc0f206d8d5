import {describe, expect, test} from 'vitest';
import {backoff, parseRetryAfter} from '../../src/upload/retry.js';

describe('back-off', () => {
  test('its bound doubles with each failure, up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((failures) => backoff(failures, 1))).toEqual([
      500, 1000, 2000, 4000, 5000, 5000, 5000,
    ]);
  });

  test('takes anything from nothing to its bound', () => {
    expect(backoff(4, 0)).toBe(0);
    expect(backoff(4, 0.25)).toBe(1000);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);

  test.each([
    ['0', 0],
    ['2', 2000],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ])('%s means %d milliseconds', (value, millis) => {
    expect(parseRetryAfter(value, now)).toBe(millis);
  });

  test.each([null, '', 'soon', '-5 apples'])('%s means nothing', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });
});
