import {describe, expect, test, vi} from 'vitest';
import {Operator, OperatorError} from '../../src/page/operator.js';

const SERVER = new URL('https://example.org/app/live/');

function answering(...answers: (Response | Error)[]) {
  return vi.fn<typeof fetch>(async () => {
    const answer = answers.shift();
    if (answer instanceof Response) {
      return answer;
    }
    throw answer ?? new Error('nothing more was expected');
  });
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(() => undefined, (reason: unknown) => reason);
  return error instanceof OperatorError ? `${error.code}: ${error.message}` : String(error);
}

describe('an operator', () => {
  test('asks the server that the page belongs to, with the token in a header', async () => {
    const fetch = answering(Response.json({live: 2, streams: []}));
    expect(await new Operator(SERVER, 'secret', fetch).overview('complete')).toEqual({live: 2, streams: []});
    expect(fetch).toHaveBeenCalledWith(
      'https://example.org/app/live/api/streams?state=complete',
      expect.objectContaining({headers: {Authorization: 'Bearer secret'}}),
    );
  });

  test.each([
    [new Response('', {status: 401}), /^unauthorized/],
    [new Response('', {status: 404}), /^absent/],
    [new Response('no JSON', {status: 502}), /^unreachable: .*502/],
    [Response.json({detail: 'the store is out of reach'}, {status: 503}), /^unreachable: .*out of reach/],
    [new Response('<html>', {status: 200}), /^unreachable/],
    [new TypeError('Failed to fetch'), /^unreachable/],
  ])('is told why there is no answer', async (answer, reason) => {
    expect(await codeOf(new Operator(SERVER, 'secret', answering(answer)).overview('live'))).toMatch(reason);
  });

  test('takes a stream down, or finds it gone', async () => {
    const fetch = answering(new Response(null, {status: 204}), new Response('', {status: 404}));
    const operator = new Operator(SERVER, 'secret', fetch);
    await operator.takeDown('abc');
    await operator.takeDown('abc');
    expect(fetch).toHaveBeenCalledWith(
      'https://example.org/app/live/api/streams/abc',
      expect.objectContaining({method: 'DELETE', headers: {Authorization: 'Bearer secret'}}),
    );
  });

  test('is told when a stream could not be taken down', async () => {
    const operator = new Operator(SERVER, 'secret', answering(new Response('', {status: 503})));
    expect(await codeOf(operator.takeDown('abc'))).toMatch(/^unreachable/);
  });
});
