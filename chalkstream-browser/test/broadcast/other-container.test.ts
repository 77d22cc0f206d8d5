import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {
  ChalkStream,
  type ChalkStreamConfig,
  type Container,
  type EncoderEvents,
  type EncoderOptions,
} from '../../src/index.js';

const made: {readonly container: Container; readonly events: EncoderEvents}[] = [];
const {FakeEncoder} = vi.hoisted(() => ({
  FakeEncoder: class {
    readonly frames = 0;

    constructor(_stream: unknown, {container}: EncoderOptions, events: EncoderEvents) {
      made.push({container, events});
    }

    async start(): Promise<void> {}

    async finish(): Promise<void> {}

    setVideoBitrate(): void {}
  },
}));

vi.mock('../../src/broadcast/webcodecs-encoder.js', () => ({
  encodesVideo: async () => true,
  provideAudioEncoder: async () => undefined,
  WebCodecsEncoder: FakeEncoder,
}));

const NO_TRACKS = {getTracks: () => [], getVideoTracks: () => [], getAudioTracks: () => []} as unknown as MediaStream;
const SECTION = new Uint8Array([1]);
/** How the names of segments end which the server takes. */
let taken: readonly string[] = [];

beforeEach(() => {
  made.length = 0;
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('fetch', async ({pathname}: URL) => {
    if (/mp4|complete|info/.test(pathname) || taken.some((end) => pathname.endsWith(end))) {
      return new Response(null, {status: 202});
    }
    const type = 'tag:chalkstream.dev,2026:other-container';
    return new Response(JSON.stringify({type, detail: 'it is of another container'}), {status: 409});
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Begins a broadcast, and writes down what its page is told. */
async function broadcast(config: ChalkStreamConfig) {
  const story: string[] = [];
  const stream = new ChalkStream({
    mediaStream: NO_TRACKS,
    onState: (state) => story.push(state),
    onStreamStart: () => story.push('start'),
    onStreamStop: () => story.push('stop'),
    onError: ({code}) => story.push(`error ${code}`),
    ...config,
  });
  await stream.start();
  return {stream, story};
}

/** Has the encoder make a segment. */
function encode(n: number): void {
  const {container, events} = made[n]!;
  const initialization = container === 'cmaf' ? SECTION : undefined;
  events.segment({bytes: new Uint8Array([n]), duration: 2, initialization});
}

describe('a stream of the other container', () => {
  test.each([
    ['cmaf', 'ts', '.ts'],
    ['ts', 'cmaf', '.m4s'],
  ] as const)('is carried on in it: %s gives way to %s', async (wish, other, end) => {
    taken = [end];
    const {stream, story} = await broadcast({container: wish});
    encode(0);
    await vi.waitUntil(() => made.length === 2);
    encode(1);
    await vi.waitUntil(() => stream.state === 'live');
    await stream.stop();
    expect(made.map(({container}) => container)).toEqual([wish, other]);
    expect(story).toEqual(['starting', 'start', 'live', 'stopping', 'idle', 'stop']);
  });

  test('is carried on by the next start too', async () => {
    taken = ['.ts'];
    const {stream} = await broadcast({});
    encode(0);
    await vi.waitUntil(() => made.length === 2);
    await stream.stop();
    await stream.start();
    await stream.stop();
    expect(made.map(({container}) => container)).toEqual(['cmaf', 'ts', 'ts']);
  });

  test('is an error where the server takes neither', async () => {
    taken = [];
    const {stream, story} = await broadcast({});
    encode(0);
    await vi.waitUntil(() => made.length === 2);
    encode(1);
    await vi.waitUntil(() => stream.state === 'idle');
    expect(story).toContain('error other-container');
    expect(stream.isStreaming).toBe(false);
  });

  test('is an error where a transcoder encodes, which makes one container only', async () => {
    taken = ['.m4s'];
    const transcoder = async (...parts: ConstructorParameters<typeof FakeEncoder>) => new FakeEncoder(...parts);
    const {stream, story} = await broadcast({encoder: 'ffmpeg', transcoder});
    made[0]?.events.segment({bytes: new Uint8Array([0x47]), duration: 2});
    await vi.waitUntil(() => stream.state === 'idle');
    expect(story).toContain('error other-container');
    expect(made).toHaveLength(1);
  });

  test('that is stopped while it changes over is over', async () => {
    taken = ['.ts'];
    const {stream, story} = await broadcast({});
    encode(0);
    await vi.waitUntil(() => made.length === 2);
    await stream.stop();
    expect(story.slice(-2)).toEqual(['idle', 'stop']);
    expect(stream.isStreaming).toBe(false);
  });
});
