import type Hls from 'hls.js';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {HlsEngine} from '../../src/player/hls-engine.js';
import {FakeVideo} from './fake-surroundings.js';

type Listener = (event: string, data: unknown) => void;

/** What an engine uses of hls.js, whose playlists and errors a test makes. */
class FakeHls {
  static readonly Events = {MANIFEST_PARSED: 'parsed', LEVEL_UPDATED: 'updated', ERROR: 'error'};
  static made: FakeHls[] = [];
  destroyed = false;
  loading = true;
  targetLatency = 0;
  playingDate = null;
  private readonly listeners = new Map<string, Listener>();

  constructor(readonly config: Record<string, unknown>) {
    FakeHls.made.push(this);
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, listener);
  }

  loadSource(): void {}

  attachMedia(): void {}

  stopLoad(): void {
    this.loading = false;
  }

  destroy(): void {
    this.destroyed = true;
  }

  /** A playlist has come: segments of two seconds, from a place on the timeline on. */
  lists(names: readonly string[], {start = 0, live = true} = {}): void {
    const fragments = names.map((name, i) => ({url: `https://a.example/${name}`, start: start + 2 * i, duration: 2}));
    this.listeners.get('updated')?.('updated', {details: {fragments, live, targetduration: 2}});
  }

  fails(code?: number): void {
    const response = code === undefined ? undefined : {code};
    this.listeners.get('error')?.('error', {fatal: true, details: 'levelLoadError', response});
  }
}

const POSTERS = ['poster.ts', 'poster.ts', 'poster.ts', 'poster.ts'];
let video: FakeVideo;
let story: string[];
let engine: HlsEngine;

beforeEach(() => {
  vi.useFakeTimers();
  FakeHls.made = [];
  video = new FakeVideo();
  story = [];
  engine = new HlsEngine(FakeHls as unknown as typeof Hls, video as unknown as HTMLVideoElement, '/a.m3u8', {
    ready: () => story.push('ready'),
    plays: (what) => story.push(what),
    failed: (detail, status) => story.push(`failed: ${detail} ${status}`),
  });
});

afterEach(() => {
  engine.destroy();
  vi.useRealTimers();
});

const latest = () => FakeHls.made.at(-1)!;

test('a waiting room has no length', () => {
  latest().lists(POSTERS);
  expect(story).toEqual(['early']);
  expect(latest().config.liveDurationInfinity).toBe(true);
});

test('the stream behind the waiting room has a timeline of its own', async () => {
  latest().lists(POSTERS);
  const [room] = FakeHls.made;
  latest().lists(['a.ts', 'b.ts'], {start: 608});
  expect(room).toMatchObject({loading: false, destroyed: false});
  expect(story).toEqual(['early']);

  await vi.advanceTimersByTimeAsync(0);
  expect(room?.destroyed).toBe(true);
  expect(FakeHls.made).toHaveLength(2);
  expect(latest().config).not.toHaveProperty('liveDurationInfinity');
  latest().lists(['a.ts', 'b.ts']);
  expect(story).toEqual(['early', 'live']);
});

test('of a single segment it waits for the next one, and goes nowhere meanwhile', async () => {
  latest().lists(POSTERS);
  const [room] = FakeHls.made;
  latest().lists(['a.ts'], {start: 608});
  expect(room).toMatchObject({loading: false, config: {liveSyncMode: 'buffered'}});
  // What was under way when loading was stopped still comes.
  latest().lists(['a.ts', 'b.ts'], {start: 608});
  await vi.advanceTimersByTimeAsync(1999);
  expect(FakeHls.made).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(FakeHls.made).toHaveLength(2);
});

test('a stream of one segment that is over already is shown at once', async () => {
  latest().lists(POSTERS);
  latest().lists(['a.ts'], {start: 608, live: false});
  await vi.advanceTimersByTimeAsync(0);
  latest().lists(['a.ts'], {live: false});
  expect(story).toEqual(['early', 'complete']);
});

test('what is closed while it leaves the waiting room does not begin anew', async () => {
  latest().lists(POSTERS);
  latest().lists(['a.ts', 'b.ts'], {start: 608});
  engine.destroy();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(FakeHls.made).toHaveLength(1);
});

test('a recording is rewound to its start', () => {
  latest().lists(['a.ts', 'b.ts'], {live: false});
  video.currentTime = 4;
  engine.rewind();
  expect(video.currentTime).toBe(0);
  expect(FakeHls.made).toHaveLength(1);
});

test('a recording of which the viewer has seen more than is kept begins at 0 when it is rewound', () => {
  latest().lists(['x.ts', 'y.ts'], {start: 3600, live: false});
  engine.rewind();
  expect(FakeHls.made.map(({destroyed}) => destroyed)).toEqual([true, false]);
});

test('an answer that ends it is told with its status', () => {
  latest().fails(403);
  latest().fails();
  expect(story).toEqual(['failed: levelLoadError 403', 'failed: levelLoadError undefined']);
});
