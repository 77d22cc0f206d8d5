import {describe, expect, test} from 'vitest';
import {playPageOf, serverOf, streamOf} from '../../src/page/place.js';
import {playlistOf} from '../../src/player/config.js';

const VIDEO = {} as HTMLVideoElement;
/** Ways to write what is not below the page's own origin, or would not stay there. */
const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example/',
  '///evil.example/',
  '/\\evil.example/',
  '\\\\evil.example/',
  '/a/..//evil.example/',
  '/a/../\\evil.example/',
  '/%2e//evil.example/',
  '..//..//../..//evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example/',
  ' //evil.example/',
  'ht\ntps://evil.example/',
  'http:evil.example',
  'http://site.example/',
  'http://site.example:443/',
  'https://site.example:8443/',
  'https://site.example@evil.example/',
  'https://user@site.example/',
  'https://user:password@site.example/',
  'https://site.example.evil.example/',
  'https://s\u0456te.example/',
  'https://xn--ste-jxd.example/',
  'https://site\u3002example.evil.example/',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:,x',
  'blob:https://site.example/0a1b',
  'filesystem:https://site.example/temporary/x',
  'ftp://site.example/',
  'ws://site.example/',
  'file:///etc/',
  'about:blank',
  'http://[',
];
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

  test.each(ELSEWHERE)('is never %j, where a link might send a broadcast', (server) => {
    expect(serverFor(`${BASE}?server=${encodeURIComponent(server)}`)).toBe('https://site.example/app/');
  });

  test.each(ELSEWHERE)('is never handed on as %j to the page of a stream', (server) => {
    const address = new URL(`${BASE}?server=${encodeURIComponent(server)}`);
    expect(playPageOf(address, BASE, null, STREAM)).toBe(`https://site.example/app/chalkstream/play.html#${STREAM}`);
  });

  test.each(['/live/', '/a/../live/', '/a\\..\\live/', 'https://site.example/live/', '/li\tve/', 'https:/live/'])(
    'is the same for %j, however it is written, and all that is made of it is of this origin',
    (server) => {
      const found = serverFor(`${BASE}?server=${encodeURIComponent(server)}`);
      expect(found).toBe('https://site.example/live/');
      const playlist = playlistOf({videoElement: VIDEO, server: found, streamId: STREAM}, BASE);
      expect(playlist).toBe(`https://site.example/live/playlist/${STREAM}.m3u8`);
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
