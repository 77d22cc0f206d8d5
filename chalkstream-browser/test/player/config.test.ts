import {expect, test} from 'vitest';
import {playlistOf} from '../../src/player/config.js';
import {choose} from '../../src/player/engine.js';

const PAGE = 'https://site.example/shows/tonight.html';
const STREAM = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const videoElement = {} as HTMLVideoElement;

test('a stream is looked for at the root of the page unless a server is named', () => {
  expect(playlistOf({videoElement, streamId: STREAM}, PAGE)).toBe(`https://site.example/playlist/${STREAM}.m3u8`);
});

test.each(['../live', '../live/', 'https://site.example/live'])('the server %s has its playlists below it', (server) => {
  expect(playlistOf({videoElement, streamId: STREAM, server}, PAGE)).toBe(
    `https://site.example/live/playlist/${STREAM}.m3u8`,
  );
});

test('a playlist is taken as it is', () => {
  expect(playlistOf({videoElement, playlist: '/a.m3u8?x=1'}, PAGE)).toBe('https://site.example/a.m3u8?x=1');
});

test.each([undefined, 'abc', STREAM.toUpperCase()])('%s is no stream id', (streamId) => {
  expect(() => playlistOf({videoElement, streamId}, PAGE)).toThrow('streamId');
});

const playsHls = {canPlayType: () => 'maybe' as const};
const playsNoHls = {canPlayType: () => '' as const};
const Source = class {};

test('Safari plays by itself', () => {
  expect(choose('auto', playsHls, {MediaSource: Source, ManagedMediaSource: Source})).toBe('native');
});

test('a telephone that has no media source plays by itself', () => {
  expect(choose('auto', playsHls, {})).toBe('native');
});

test('a Chrome that can play HLS too uses hls.js, which tells what it plays', () => {
  expect(choose('auto', playsHls, {MediaSource: Source})).toBe('hls.js');
});

test('a wish is granted where it can be', () => {
  expect(choose('native', playsHls, {MediaSource: Source})).toBe('native');
  expect(choose('native', playsNoHls, {MediaSource: Source})).toBeUndefined();
  expect(choose('hls.js', playsHls, {})).toBeUndefined();
});

test('a browser with neither plays nothing', () => {
  expect(choose('auto', playsNoHls, {})).toBeUndefined();
});

test('a path that begins with two slashes is a path all the same', () => {
  const server = new URL('https://live.example//evil.example/');
  expect(playlistOf({videoElement, server, streamId: STREAM}, PAGE)).toBe(
    `https://live.example//evil.example/playlist/${STREAM}.m3u8`,
  );
});
