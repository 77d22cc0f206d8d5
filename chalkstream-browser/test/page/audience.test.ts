import {expect, test} from 'vitest';
import {audienceOf} from '../../src/page/audience.js';

const STREAM = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const SERVER = new URL('https://site.example/app/live/');

const problem = (status: number, type: string) => new Response(JSON.stringify({type}), {status});

async function audience(answer: Response | undefined): Promise<string> {
  return audienceOf(SERVER, STREAM, async (address) => {
    expect(String(address)).toBe(`https://site.example/app/live/playlist/${STREAM}.m3u8?preview`);
    if (!answer) {
      throw new TypeError('Failed to fetch');
    }
    return answer;
  });
}

test.each([404, 410])('a stream that is not there (%d) is for everyone', async (status) => {
  expect(await audience(new Response('', {status}))).toBe('everyone');
});

test('a stream that anybody is shown is for everyone', async () => {
  expect(await audience(new Response('#EXTM3U\n../poster.ts\n'))).toBe('everyone');
});

test('where links are signed, the stream id alone is no link', async () => {
  expect(await audience(problem(403, 'tag:chalkstream.dev,2026:link-missing'))).toBe('signed');
});

test.each([401, 403])('where the server lets in whom it knows (%d), the link may do', async (status) => {
  expect(await audience(problem(status, 'about:blank'))).toBe('admitted');
});

test('a server that does not answer has said nothing', async () => {
  expect(await audience(undefined)).toBe('unknown');
  expect(await audience(new Response('', {status: 503}))).toBe('unknown');
});
