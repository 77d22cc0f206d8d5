import {describe, expect, test} from 'vitest';
import {IngestClient, type IngestTarget} from '../../src/upload/ingest-client.js';

const SEGMENT = {sequence: 7, duration: 2.0021, bytes: new Uint8Array([0x47, 1, 2])};
const TARGET: IngestTarget = {
  server: new URL('https://live.example/app/live/'),
  sessionId: 'a-secret',
  run: 'RUN1',
  targetDuration: 2,
};

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function clientThatHears(answer: () => Response, target = TARGET): {client: IngestClient; sent: Sent[]} {
  const sent: Sent[] = [];
  const send = async (url: RequestInfo | URL, init: RequestInit = {}) => {
    sent.push({url: String(url), init});
    return answer();
  };
  return {client: new IngestClient(target, send, () => Date.UTC(2026, 0, 1)), sent};
}

function header(sent: Sent | undefined, name: string): string | null {
  return new Headers(sent?.init.headers).get(name);
}

function problem(status: number, type: string, detail: string): Response {
  return new Response(JSON.stringify({type, detail, status}), {status});
}

const still = () => new AbortController().signal;

describe('a request', () => {
  test('names the segment by its digest, below the prefix where the server is mounted', async () => {
    const {client, sent} = clientThatHears(() => new Response('OK', {status: 202}));
    expect(await client.put(SEGMENT, 'd1g3st', still())).toEqual({kind: 'taken'});
    expect(sent[0]?.url).toBe('https://live.example/app/live/ingest/a-secret/d1g3st.ts');
    expect(sent[0]?.init).toMatchObject({method: 'PUT', body: SEGMENT.bytes});
  });

  test('says where in the run the segment belongs, and how long it plays', async () => {
    const {client, sent} = clientThatHears(() => new Response('OK', {status: 202}));
    await client.put(SEGMENT, 'd', still());
    expect(header(sent[0], 'X-Sequence')).toBe('7');
    expect(header(sent[0], 'X-Duration')).toBe('2.002100');
    expect(header(sent[0], 'X-Run')).toBe('RUN1');
    expect(header(sent[0], 'X-Target-Duration')).toBe('2');
    expect(header(sent[0], 'Authorization')).toBeNull();
  });

  test('names the initialization section that a fragment needs, which is sent beside it', async () => {
    const {client, sent} = clientThatHears(() => new Response('OK', {status: 202}));
    await client.putInitialization(new Uint8Array([1]), 'i', still());
    await client.put(SEGMENT, 'd', still(), 'i');
    expect(sent.map(({url}) => url.replace(/.*secret/, ''))).toEqual(['/i.mp4', '/d.m4s']);
    expect(sent.map((request) => header(request, 'X-Init'))).toEqual([null, 'i']);
    expect(sent.map((request) => header(request, 'Content-Type'))).toEqual(['video/mp4', 'video/mp4']);
    expect(header(sent[1], 'X-Sequence')).toBe('7');
  });

  test('announces the container', async () => {
    const {client, sent} = clientThatHears(() => new Response('OK', {status: 202}));
    expect(await client.announce('cmaf', still())).toEqual({kind: 'taken'});
    expect(sent[0]?.url).toBe('https://live.example/app/live/ingest/a-secret/info');
    expect(sent[0]?.init).toMatchObject({method: 'PUT', body: '{"container":"cmaf"}'});
  });

  test('asks for a fresh authorization each time', async () => {
    let asked = 0;
    const authorization = async () => `Bearer ${++asked}`;
    const {client, sent} = clientThatHears(() => new Response(), {...TARGET, authorization});
    await client.put(SEGMENT, 'd', still());
    await client.complete(still());
    expect(sent.map((request) => header(request, 'Authorization'))).toEqual(['Bearer 1', 'Bearer 2']);
  });

  test('of a page that goes away outlives it, and is authorized where that takes no time', () => {
    const {client, sent} = clientThatHears(() => new Response(), {...TARGET, authorization: 'Bearer x'});
    client.completeAtOnce();
    expect(sent[0]?.url).toBe('https://live.example/app/live/ingest/a-secret/complete');
    expect(sent[0]?.init).toMatchObject({method: 'POST', keepalive: true});
    expect(header(sent[0], 'Authorization')).toBe('Bearer x');
  });

  test('of a page that goes away asks for an authorization, and does not wait for one', async () => {
    for (const [authorization, expected] of [
      [() => 'Bearer now', 'Bearer now'],
      [() => '', null],
      [async () => 'Bearer later', null],
      [() => { throw new Error('none'); }, null],
    ] as const) {
      const {client, sent} = clientThatHears(() => new Response(), {...TARGET, authorization});
      client.completeAtOnce();
      expect(header(sent[0], 'Authorization')).toBe(expected);
    }
  });

  test('that is given up rejects', async () => {
    const stop = new AbortController();
    const send = async () => {
      stop.abort();
      throw new DOMException('aborted', 'AbortError');
    };
    await expect(new IngestClient(TARGET, send).put(SEGMENT, 'd', stop.signal)).rejects.toThrow();
  });
});

describe('an answer', () => {
  test.each([408, 429, 500, 502, 503, 504])('%d may be another one later', async (status) => {
    const {client} = clientThatHears(() => new Response(null, {status}));
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({kind: 'later'});
  });

  test.each([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'wrong-server'],
    [405, 'wrong-server'],
    [409, 'rejected'],
    [413, 'rejected'],
    [415, 'rejected'],
    [422, 'rejected'],
  ])('%d is final: %s', async (status, code) => {
    const {client} = clientThatHears(() => new Response(null, {status}));
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({kind: 'never', code});
  });

  test.each([200, 201, 204])('%d is of something else, such as a page for all addresses', async (status) => {
    const {client} = clientThatHears(() => new Response(null, {status}));
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({kind: 'never', code: 'wrong-server'});
  });

  test.each([200, 405])('%d behind a redirection is a page to sign in', async (status) => {
    const response = new Response(null, {status});
    Object.defineProperty(response, 'redirected', {value: true});
    const {client} = clientThatHears(() => response);
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({kind: 'never', code: 'unauthorized'});
  });

  test('202 behind a redirection counts', async () => {
    const response = new Response(null, {status: 202});
    Object.defineProperty(response, 'redirected', {value: true});
    const {client} = clientThatHears(() => response);
    expect(await client.put(SEGMENT, 'd', still())).toEqual({kind: 'taken'});
  });

  test('says when to come back', async () => {
    const {client} = clientThatHears(() => new Response(null, {status: 503, headers: {'Retry-After': '3'}}));
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({kind: 'later', retryAfter: 3000});
  });

  test('is reported in the words of the server', async () => {
    const {client} = clientThatHears(() => problem(415, 'tag:x:not-a-transport-stream', 'not a transport stream'));
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({reason: 'not a transport stream'});
  });

  test('tells a run that another has taken over from a segment that comes too late', async () => {
    const answers = [
      problem(409, 'tag:chalkstream.dev,2026:run-superseded', 'a later run'),
      problem(409, 'tag:chalkstream.dev,2026:slot-closed', 'too late'),
    ];
    const {client} = clientThatHears(() => answers.shift() ?? new Response());
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({code: 'superseded'});
    expect(await client.put(SEGMENT, 'd', still())).toMatchObject({code: 'rejected'});
  });

  test('tells a stream of another container, and an initialization section that is not there', async () => {
    const answers = [
      problem(409, 'tag:chalkstream.dev,2026:other-container', 'it is MPEG-TS'),
      problem(412, 'tag:chalkstream.dev,2026:unknown-initialization', 'not here'),
      problem(412, 'about:blank', 'If-Match'),
    ];
    const {client} = clientThatHears(() => answers.shift() ?? new Response());
    expect(await client.put(SEGMENT, 'd', still(), 'i')).toMatchObject({code: 'other-container'});
    expect(await client.put(SEGMENT, 'd', still(), 'i')).toEqual({kind: 'needs-initialization', reason: 'not here'});
    expect(await client.put(SEGMENT, 'd', still(), 'i')).toMatchObject({code: 'rejected'});
  });

  test.each([202, 404, 503])('%d is read to its end, or the browser would keep all that was sent', async (status) => {
    const response = new Response('OK', {status});
    const {client} = clientThatHears(() => response);
    await client.put(SEGMENT, 'd', still());
    expect(response.bodyUsed).toBe(true);
  });

  test('whose body breaks off counts all the same', async () => {
    const body = new ReadableStream({start: (controller) => controller.error(new TypeError('broken'))});
    const {client} = clientThatHears(() => new Response(body, {status: 202}));
    expect(await client.put(SEGMENT, 'd', still())).toEqual({kind: 'taken'});
  });

  test('that never comes may come later', async () => {
    const send = async () => Promise.reject(new TypeError('Failed to fetch'));
    const outcome = await new IngestClient(TARGET, send).put(SEGMENT, 'd', still());
    expect(outcome).toEqual({kind: 'later', reason: 'Failed to fetch'});
  });
});
