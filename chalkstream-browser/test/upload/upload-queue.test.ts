import {describe, expect, test} from 'vitest';
import type {Outcome} from '../../src/upload/ingest-client.js';
import {LATER, ScriptedServer, TAKEN} from './scripted-server.js';

const never = (code: 'rejected' | 'unauthorized' | 'forbidden' | 'superseded'): Outcome => ({kind: 'never', code, reason: 'no'});

describe('segments', () => {
  test('are sent one at a time and in order', async () => {
    const server = new ScriptedServer();
    await server.push(3);
    expect(server.attempts.map(({sequence}) => sequence)).toEqual([0]);
    await server.answers(TAKEN);
    expect(server.attempts.map(({sequence}) => sequence)).toEqual([0, 1]);
    await server.answers(TAKEN);
    await server.answers(TAKEN);
    expect(server.story).toEqual(['uploaded 0', 'uploaded 1', 'uploaded 2']);
    expect(server.queue.segments).toBe(0);
  });

  test('that wait are counted in number, bytes and seconds', async () => {
    const server = new ScriptedServer();
    await server.push(2);
    expect(server.queue).toMatchObject({segments: 2, bytes: 200, seconds: 4});
  });

  test('that come after the end are not taken', async () => {
    const server = new ScriptedServer();
    server.queue.close();
    await server.push(1);
    expect(server.story).toEqual(['dropped 0: stopped']);
    expect(server.attempts).toEqual([]);
  });
});

describe('a segment that the server cannot take now', () => {
  test('is sent again with the same number and digest, after longer and longer pauses', async () => {
    const server = new ScriptedServer();
    server.says(LATER, LATER, LATER, TAKEN);
    await server.push(1);
    await server.clock.advance(10_000);
    expect(server.attempts).toEqual([0, 500, 1500, 3500].map((at) => ({sequence: 0, digest: 'digest-100', at})));
    expect(server.story).toEqual(['uploaded 0']);
  });

  test('holds up those behind it', async () => {
    const server = new ScriptedServer();
    server.says(LATER, TAKEN, TAKEN);
    await server.push(2);
    await server.clock.advance(499);
    expect(server.attempts).toHaveLength(1);
    await server.clock.advance(1);
    expect(server.attempts.map(({sequence}) => sequence)).toEqual([0, 0, 1]);
  });

  test('is not sent again before the server wants it, jitter or not', async () => {
    const server = new ScriptedServer();
    server.says({kind: 'later', reason: 'busy', retryAfter: 20_000}, TAKEN);
    await server.push(1);
    await server.clock.advance(20_499);
    expect(server.attempts).toHaveLength(1);
    await server.clock.advance(1);
    expect(server.story).toEqual(['uploaded 0']);
  });

  test('makes no later one wait longer once it is through', async () => {
    const server = new ScriptedServer();
    server.says(LATER, LATER, TAKEN, LATER, TAKEN);
    await server.push(1);
    await server.clock.advance(2000);
    const before = server.clock.now();
    await server.push(1);
    await server.clock.advance(1000);
    expect(server.attempts.slice(3).map(({at}) => at - before)).toEqual([0, 500]);
  });

  test('is given up while the queue is full, or nothing else would ever go', async () => {
    const server = new ScriptedServer();
    await server.push(3);
    await server.answers(LATER);
    expect(server.story).toEqual(['dropped 0: queue-full']);
    await server.clock.advance(500);
    expect(server.attempts.map(({sequence}) => sequence)).toEqual([0, 1]);
  });
});

describe('a request that hangs', () => {
  test('is given up and made again, with more patience each time', async () => {
    const server = new ScriptedServer();
    await server.push(1, 320);
    await server.clock.advance(10_010 + 500);
    expect(server.attempts.map(({at}) => at)).toEqual([0, 10_510]);
    await server.clock.advance(2 * 10_010 + 1000);
    expect(server.attempts.map(({at}) => at)).toEqual([0, 10_510, 31_530]);
  });

  test('leaves no timer behind when it is answered', async () => {
    const server = new ScriptedServer();
    await server.push(1);
    await server.answers(TAKEN);
    expect(server.clock.pending).toBe(0);
  });
});

describe('a queue that is full', () => {
  test('drops the oldest that is not being sent, and never uses its number again', async () => {
    const server = new ScriptedServer();
    await server.push(4);
    expect(server.story).toEqual(['dropped 1: queue-full']);
    server.says(TAKEN, TAKEN);
    await server.answers(TAKEN);
    expect(server.attempts.map(({sequence}) => sequence)).toEqual([0, 2, 3]);
  });

  test('drops the very oldest while it waits to be sent again', async () => {
    const server = new ScriptedServer();
    server.says(LATER);
    await server.push(1);
    await server.push(3);
    expect(server.story).toEqual(['dropped 0: queue-full']);
  });

  test('is full by bytes too, but takes a segment that is larger than all it may hold', async () => {
    const server = new ScriptedServer({segments: 10, bytes: 250});
    await server.push(3);
    expect(server.story).toEqual(['dropped 1: queue-full']);
    const lonely = new ScriptedServer({segments: 10, bytes: 250});
    await lonely.push(1, 300);
    expect(lonely.attempts).toHaveLength(1);
  });
});

describe('a refusal', () => {
  test('of one segment is reported, and the next one goes', async () => {
    const server = new ScriptedServer();
    server.says(never('rejected'), TAKEN);
    await server.push(2);
    expect(server.story).toEqual(['dropped 0: rejected', 'uploaded 1']);
  });

  test.each(['unauthorized', 'forbidden', 'superseded'] as const)('of the whole run, %s, ends it', async (code) => {
    const server = new ScriptedServer();
    server.says(never(code));
    await server.push(2);
    await server.push(1);
    const dropped = [0, 1, 2].map((sequence) => `dropped ${sequence}: stopped`);
    expect(server.story).toEqual([dropped[0], dropped[1], `refused: ${code}`, dropped[2]]);
    expect(server.attempts).toHaveLength(1);
  });
});

describe('somebody who is signed out in mid-stream', () => {
  async function signedOut(): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    server.says(TAKEN, never('unauthorized'));
    await server.push(3);
    return server;
  }

  test('loses nothing of what waits, and is asked for again', async () => {
    const server = await signedOut();
    expect(server.queue.trouble).toEqual({kind: 'unauthorized', detail: 'no'});
    server.says(never('unauthorized'), TAKEN, TAKEN);
    await server.clock.advance(1500);
    expect(server.story).toEqual(['uploaded 0', 'uploaded 1', 'uploaded 2']);
    expect(server.queue.trouble).toBeUndefined();
  });

  test('goes on at once after signing in again', async () => {
    const server = await signedOut();
    server.says(TAKEN, TAKEN);
    server.queue.retry();
    await server.clock.advance(0);
    expect(server.story).toEqual(['uploaded 0', 'uploaded 1', 'uploaded 2']);
    expect(server.clock.pending).toBe(0);
  });

  test('is not waited for at the end', async () => {
    const server = await signedOut();
    expect(await server.queue.drained(30_000)).toBe(false);
  });

  test('is not let in by a later refusal of another kind', async () => {
    const server = await signedOut();
    server.says(never('forbidden'));
    await server.clock.advance(500);
    expect(server.story).toEqual(['uploaded 0', 'dropped 1: stopped', 'dropped 2: stopped', 'refused: forbidden']);
  });
});

describe('what is wrong', () => {
  test('is in the words of a server that answers', async () => {
    const server = new ScriptedServer();
    server.says({kind: 'later', reason: 'the store is away', status: 503});
    await server.push(1);
    expect(server.queue.trouble).toEqual({kind: 'unavailable', detail: 'the store is away'});
  });

  test('is in nobody\'s words where the server does not answer', async () => {
    const server = new ScriptedServer();
    server.says(LATER);
    await server.push(1);
    expect(server.queue.trouble).toEqual({kind: 'unavailable', detail: undefined});
  });

  test('is nothing any more when a segment is through', async () => {
    const server = new ScriptedServer();
    server.says(LATER, TAKEN);
    await server.push(1);
    await server.clock.advance(500);
    expect(server.queue.trouble).toBeUndefined();
  });
});

describe('draining', () => {
  test('is over at once when nothing waits', async () => {
    expect(await new ScriptedServer().queue.drained(1000)).toBe(true);
  });

  test('waits for the last answer', async () => {
    const server = new ScriptedServer();
    await server.push(2);
    let drained: boolean | undefined;
    void server.queue.drained(30_000).then((all) => (drained = all));
    await server.answers(TAKEN);
    expect(drained).toBeUndefined();
    await server.answers(TAKEN);
    expect(drained).toBe(true);
  });

  test('has an end even if the server has none', async () => {
    const server = new ScriptedServer();
    await server.push(1);
    const drained = server.queue.drained(5000);
    await server.clock.advance(5000);
    expect(await drained).toBe(false);
    server.queue.close();
    expect(server.story).toEqual(['dropped 0: stopped']);
  });
});
