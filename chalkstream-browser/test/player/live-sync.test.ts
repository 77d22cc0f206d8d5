import type Hls from 'hls.js';
import type {LevelDetails} from 'hls.js';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {LiveEdge} from '../../src/player/live-edge.js';
import {LiveSync} from '../../src/player/live-sync.js';

/** A video element with so much at hand behind what it plays. */
class Video extends EventTarget {
  currentTime = 100;
  playbackRate = 1;
  paused = false;
  seeking = false;
  ended = false;
  ahead = 10;

  get buffered() {
    return {length: 1, start: () => 0, end: () => this.currentTime + this.ahead};
  }

  happens(...events: string[]): void {
    events.forEach((event) => this.dispatchEvent(new Event(event)));
  }

  goTo(time: number): void {
    this.currentTime = time;
    this.happens('seeked', 'timeupdate');
  }
}

const details = (live: boolean) => ({live, fragments: [{duration: 2}, {duration: 2}]}) as unknown as LevelDetails;

let video: Video;
let hls: {latency: number; targetLatency: number; liveSyncPosition: number};
let sync: LiveSync;

beforeEach(() => {
  Object.assign(globalThis, {document: {hidden: false}});
  video = new Video();
  hls = {latency: 4.5, targetLatency: 0, liveSyncPosition: 140};
  sync = new LiveSync(video as unknown as HTMLVideoElement, hls as unknown as Hls, new LiveEdge(() => 0));
  sync.update(details(true), false);
  video.happens('playing', 'timeupdate');
});

afterEach(() => sync.close());

test('hls.js is told where to be', () => {
  expect(hls.targetLatency).toBe(4.5);
});

test('what a stall has cost is caught up with', () => {
  hls.latency = 12;
  video.happens('timeupdate');
  expect(video.playbackRate).toBe(1.25);

  hls.latency = 4.5;
  video.happens('timeupdate');
  expect(video.playbackRate).toBe(1);
});

test('a stall is a reason to be farther behind', () => {
  video.happens('waiting');
  expect(hls.targetLatency).toBe(5.5);
});

test('a seek is no stall', () => {
  video.seeking = true;
  video.happens('waiting');
  expect(hls.targetLatency).toBe(4.5);
});

test('what is hopelessly behind jumps to the live picture', () => {
  hls.latency = 60;
  video.happens('timeupdate');
  expect(video.currentTime).toBe(140);
});

test('who has gone back is left alone, until they ask for the live picture', () => {
  hls.latency = 60;
  video.goTo(40);
  expect(video.currentTime).toBe(40);
  expect(video.playbackRate).toBe(1);

  sync.jump();
  expect(video.currentTime).toBe(140);
});

test('who has gone back and comes forward again is kept at the live picture again', () => {
  hls.latency = 60;
  video.goTo(40);
  hls.latency = 6;
  video.goTo(95);
  expect(video.playbackRate).toBeGreaterThan(1);
});

test('a leap over a gap is not taken for a wish', () => {
  hls.latency = 15;
  video.goTo(104);
  expect(video.playbackRate).toBe(1.25);
});

test('who has paused goes on from there', () => {
  video.happens('pause');
  hls.latency = 60;
  video.happens('timeupdate');
  expect(video.currentTime).toBe(100);
});

test('what a browser has paused in the background comes back to the live picture', () => {
  Object.assign(globalThis, {document: {hidden: true}});
  video.happens('pause');
  hls.latency = 60;
  video.happens('timeupdate');
  expect(video.currentTime).toBe(140);
});

test.each([
  ['a recording', false, false],
  ['the waiting room', true, true],
])('%s is played as it is', (_what, live, poster) => {
  hls.latency = 12;
  video.happens('timeupdate');
  sync.update(details(live), poster);
  expect(video.playbackRate).toBe(1);

  video.happens('timeupdate', 'waiting');
  expect(video.playbackRate).toBe(1);
});
