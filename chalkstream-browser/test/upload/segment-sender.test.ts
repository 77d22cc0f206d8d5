import {describe, expect, test} from 'vitest';
import type {Outcome} from '../../src/upload/ingest-client.js';
import {SegmentSender} from '../../src/upload/segment-sender.js';

const TAKEN: Outcome = {kind: 'taken'};
const LATER: Outcome = {kind: 'later', reason: 'busy', status: 503};
const MISSING: Outcome = {kind: 'needs-initialization', reason: 'it is not here'};

/** A server whose answers are given beforehand; it takes what is sent after them. */
function server(...answers: Outcome[]) {
  const requests: string[] = [];
  const answer = async (request: string) => {
    requests.push(request);
    return answers.shift() ?? TAKEN;
  };
  const client = {
    put: ({sequence}: {sequence: number}, digest: string, _signal: AbortSignal, section?: string) =>
      answer(section === undefined ? `${sequence} ${digest}` : `${sequence} ${digest} by ${section}`),
    putInitialization: (_bytes: Uint8Array, digest: string) => answer(`section ${digest}`),
  };
  const sender = new SegmentSender(client, async (bytes) => `#${bytes[0]}`);
  let sequence = 0;
  const send = (section?: Uint8Array<ArrayBuffer>, begins?: () => unknown) =>
    sender.send(
      {sequence: sequence++, duration: 2, bytes: new Uint8Array([7]), initialization: section},
      new AbortController().signal,
      begins,
    );
  return {requests, send};
}

const SECTION = new Uint8Array([1]);
const OTHER = new Uint8Array([2]);

describe('a section', () => {
  test('is sent once, in front of the first segment that needs it', async () => {
    const {requests, send} = server();
    await send(SECTION);
    await send(SECTION);
    expect(requests).toEqual(['section #1', '0 #7 by #1', '1 #7 by #1']);
  });

  test('is sent where it is another', async () => {
    const {requests, send} = server();
    await send(SECTION);
    await send(OTHER);
    expect(requests.slice(2)).toEqual(['section #2', '1 #7 by #2']);
  });

  test('is none of a transport stream', async () => {
    const {requests, send} = server();
    await send();
    expect(requests).toEqual(['0 #7']);
  });

  test('that the server does not take holds up the segment, and is sent again', async () => {
    const {requests, send} = server(LATER);
    expect(await send(SECTION)).toBe(LATER);
    expect(await send(SECTION)).toEqual(TAKEN);
    expect(requests).toEqual(['section #1', 'section #1', '1 #7 by #1']);
  });

  test('does not count as time that the segment takes', async () => {
    const {requests, send} = server();
    await send(SECTION, () => requests.push('begins'));
    expect(requests).toEqual(['section #1', 'begins', '0 #7 by #1']);
  });

  test('that the server does not have any more is sent again, and the segment behind it', async () => {
    const {requests, send} = server(TAKEN, MISSING);
    expect(await send(SECTION)).toEqual(TAKEN);
    expect(requests).toEqual(['section #1', '0 #7 by #1', 'section #1', '0 #7 by #1']);
  });

  test('that the server loses at once is tried again later, and not for ever', async () => {
    const {requests, send} = server(TAKEN, MISSING, TAKEN, MISSING);
    expect(await send(SECTION)).toEqual({kind: 'later', reason: 'it is not here', status: 412});
    expect(requests).toHaveLength(4);
  });
});
