import {expect, test} from 'vitest';
import {isPoster, look} from '../../src/player/look.js';

const PLAYLIST = 'https://live.example/playlist/id.m3u8';

async function found(answer: Response | Error): Promise<string> {
  return look(PLAYLIST, async () => {
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  });
}

const playlist = (text: string) => new Response(`#EXTM3U\n#EXTINF:2,\n${text}`);

test('a stream that nobody has heard of is waited for', async () => {
  expect(await found(new Response('', {status: 404}))).toBe('waiting');
});

test('a stream that is no longer kept is gone', async () => {
  expect(await found(new Response('', {status: 410}))).toBe('gone');
});

test('a server in trouble is out of reach', async () => {
  expect(await found(new Response('', {status: 503}))).toBe('unreachable');
});

test('no server is out of reach', async () => {
  expect(await found(new TypeError('Failed to fetch'))).toBe('unreachable');
});

test('a playlist of the poster is the waiting room', async () => {
  expect(await found(playlist('../poster.ts\n'))).toBe('early');
});

test('a playlist without an end is live', async () => {
  expect(await found(playlist('../chunk/a/b.ts\n'))).toBe('live');
});

test('a playlist with an end is a recording', async () => {
  expect(await found(playlist('../chunk/a/b.ts\n#EXT-X-ENDLIST\n'))).toBe('complete');
});

test('a segment whose name only ends like the poster is none', () => {
  expect(isPoster('https://live.example/app/poster.ts')).toBe(true);
  expect(isPoster('https://live.example/app/poster.m4s')).toBe(true);
  expect(isPoster('https://live.example/chunk/a/imposter.ts')).toBe(false);
});

const problem = (status: number, type: string) =>
  new Response(JSON.stringify({type: `tag:chalkstream.dev,2026:${type}`, status}), {status});

test.each(['link-missing', 'link-invalid', 'link-of-another-stream', 'link-expired'])(
  'a signed link that is no good is told by its kind: %s',
  async (kind) => {
    expect(await found(problem(403, kind))).toBe(kind);
  },
);

test.each([
  [401, 'unauthorized'],
  [403, 'forbidden'],
] as const)('who may not watch for any other reason is told that: %d', async (status, kind) => {
  expect(await found(new Response('<html>', {status}))).toBe(kind);
  expect(await found(problem(status, 'unauthorized-by-the-moon'))).toBe(kind);
  expect(await found(problem(status, 'link-of-the-moon'))).toBe(kind);
  expect(await found(new Response('null', {status}))).toBe(kind);
});

test('a page to sign in is no playlist', async () => {
  const page = new Response('<!doctype html>');
  expect(await found(page)).toBe('unreachable');

  const signIn = new Response('<!doctype html>');
  Object.defineProperty(signIn, 'redirected', {value: true});
  expect(await found(signIn)).toBe('unauthorized');
});

test('a server that breaks off its answer is out of reach', async () => {
  const body = new ReadableStream({start: (controller) => controller.error(new TypeError('broken'))});
  expect(await found(new Response(body))).toBe('unreachable');
});
