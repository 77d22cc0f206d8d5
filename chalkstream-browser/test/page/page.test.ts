import {afterEach, describe, expect, test, vi} from 'vitest';
import {reasonOf} from '../../src/page/broadcaster.js';
import {configOf, containerIn, type Choices} from '../../src/page/choices.js';
import {bitrate, time} from '../../src/page/connection.js';
import {curve} from '../../src/page/plot.js';
import {Secrets, sessionIn, takeSession} from '../../src/page/session.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const CHOICES: Choices = {screen: false, camera: '', microphone: '', quality: '720', segmentSeconds: 2, container: 'cmaf'};

describe('choices', () => {
  test('of nothing in particular leave the devices to the browser', () => {
    expect(configOf(CHOICES)).toEqual({
      chunkLength: 2000,
      container: 'cmaf',
      videoBitrate: 2_500_000,
      screen: false,
      video: {width: {ideal: 1280}, height: {ideal: 720}},
      audio: true,
    });
  });

  test('of devices are exact', () => {
    const {video, audio} = configOf({...CHOICES, camera: 'c', microphone: 'm'});
    expect(video).toMatchObject({deviceId: {exact: 'c'}});
    expect(audio).toEqual({deviceId: {exact: 'm'}});
  });

  test('of a screen leave the camera alone', () => {
    const {screen, video} = configOf({...CHOICES, screen: true, camera: 'c', quality: '1080'});
    expect(screen).toEqual({video: {width: {max: 1920}, height: {max: 1080}}, audio: true});
    expect(video).not.toHaveProperty('deviceId');
  });

  test.each([
    ['', 'cmaf'],
    ['?segment=1&container=ts', 'ts'],
    ['?container=cmaf', 'cmaf'],
    ['?container=webm', 'cmaf'],
  ])('of the address %s make %s', (search, container) => expect(containerIn(search)).toBe(container));

  test('of no sound ask for none', () => {
    expect(configOf({...CHOICES, microphone: 'none'}).audio).toBe(false);
  });
});

describe('figures', () => {
  test.each([
    [0, '0:00'],
    [61.9, '1:01'],
    [3_661, '1:01:01'],
  ])('%d seconds are %s', (seconds, text) => expect(time(seconds)).toBe(text));

  test('bitrates are rounded', () => expect(bitrate(2_449_000)).toBe('2.4 Mbit/s'));
});

describe('why something waits', () => {
  test.each([
    [undefined, 'The server does not answer.'],
    ['as many streams are live here as may be', 'The server says: as many streams are live here as may be.'],
    ['Come back.', 'The server says: Come back.'],
    ['The server answers 503', 'The server answers 503.'],
  ])('%s is said as %s', (detail, sentence) => expect(reasonOf(detail)).toBe(sentence));
});

describe('a curve', () => {
  test('of one value is none', () => expect(curve([1], 1)).toEqual({line: '', area: ''}));

  test('ends at the right and does not leave the plot', () => {
    expect(curve([0, 5, 10], 1)).toEqual({line: 'M58 19L59 10L60 1', area: 'M58 19L59 10L60 1L60 20L58 20Z'});
  });

  test('of small values is low', () => expect(curve([1, 1], 2).line).toBe('M59 10L60 10'));
});

describe('a session id', () => {
  test('is taken from the address', () => expect(sessionIn('#session=a-b.c_d~1')).toBe('a-b.c_d~1'));

  test.each(['', '#session=', '#session=..', '#session=a%2Fb', `#session=${'a'.repeat(129)}`])(
    'that cannot be is not: %s',
    (hash) => expect(sessionIn(hash)).toBeUndefined(),
  );

  test('is taken out of an address that is no other server\'s, whatever its path begins with', () => {
    const href = 'https://site.example//evil.example/broadcast?segment=1#session=abc';
    const replaced: string[] = [];
    vi.stubGlobal('location', new URL(href));
    vi.stubGlobal('history', {
      replaceState: (_state: unknown, _title: string, to: string | URL) => replaced.push(new URL(to, href).href),
    });
    const kept = new Map<string, string>();
    takeSession(
      new Secrets({
        getItem: () => null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: () => undefined,
      }),
    );
    expect([...kept.values()]).toEqual(['abc']);
    expect(replaced).toEqual(['https://site.example//evil.example/broadcast?segment=1']);
  });

  test('is remembered until it is forgotten', () => {
    const memory = new Map<string, string>();
    const secrets = new Secrets({
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
      removeItem: (key) => void memory.delete(key),
    });
    secrets.keepSession('a');
    secrets.keepToken('t');
    expect([secrets.session, secrets.token]).toEqual(['a', 't']);
    secrets.forgetSession();
    expect([secrets.session, secrets.token]).toEqual([undefined, 't']);
  });
});
