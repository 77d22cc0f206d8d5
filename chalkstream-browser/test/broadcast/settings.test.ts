import {describe, expect, test} from 'vitest';
import type {ChalkStreamConfig} from '../../src/broadcast/config.js';
import {settingsOf} from '../../src/broadcast/settings.js';

const PAGE = 'https://studio.example/shows/today.html?x=1#y';

function server(ingestServer: string | URL | undefined): string {
  return settingsOf({ingestServer}, PAGE).server.href;
}

describe('the server', () => {
  test('is the root of the page’s own origin by default', () => {
    expect(server(undefined)).toBe('https://studio.example/');
  });

  test.each([
    ['https://live.example', 'https://live.example/'],
    ['https://live.example/app/live', 'https://live.example/app/live/'],
    ['https://live.example/app/live/', 'https://live.example/app/live/'],
    ['https://live.example/app/live//?a=b#c', 'https://live.example/app/live/'],
    ['/app/live', 'https://studio.example/app/live/'],
    ['../live/', 'https://studio.example/live/'],
  ])('%s is %s', (given, used) => {
    expect(server(given)).toBe(used);
  });

  test('may be a URL, which is not changed', () => {
    const url = new URL('https://live.example/live?x');
    expect(server(url)).toBe('https://live.example/live/');
    expect(url.search).toBe('?x');
  });

  test.each(['http://', 'ftp://live.example/', 'javascript:alert(1)'])('%s cannot be', (given) => {
    expect(() => server(given)).toThrow(/ingestServer/);
  });
});

describe('an option', () => {
  const wrong: ChalkStreamConfig[] = [
    {chunkLength: 999},
    {chunkLength: 60_001},
    {chunkLength: Number.NaN},
    {videoBitrate: 0},
    {audioBitrate: 1_000_000},
    {frameRate: 0},
    {maxQueuedSegments: 1},
    {maxQueuedBytes: 0},
  ];

  test.each(wrong)('out of range is named: %o', (config) => {
    const [option] = Object.keys(config);
    expect(() => settingsOf(config, PAGE)).toThrow(new RegExp(`^${option} is a number from`));
  });

  test('of another type is refused', () => {
    expect(() => settingsOf({chunkLength: '6000' as unknown as number}, PAGE)).toThrow(/chunkLength/);
    expect(() => settingsOf({container: 'mp4' as unknown as 'cmaf'}, PAGE)).toThrow(/container is 'cmaf' or 'ts', not mp4/);
  });

  test('that is not given has a default', () => {
    expect(settingsOf({}, PAGE)).toMatchObject({container: 'cmaf', segmentSeconds: 6, videoBitrate: 2_500_000, audioBitrate: 128_000});
  });
});

test('a minute of segments may wait, but two at least', () => {
  expect(settingsOf({}, PAGE).queue.segments).toBe(10);
  expect(settingsOf({chunkLength: 1000}, PAGE).queue.segments).toBe(60);
  expect(settingsOf({chunkLength: 60_000}, PAGE).queue.segments).toBe(2);
});

test('there must be something to broadcast', () => {
  expect(() => settingsOf({video: false, audio: false}, PAGE)).toThrow(/nothing to broadcast/);
  expect(() => settingsOf({video: false, audio: false, screen: true}, PAGE)).not.toThrow();
});

test('a transcoder that is asked for must be there', () => {
  expect(() => settingsOf({encoder: 'ffmpeg'}, PAGE)).toThrow(/needs a transcoder/);
});
