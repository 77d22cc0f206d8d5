import {describe, expect, test} from 'vitest';
import {playPageOf, serverOf, streamOf} from '../../src/page/place.js';

const STREAM = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const BASE = 'https://site.example/app/chalkstream/broadcast.html';

describe('the server', () => {
  const serverFor = (address: string) => serverOf(new URL(address), BASE, '../').href;

  test('is what the page says', () => {
    expect(serverFor(BASE)).toBe('https://site.example/app/');
  });

  test('may be another of the same origin', () => {
    expect(serverFor(`${BASE}?server=../live/`)).toBe('https://site.example/app/live/');
  });

  test.each(['https://evil.example/', '//evil.example/', 'http://site.example/', 'http://[', 'data:,x'])(
    'is never %s, where a link might send a broadcast',
    (server) => {
      expect(serverFor(`${BASE}?server=${encodeURIComponent(server)}`)).toBe('https://site.example/app/');
    },
  );
});

describe('the page of a stream', () => {
  test('is that beside the page, unless the page names another', () => {
    expect(playPageOf(new URL(BASE), BASE, null, STREAM)).toBe(
      `https://site.example/app/chalkstream/play.html#${STREAM}`,
    );
    expect(playPageOf(new URL(BASE), BASE, '../play/', STREAM)).toBe(`https://site.example/app/play/${STREAM}`);
  });

  test('is told of the server too', () => {
    expect(playPageOf(new URL(`${BASE}?server=../live/`), BASE, null, STREAM)).toBe(
      `https://site.example/app/chalkstream/play.html?server=%2Fapp%2Flive%2F#${STREAM}`,
    );
  });
});

describe('the stream', () => {
  test.each([`https://a.example/play/${STREAM}`, `https://a.example/chalkstream/play.html?server=x#${STREAM}`])(
    'is found in %s',
    (address) => expect(streamOf(new URL(address))).toBe(STREAM),
  );

  test('is missing from a link that was cut short', () => {
    expect(streamOf(new URL(`https://a.example/play.html#${STREAM.slice(1)}`))).toBeUndefined();
  });
});
