import {describe, expect, test} from 'vitest';
import {FakeRun} from './fake-run.js';

async function running(): Promise<FakeRun> {
  const fake = new FakeRun();
  await fake.run.start();
  return fake;
}

describe('a run', () => {
  test('numbers its segments from 0 and sends them', async () => {
    const fake = await running();
    fake.encoded();
    fake.encoded();
    await fake.clock.advance(100);
    expect(fake.story).toEqual(['encoded 0', 'encoded 1', 'uploaded 0', 'uploaded 1']);
  });

  test('announces its container, and gives way where the stream is of the other', async () => {
    const fake = new FakeRun();
    fake.announcement = {kind: 'never', code: 'other-container', reason: 'it is of MPEG-TS'};
    await fake.run.start();
    await fake.clock.advance(1);
    expect(fake.announced).toEqual(['cmaf']);
    expect(fake.story).toEqual(['failed: other-container']);
  });

  test('goes on where an announcement is not understood', async () => {
    const fake = new FakeRun();
    fake.announcement = {kind: 'never', code: 'rejected', reason: 'there is nothing under this path'};
    await fake.run.start();
    fake.encoded();
    await fake.clock.advance(100);
    expect(fake.story).toEqual(['encoded 0', 'uploaded 0']);
  });

  test('says about once a second how it does', async () => {
    const fake = await running();
    fake.uploadMillis = 500;
    fake.encoded();
    fake.encoder.frames = 24;
    await fake.clock.advance(1000);
    expect(fake.stats).toHaveLength(2);
    expect(fake.stats[1]).toEqual({
      uploadRate: 4_000_000,
      encoderFrameRate: 24,
      videoBitrate: 1_000_000,
      queuedSegments: 0,
      queuedBytes: 0,
      queuedSeconds: 0,
      roundTrip: 500,
      droppedSegments: 0,
      uploadedSegments: 1,
    });
  });

  test('lowers the bitrate before it drops anything, when the uplink is too slow', async () => {
    const fake = await running();
    fake.uploadMillis = 4000;
    for (let n = 0; n < 6; n++) {
      fake.encoded();
      await fake.clock.advance(2000);
    }
    expect(fake.encoder.bitrate).toBeLessThan(500_000);
    expect(fake.stats.at(-1)).toMatchObject({droppedSegments: 0, videoBitrate: fake.encoder.bitrate});
  });

  test('does not take an outage of the server for a slow uplink', async () => {
    const fake = await running();
    fake.uploadMillis = 100;
    fake.encoded();
    await fake.clock.advance(2000);
    fake.answer = {kind: 'later', reason: 'out of reach'};
    for (let n = 0; n < 5; n++) {
      fake.encoded();
      await fake.clock.advance(2000);
    }
    expect(fake.encoder.bitrate).toBe(1_000_000);
  });

  test('reports a segment that the server refuses, and goes on', async () => {
    const fake = await running();
    fake.answer = {kind: 'never', code: 'rejected', reason: 'too large'};
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'taken'};
    fake.encoded();
    await fake.clock.advance(100);
    expect(fake.story).toEqual(['encoded 0', 'dropped 0: rejected', 'encoded 1', 'uploaded 1']);
    expect(fake.errors.map(({code}) => code)).toEqual(['rejected']);
    expect(fake.errors[0]?.message).toContain('too large');
  });

  test('says when nothing comes from the camera any more', async () => {
    const fake = await running();
    await fake.clock.advance(16_000);
    expect(fake.errors).toEqual([]);
    await fake.clock.advance(1000);
    expect(fake.errors.map(({code}) => code)).toEqual(['stalled']);
  });
});

describe('stopping', () => {
  test('sends the last part of a segment, then says that it is complete', async () => {
    const fake = await running();
    fake.encoded();
    fake.encoder.last = [0.7];
    await Promise.all([fake.run.stop(), fake.clock.advance(100)]);
    expect(fake.story).toEqual(['encoded 0', 'encoded 1', 'uploaded 0', 'uploaded 1', 'complete']);
  });

  test('says nothing to a server that has nothing of the run', async () => {
    const fake = await running();
    await fake.run.stop();
    expect(fake.story).toEqual([]);
  });

  test('gives up after half a minute what the server does not take', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'later', reason: 'out of reach'};
    fake.encoded();
    await Promise.all([fake.run.stop(), fake.clock.advance(41_000)]);
    expect(fake.story.slice(2, 5)).toEqual(['encoded 1', 'dropped 1: stopped', 'complete']);
    expect(fake.errors.map(({code}) => code)).toEqual(['incomplete']);
  });

  test('says it again where the server had no ear for it', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'later', reason: 'busy', retryAfter: 1000};
    const stopped = fake.run.stop();
    await fake.clock.advance(500);
    fake.answer = {kind: 'taken'};
    await Promise.all([stopped, fake.clock.advance(1000)]);
    expect(fake.story.slice(2)).toEqual(['complete', 'complete']);
    expect(fake.errors).toEqual([]);
  });

  test('counts no frames backwards while the last segments are being sent', async () => {
    const fake = await running();
    fake.encoder.frames = 50;
    fake.uploadMillis = 5000;
    fake.encoded();
    await fake.clock.advance(2000);
    await Promise.all([fake.run.stop(), fake.clock.advance(5000)]);
    expect(Math.min(...fake.stats.map(({encoderFrameRate}) => encoderFrameRate))).toBe(0);
  });

  test('leaves no timer behind', async () => {
    const fake = await running();
    fake.encoded();
    await Promise.all([fake.run.stop(), fake.clock.advance(100)]);
    expect(fake.clock.pending).toBe(0);
  });

  test('by a page that goes away is said at once', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.run.abandon();
    fake.encoded();
    expect(fake.story.slice(2)).toEqual(['complete at once', 'encoded 1', 'dropped 1: stopped']);
  });

  test('by a page that goes away before the server has anything is said to nobody', async () => {
    const fake = await running();
    fake.run.abandon();
    expect(fake.story).toEqual([]);
  });
});

describe('a run is over', () => {
  test('when its camera is, which is told once', async () => {
    const fake = await running();
    fake.camera.end();
    fake.camera.end();
    expect(fake.story).toEqual(['failed: capture-ended']);
  });

  test('when its encoder gives up', async () => {
    const fake = await running();
    fake.encoderFails(new Error('out of memory'));
    expect(fake.errors[0]?.message).toContain('out of memory');
    expect(fake.story).toEqual(['failed: encoder-failed']);
  });

  test('when the server does not let it publish', async () => {
    const fake = await running();
    fake.answer = {kind: 'never', code: 'unauthorized', reason: 'no token'};
    fake.encoded();
    await fake.clock.advance(100);
    expect(fake.story).toEqual(['encoded 0', 'dropped 0: stopped', 'failed: unauthorized']);
    expect(fake.errors[0]?.message).toContain('no token');
  });

  test('when another has taken over, whose stream it does not end', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'never', code: 'superseded', reason: 'a later run'};
    fake.encoded();
    await fake.clock.advance(100);
    await Promise.all([fake.run.stop(), fake.clock.advance(100)]);
    expect(fake.story).not.toContain('complete');
  });
});

test('a run whose container is not the stream\'s is over, and leaves the stream to another run', async () => {
  const fake = await running();
  fake.encoded();
  await fake.clock.advance(100);
  fake.answer = {kind: 'never', code: 'other-container', reason: 'it is MPEG-TS'};
  fake.encoded();
  await fake.clock.advance(100);
  await Promise.all([fake.run.stop(), fake.clock.advance(100)]);
  expect(fake.errors.map(({code}) => code)).toEqual(['other-container']);
  expect(fake.errors[0]?.message).toContain('it is MPEG-TS');
  expect(fake.story).not.toContain('complete');
});

describe('the state of a run', () => {
  test('is live from the first segment that the server takes, and not before', async () => {
    const fake = await running();
    fake.uploadMillis = 500;
    fake.encoded();
    await fake.clock.advance(499);
    expect(fake.states).toEqual([]);
    await fake.clock.advance(1);
    expect(fake.states).toEqual(['live']);
  });

  test('is reconnecting from the first failure to the next success, with how much waits', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'later', reason: 'Failed to fetch'};
    fake.encoded();
    fake.encoded();
    await fake.clock.advance(1000);
    expect(fake.states).toEqual(['live', 'reconnecting']);
    expect(fake.stats.at(-1)).toMatchObject({queuedSegments: 2, queuedSeconds: 4});

    fake.answer = {kind: 'taken'};
    await fake.clock.advance(5000);
    expect(fake.states).toEqual(['live', 'reconnecting', 'live']);
  });

  test('is not live before the server was there at all', async () => {
    const fake = await running();
    fake.answer = {kind: 'later', reason: 'Failed to fetch'};
    fake.encoded();
    await fake.clock.advance(100);
    expect(fake.states).toEqual(['reconnecting']);
  });

  test('says what the server says, and says it anew', async () => {
    const fake = await running();
    fake.answer = {kind: 'later', reason: 'Failed to fetch'};
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'later', reason: 'too many streams', status: 429};
    await fake.clock.advance(1000);
    expect(fake.states).toEqual(['reconnecting', 'reconnecting: too many streams']);
  });

  test('is reconnecting where an upload hangs, before it is given up', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.uploadMillis = 1_000_000;
    fake.encoded();
    await fake.clock.advance(12_000);
    expect(fake.states).toEqual(['live']);
    await fake.clock.advance(1000);
    expect(fake.states).toEqual(['live', 'reconnecting']);
  });

  test('is signed-out where the server asks for credentials again, which is told once, and goes on', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'never', code: 'unauthorized', reason: 'log in'};
    fake.encoded();
    await fake.clock.advance(6000);
    expect(fake.states).toEqual(['live', 'signed-out: log in']);
    expect(fake.errors.map(({code}) => code)).toEqual(['signed-out']);

    fake.answer = {kind: 'taken'};
    fake.run.retry();
    await fake.clock.advance(0);
    expect(fake.story).toEqual(['encoded 0', 'uploaded 0', 'encoded 1', 'uploaded 1']);
    expect(fake.states.at(-1)).toBe('live');
  });

  test('ends where the server does not allow it, whoever it is', async () => {
    const fake = await running();
    fake.encoded();
    await fake.clock.advance(100);
    fake.answer = {kind: 'never', code: 'forbidden', reason: 'not here'};
    fake.encoded();
    await fake.clock.advance(100);
    expect(fake.story.at(-1)).toBe('failed: forbidden');
    expect(fake.errors[0]?.message).toContain('You may not publish');
  });

  test('is stopping while what is left is sent', async () => {
    const fake = await running();
    fake.encoded();
    await Promise.all([fake.run.stop(), fake.clock.advance(100)]);
    expect(fake.states.at(-1)).toBe('stopping');
  });
});
