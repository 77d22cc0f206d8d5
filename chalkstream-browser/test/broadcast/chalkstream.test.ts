import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {ChalkStream, type ChalkStreamConfig, type EncoderEvents, type SegmentEncoderFactory} from '../../src/index.js';

/** A page over HTTPS, whose requests all succeed and are kept. */
const requests: string[] = [];
let encoder: EncoderEvents | undefined;

const transcoder: SegmentEncoderFactory = async (_stream, _options, events) => {
  encoder = events;
  const nothing = async () => undefined;
  return {start: nothing, finish: nothing, setVideoBitrate: () => undefined, frames: 0};
};

const NO_TRACKS = {getTracks: () => [], getVideoTracks: () => [], getAudioTracks: () => []} as unknown as MediaStream;

beforeEach(() => {
  requests.length = 0;
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('fetch', async (url: URL, {method, headers}: RequestInit) => {
    const run = new Headers(headers).get('X-Run') ?? '';
    const sequence = new Headers(headers).get('X-Sequence') ?? '';
    requests.push([method, url.pathname.replace(/[0-9a-f]{64}/, '{digest}'), run, sequence].join(' ').trim());
    return new Response(null, {status: 202});
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function broadcast(config: ChalkStreamConfig = {}): ChalkStream {
  return new ChalkStream({sessionId: 'abc', mediaStream: NO_TRACKS, encoder: 'ffmpeg', transcoder, ...config});
}

/** Has the encoder make a segment, and waits until it is uploaded. */
async function segment(uploaded: Promise<unknown>): Promise<void> {
  encoder?.segment({bytes: new Uint8Array([0x47]), duration: 2});
  await uploaded;
}

describe('a broadcast', () => {
  test('goes from init() by start() to stop()', async () => {
    const story: string[] = [];
    let taken = () => undefined as void;
    const stream = broadcast({
      onReady: (id) => story.push(`ready ${id}`),
      onStreamStart: (id) => story.push(`start ${id}`),
      onStreamStop: (id) => story.push(`stop ${id}`),
      onChunkEncoded: (sequence, length) => story.push(`encoded ${sequence} ${length}`),
      onChunkUploaded: (sequence, length) => {
        story.push(`uploaded ${sequence} ${length}`);
        taken();
      },
    });
    await stream.init();
    await stream.start();
    await segment(new Promise<void>((resolve) => (taken = resolve)));
    await stream.stop();
    const id = 'a9993e364706816aba3e25717850c26c9cd0d89d';
    expect(story).toEqual([`ready ${id}`, `start ${id}`, 'encoded 0 1', 'uploaded 0 1', `stop ${id}`]);
    expect(requests.map((request) => request.split(' ').slice(0, 2).join(' '))).toEqual([
      'PUT /ingest/abc/info',
      'PUT /ingest/abc/{digest}.ts',
      'POST /ingest/abc/complete',
    ]);
  });

  test('begins anew with another run, numbered from 0', async () => {
    let taken = () => undefined as void;
    const stream = broadcast({onChunkUploaded: () => taken()});
    for (let run = 0; run < 2; run++) {
      await stream.start();
      await segment(new Promise<void>((resolve) => (taken = resolve)));
      await stream.stop();
    }
    const puts = requests.filter((request) => request.endsWith(' 0')).map((request) => request.split(' ').slice(2));
    expect(puts.map(([, sequence]) => sequence)).toEqual(['0', '0']);
    expect(puts[0]?.[0]).toMatch(/^[0-9A-Z]{26}$/);
    expect(puts[1]?.[0]).not.toBe(puts[0]?.[0]);
  });

  test('may be told everything at once: it does one thing after the other', async () => {
    const story: string[] = [];
    let started = () => undefined as void;
    const start = new Promise<void>((resolve) => (started = resolve));
    const stream = broadcast({
      onReady: () => story.push('ready'),
      onStreamStart: () => {
        story.push('start');
        started();
      },
      onStreamStop: () => story.push('stop'),
    });
    void stream.init();
    void stream.start();
    expect(stream.isStreaming).toBe(true);
    await start;
    void stream.stop();
    expect(stream.isStreaming).toBe(false);
    await stream.start();
    expect(story).toEqual(['ready', 'start', 'stop', 'start']);
    await stream.close();
  });

  test('goes on when a function of the page throws, which the page hears of', async () => {
    const thrown = new Error('of the page');
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const stream = broadcast({
      onReady: () => {
        throw thrown;
      },
    });
    await stream.init();
    expect(report).toHaveBeenCalledWith(thrown);
    expect(stream.streamId).toHaveLength(40);
  });

  test('that was never begun can be stopped and closed', async () => {
    const stream = broadcast();
    await stream.stop();
    await stream.close();
    expect(requests).toEqual([]);
  });

  test('has a random session id of its own', () => {
    expect(new ChalkStream().sessionId).toMatch(/^[0-9A-Z]{26}$/);
    expect(new ChalkStream().sessionId).not.toBe(new ChalkStream().sessionId);
  });

  test('has no stream id before it is ready', () => {
    expect(() => broadcast().streamId).toThrow(/wait for onReady/);
  });
});

describe('a camera', () => {
  function withCamera(): {stopped: number; opened: number; readyState: string} {
    const camera = {stopped: 0, opened: 0, readyState: 'live'};
    const track = new EventTarget();
    Object.defineProperty(track, 'readyState', {get: () => camera.readyState});
    Object.assign(track, {stop: () => camera.stopped++});
    const stream = {...NO_TRACKS, getTracks: () => [track]};
    const getUserMedia = async () => {
      camera.opened++;
      camera.readyState = 'live';
      return stream;
    };
    vi.stubGlobal('navigator', {mediaDevices: {getUserMedia}});
    return camera;
  }

  test('is asked for once, and let go of by close()', async () => {
    const camera = withCamera();
    const stream = broadcast({mediaStream: undefined});
    await Promise.all([stream.init(), stream.init()]);
    expect(camera).toMatchObject({opened: 1, stopped: 0});
    await stream.close();
    expect(camera).toMatchObject({opened: 1, stopped: 1});
    expect(stream.mediaStream).toBeUndefined();
  });

  test('that is still being opened is let go of too', async () => {
    const camera = withCamera();
    const stream = broadcast({mediaStream: undefined});
    void stream.init();
    await stream.close();
    expect(camera).toMatchObject({opened: 1, stopped: 1});
  });

  test('that was unplugged is asked for anew at the next start', async () => {
    const camera = withCamera();
    const stream = broadcast({mediaStream: undefined});
    await stream.start();
    await stream.stop();
    camera.readyState = 'ended';
    await stream.start();
    expect(camera.opened).toBe(2);
    await stream.close();
  });

  test('is let go of when there is no encoder for it', async () => {
    const camera = withCamera();
    const stream = broadcast({mediaStream: undefined, encoder: 'webcodecs'});
    const video = {getVideoTracks: () => [{getSettings: () => ({width: 640, height: 480})}]};
    Object.assign(await navigator.mediaDevices.getUserMedia(), video);
    await expect(stream.init()).rejects.toMatchObject({code: 'no-encoder'});
    expect(camera.stopped).toBe(1);
  });
});

describe('what goes wrong', () => {
  test('is told to onError, and start() does not reject', async () => {
    vi.stubGlobal('isSecureContext', false);
    const errors: string[] = [];
    const stream = broadcast({onError: ({code}) => errors.push(code)});
    await stream.init();
    await stream.start();
    expect(errors).toEqual(['insecure-context', 'insecure-context']);
    expect(stream.isStreaming).toBe(false);
  });

  test('is told once, though init() and start() both fail of it', async () => {
    vi.stubGlobal('navigator', {mediaDevices: undefined});
    const errors: string[] = [];
    const stream = broadcast({mediaStream: undefined, onError: ({code}) => errors.push(code)});
    await Promise.all([stream.init(), stream.start()]);
    expect(errors).toEqual(['no-camera']);
  });

  test('rejects without an onError', async () => {
    vi.stubGlobal('isSecureContext', false);
    await expect(broadcast().init()).rejects.toMatchObject({code: 'insecure-context'});
    await expect(broadcast().start()).rejects.toMatchObject({code: 'insecure-context'});
  });

  test('once may go right another time', async () => {
    vi.stubGlobal('isSecureContext', false);
    const stream = broadcast({onError: () => undefined});
    await stream.init();
    vi.stubGlobal('isSecureContext', true);
    await stream.init();
    expect(stream.streamId).toHaveLength(40);
  });

  test('with an option is told at once', () => {
    expect(() => new ChalkStream({chunkLength: 1})).toThrow(/chunkLength/);
  });

  test('in a transcoder that cannot be loaded leaves nothing running', async () => {
    const stream = broadcast({transcoder: async () => Promise.reject(new Error('404'))});
    await expect(stream.start()).rejects.toMatchObject({code: 'encoder-failed'});
    expect(stream.isStreaming).toBe(false);
  });
});

describe('the state', () => {
  test('goes from idle by starting, live and stopping to idle', async () => {
    const states: string[] = [];
    let taken = () => undefined as void;
    const stream = broadcast({onState: (state) => states.push(state), onChunkUploaded: () => taken()});
    await stream.init();
    expect(stream.state).toBe('idle');
    await stream.start();
    expect(stream.state).toBe('starting');
    await segment(new Promise<void>((resolve) => (taken = resolve)));
    expect(stream.state).toBe('live');
    await stream.stop();
    expect(states).toEqual(['starting', 'live', 'stopping', 'idle']);
  });

  test('is idle again where it cannot be started', async () => {
    const states: string[] = [];
    const stream = broadcast({
      transcoder: async () => Promise.reject(new Error('404')),
      onState: (state) => states.push(state),
      onError: () => undefined,
    });
    await stream.start();
    expect(states).toEqual(['starting', 'stopping', 'idle']);
  });

  test('is idle again where it was stopped before it began', async () => {
    const stream = broadcast();
    const started = stream.start();
    await stream.stop();
    await started;
    expect(stream.state).toBe('idle');
  });

  test('says what the server says, and resume() tries again at once', async () => {
    const states: (string | undefined)[][] = [];
    let answer = () => new Response(JSON.stringify({detail: 'full'}), {status: 429, headers: {'Retry-After': '3600'}});
    vi.stubGlobal('fetch', async () => answer());
    let changed = () => undefined as void;
    const stream = broadcast({
      onState: (...state) => {
        states.push(state);
        changed();
      },
    });
    await stream.start();
    await segment(new Promise<void>((resolve) => (changed = resolve)));
    answer = () => new Response(null, {status: 202});
    const live = new Promise<void>((resolve) => (changed = resolve));
    stream.resume();
    await live;
    await stream.stop();
    expect(states.slice(0, 3)).toEqual([['starting', undefined], ['reconnecting', 'full'], ['live', undefined]]);
  });
});
