import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {ChalkStreamPlayerError, PlayerState} from '../../src/player/config.js';
import {ChalkStreamPlayer} from '../../src/player/player.js';
import {FakeSurroundings, FakeVideo, settle} from './fake-surroundings.js';

const problem = (kind: string) => new Response(JSON.stringify({type: `tag:chalkstream.dev,2026:${kind}`}), {status: 403});
const LIVE = '#EXTM3U\n#EXTINF:2,\n../chunk/a/b.ts\n';
const OVER = `${LIVE}#EXT-X-ENDLIST\n`;
const WAITING_ROOM = '#EXTM3U\n#EXTINF:2,\n../poster.ts\n';

let world: FakeSurroundings;
let video: FakeVideo;
let states: PlayerState[];
let errors: ChalkStreamPlayerError[];
let latencies: number[];
let player: ChalkStreamPlayer;

beforeEach(() => {
  world = new FakeSurroundings();
  video = new FakeVideo();
  states = [];
  errors = [];
  latencies = [];
  player = new ChalkStreamPlayer(
    {
      videoElement: video as unknown as HTMLVideoElement,
      playlist: '/a.m3u8',
      onState: (state) => states.push(state),
      onError: (error) => errors.push(error),
      onLatency: (seconds) => latencies.push(seconds),
    },
    world,
  );
});

afterEach(() => player.close());

async function watchLive(): Promise<void> {
  world.answer = LIVE;
  await player.play();
  world.engine.events.ready();
}

describe('before the stream', () => {
  test('it looks again until there is one', async () => {
    await player.play();
    await world.pass();
    expect(states).toEqual(['waiting']);

    world.answer = LIVE;
    await world.pass();
    expect(states).toEqual(['waiting', 'live']);
    expect(world.engines).toHaveLength(1);
  });

  test('it shows the waiting room, and goes over when the engine does', async () => {
    world.answer = WAITING_ROOM;
    await player.play();
    world.engine.events.plays('early');
    world.engine.events.plays('live');

    expect(states).toEqual(['early', 'live']);
    expect(world.engines).toHaveLength(1);
  });

  test('it says that the server is out of reach, and goes on trying', async () => {
    world.answer = undefined;
    await player.play();
    expect(player.state).toBe('unreachable');

    world.answer = LIVE;
    await world.pass();
    expect(player.state).toBe('live');
  });

  test('it says that a stream is gone', async () => {
    world.answer = 410;
    await player.play();
    expect(states).toEqual(['gone']);
  });

  test('it says that a browser cannot play, and stops looking', async () => {
    world.answer = LIVE;
    world.playable = false;
    await player.play();

    expect(player.state).toBe('unplayable');
    expect(errors.map(({code}) => code)).toEqual(['unplayable']);
    expect(world.waiting).toBe(0);
  });
});

describe('while it plays', () => {
  test('load shows no picture by itself, play does', async () => {
    world.answer = LIVE;
    await player.load();
    world.engine.events.ready();
    expect(video.plays).toBe(0);

    await player.play();
    expect(video.plays).toBe(1);
    expect(world.engines).toHaveLength(1);
  });

  test('a browser that wants a click first is an error of its own, and no end', async () => {
    video.refusal = new DOMException('not now', 'NotAllowedError');
    await watchLive();
    await settle();

    expect(errors.map(({code}) => code)).toEqual(['not-allowed']);
    expect(player.state).toBe('live');
  });

  test('what the engine cannot get over makes it begin anew', async () => {
    await watchLive();
    const [first] = world.engines;
    first!.events.failed('bufferAppendError');
    await settle();
    expect(first!.destroyed).toBe(true);
    expect(errors.map(({message}) => message)).toEqual(['bufferAppendError']);
    expect(world.engines).toHaveLength(1);

    await world.pass();
    expect(states).toEqual(['live']);
    expect(world.engines).toHaveLength(2);
  });

  test('what the engine cannot get over for want of a server is told as that', async () => {
    await watchLive();
    world.answer = undefined;
    world.engine.events.failed('levelLoadError');
    await settle();
    expect(states).toEqual(['live', 'unreachable']);

    world.answer = 410;
    await world.pass();
    expect(states).toEqual(['live', 'unreachable', 'gone']);
  });

  test('an engine that is gone is not listened to', async () => {
    await watchLive();
    const [first] = world.engines;
    first!.events.failed('once');
    first!.events.failed('twice');
    first!.events.plays('complete');

    expect(errors).toHaveLength(1);
    expect(player.state).toBe('live');
  });

  test('latency is the age of the picture, about once a second', async () => {
    await watchLive();
    world.engine.playingDate = new Date(world.time - 5500);
    video.dispatchEvent(new Event('timeupdate'));
    video.dispatchEvent(new Event('timeupdate'));
    expect(latencies).toEqual([5.5]);

    world.time += 1000;
    video.dispatchEvent(new Event('timeupdate'));
    expect(latencies).toEqual([5.5, 6.5]);
  });

  test('a clock that is behind the server shows no picture from the future', async () => {
    await watchLive();
    world.engine.playingDate = new Date(world.time + 5000);
    expect(player.latency).toBe(0);
  });

  test('who listens on the video element is told as well', async () => {
    const heard: unknown[] = [];
    video.addEventListener('chalkstream-state', (event) => heard.push((event as CustomEvent).detail));
    await watchLive();
    expect(heard).toEqual(['live']);
  });

  test('an engine that does not tell is followed by its playlist', async () => {
    world.tells = false;
    world.answer = WAITING_ROOM;
    await player.play();
    world.answer = LIVE;
    await world.pass();
    expect(states).toEqual(['early', 'live']);

    world.answer = undefined;
    await world.pass();
    expect(player.state).toBe('live');
  });
});

describe('after the stream', () => {
  test('it plays again from the start', async () => {
    await watchLive();
    world.engine.events.plays('complete');
    video.finish();
    expect(player.state).toBe('ended');

    player.replay();
    expect(player.state).toBe('complete');
    expect(world.engine.rewound).toBe(1);
  });

  test("the video's own button is a replay too", async () => {
    await watchLive();
    video.finish();
    video.ended = false;
    video.dispatchEvent(new Event('playing'));
    expect(player.state).toBe('complete');
  });

  test('what the engine says late does not undo the end', async () => {
    await watchLive();
    video.finish();
    world.engine.events.plays('complete');
    expect(player.state).toBe('ended');
  });

  test('it comes back when the stream is taken up again', async () => {
    await watchLive();
    world.answer = OVER;
    video.finish();
    await world.pass();
    expect(player.state).toBe('ended');

    world.answer = LIVE;
    await world.pass();
    expect(player.state).toBe('live');
    expect(world.engines).toHaveLength(2);
    expect(world.engines[0]!.destroyed).toBe(true);
  });
});

describe('closing', () => {
  test('lets go of the engine and of all that was to come', async () => {
    await watchLive();
    player.close();
    expect(world.engine.destroyed).toBe(true);

    video.finish();
    await world.pass();
    expect(states).toEqual(['live']);
  });

  test('while it still looks attaches nothing', async () => {
    world.answer = LIVE;
    const playing = player.play();
    player.close();
    await playing;
    expect(world.engines).toHaveLength(0);
    expect(states).toEqual([]);
  });
});

describe('a picture that stands still', () => {
  async function runDry(): Promise<void> {
    await watchLive();
    video.dispatchEvent(new Event('playing'));
    video.currentTime = 8;
    video.dispatchEvent(new Event('timeupdate'));
    video.dispatchEvent(new Event('waiting'));
  }

  test('because the server does not answer is said, and so is that it goes on', async () => {
    await runDry();
    world.answer = undefined;
    await world.pass();
    expect(states).toEqual(['live', 'unreachable']);

    world.engine.events.plays('live');
    expect(player.state).toBe('unreachable');

    video.dispatchEvent(new Event('playing'));
    expect(states).toEqual(['live', 'unreachable', 'live']);
    expect(world.engines).toHaveLength(1);
  });

  test('because nothing new comes is another thing, and turns into the first', async () => {
    await runDry();
    await world.pass();
    world.answer = undefined;
    await world.pass();
    expect(states).toEqual(['live', 'stalled', 'unreachable']);
  });

  test('for a moment is nothing to speak of', async () => {
    await runDry();
    video.currentTime = 8.1;
    video.dispatchEvent(new Event('timeupdate'));
    await world.pass();
    expect(states).toEqual(['live']);
    expect(world.waiting).toBe(0);
  });

  test('does not stop to be known by being paused', async () => {
    await runDry();
    world.answer = undefined;
    await world.pass();
    video.dispatchEvent(new Event('pause'));
    expect(player.state).toBe('unreachable');
  });

  test('by its viewer\'s wish is none', async () => {
    await runDry();
    video.dispatchEvent(new Event('pause'));
    await world.pass();
    expect(states).toEqual(['live']);
  });

  test('before its first movement is being loaded, unless the server does not answer', async () => {
    await watchLive();
    video.dispatchEvent(new Event('waiting'));
    await world.pass();
    expect(states).toEqual(['live']);
    world.answer = undefined;
    await world.pass();
    expect(states).toEqual(['live', 'unreachable']);
  });

  test('while its viewer seeks is being loaded', async () => {
    await runDry();
    video.seeking = true;
    await world.pass();
    expect(states).toEqual(['live']);
  });

  test('in a recording is being loaded', async () => {
    await runDry();
    world.answer = OVER;
    world.engine.events.plays('complete');
    await world.pass();
    expect(states).toEqual(['live', 'complete']);
  });

  test('shows no age', async () => {
    await runDry();
    world.answer = undefined;
    await world.pass();
    world.engine.playingDate = new Date(world.time - 5500);
    video.dispatchEvent(new Event('timeupdate'));
    expect(latencies).toEqual([]);
  });

  test('because its viewer may not watch any more is said', async () => {
    await runDry();
    world.answer = problem('link-expired');
    await world.pass();
    expect(states).toEqual(['live', 'refused']);
    expect(errors.map(({code}) => code)).toEqual(['link-expired']);
    expect(world.engine.destroyed).toBe(true);
  });

  test('is forgotten with its engine', async () => {
    await runDry();
    world.engine.events.failed('bufferAppendError');
    await world.pass();
    world.engine.events.plays('live');
    expect(player.state).toBe('live');
  });
});

describe('who may not watch', () => {
  test('is told why, once, and is let in when that changes', async () => {
    world.answer = problem('link-missing');
    await player.play();
    await world.pass();
    expect(states).toEqual(['refused']);
    expect(errors.map(({code}) => code)).toEqual(['link-missing']);
    expect(errors[0]?.message).toContain('Ask the broadcaster');

    world.answer = LIVE;
    await world.pass();
    expect(player.state).toBe('live');
  });

  test('is told anew when the reason is another', async () => {
    world.answer = 401;
    await player.play();
    world.answer = 403;
    await world.pass();
    expect(errors.map(({code}) => code)).toEqual(['unauthorized', 'forbidden']);
  });

  test('in mid-stream is not told that the server is out of reach', async () => {
    await watchLive();
    world.answer = problem('link-expired');
    world.engine.events.failed('levelLoadError', 403);
    await settle();
    expect(states).toEqual(['live', 'refused']);
    expect(errors.map(({code}) => code)).toEqual(['link-expired']);
  });
});
