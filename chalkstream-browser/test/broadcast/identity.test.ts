import {describe, expect, test} from 'vitest';
import {checkSessionId, digestOf, randomId, streamIdOf} from '../../src/broadcast/identity.js';

describe('a random session id', () => {
  test('is a ULID', () => {
    expect(randomId()).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  test('is another one each time', () => {
    expect(new Set(Array.from({length: 100}, randomId)).size).toBe(100);
  });
});

describe('a session id of one’s own', () => {
  test.each(['a', 'A-z_0.9~', 'x'.repeat(128)])('may be %s', (id) => {
    expect(checkSessionId(id)).toBe(id);
  });

  test.each(['', '.', '..', 'x'.repeat(129), 'a b', 'a/b', 'a%20b', 'Kreidefluß', 'a\n'])('may not be %j', (id) => {
    expect(() => checkSessionId(id)).toThrow(/sessionId has 1 to 128/);
  });
});

test('the stream id is the SHA-1 of the session id', async () => {
  expect(await streamIdOf('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});

test('a segment is named by its SHA-256', async () => {
  expect(await digestOf(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
