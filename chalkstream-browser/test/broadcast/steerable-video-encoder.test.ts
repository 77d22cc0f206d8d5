import type {EncodedPacket, VideoSample} from 'mediabunny';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {SteerableVideoEncoder, Steering, supportedConfig} from '../../src/broadcast/steerable-video-encoder.js';
import {settled} from '../upload/fake-clock.js';
import {FakeChunk, FakeVideoEncoder} from './fake-video-encoder.js';

const WISH: VideoEncoderConfig = {codec: 'avc1.64001f', width: 640, height: 360, avc: {format: 'avc'}};

beforeEach(() => {
  FakeVideoEncoder.all.length = 0;
  FakeVideoEncoder.codecs = ['avc1.64'];
  vi.stubGlobal('VideoEncoder', FakeVideoEncoder);
  vi.stubGlobal('EncodedVideoChunk', FakeChunk);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the profile', () => {
  test('is the one that is wished for where that can be had', async () => {
    expect((await supportedConfig(WISH))?.codec).toBe('avc1.64001f');
  });

  test.each([
    ['avc1.4d', 'avc1.4d001f'],
    ['avc1.42', 'avc1.42e01f'],
  ])('is a simpler one of the same level where %s is all there is', async (codec, used) => {
    FakeVideoEncoder.codecs = [codec];
    expect((await supportedConfig(WISH))?.codec).toBe(used);
  });

  test('is none where there is no encoder', async () => {
    FakeVideoEncoder.codecs = [];
    expect(await supportedConfig(WISH)).toBeUndefined();
    vi.stubGlobal('VideoEncoder', undefined);
    expect(await supportedConfig(WISH)).toBeUndefined();
  });
});

/** Steers an encoder, frame by frame. */
async function steered(bitrate: number, format: AvcBitstreamFormat = 'annexb') {
  const config = {...WISH};
  const steering = new Steering(bitrate, format);
  steering.adopt(config);
  const errors: unknown[] = [];
  const packets: EncodedPacket[] = [];
  const encoder = Object.assign(new SteerableVideoEncoder(), {
    config,
    onError: (e: unknown) => errors.push(e),
    onPacket: (packet: EncodedPacket) => packets.push(packet),
  });
  await encoder.init();
  const sample = {toVideoFrame: () => ({close: () => undefined})} as unknown as VideoSample;
  const frame = (keyFrame = false) => encoder.encode(sample, {keyFrame});
  return {config, steering, encoder, errors, packets, frame};
}

describe('an encoder that is steered', () => {
  test('is made for this configuration, and for no other on the page', async () => {
    const {config} = await steered(900);
    expect(SteerableVideoEncoder.supports('avc', config)).toBe(true);
    expect(SteerableVideoEncoder.supports('avc', {...config})).toBe(false);
  });

  test('puts its parameter sets in front of every key frame', async () => {
    await steered(900);
    expect(FakeVideoEncoder.all[0]?.configured[0]).toMatchObject({bitrate: 900, avc: {format: 'annexb'}});
  });

  test('changes its bitrate with the next key frame, and not before', async () => {
    const {steering, frame} = await steered(900);
    await frame(true);
    steering.bitrate = 300;
    await frame();
    await frame(true);
    await frame();
    expect(FakeVideoEncoder.all[0]?.frames).toEqual(['K900', '900', 'K300', '300']);
    expect(FakeVideoEncoder.all[0]?.configured).toHaveLength(2);
  });

  test('takes no more frames than it can work on', async () => {
    const {frame} = await steered(900);
    const [encoder] = FakeVideoEncoder.all;
    encoder!.encodeQueueSize = 5;
    let taken = false;
    void frame().then(() => (taken = true));
    encoder!.dequeue();
    await settled();
    expect(taken).toBe(false);
    encoder!.dequeue();
    await settled();
    expect(taken).toBe(true);
  });

  test('that fails while it has too many frames is waited for no longer', async () => {
    const {frame} = await steered(900);
    FakeVideoEncoder.all[0]!.encodeQueueSize = 5;
    const waiting = frame();
    FakeVideoEncoder.all[0]!.fail('EncodingError');
    await waiting;
    await frame();
    expect(FakeVideoEncoder.all).toHaveLength(2);
  });

  test('that fails gives way to one in software, which begins with a key frame', async () => {
    const {frame, errors} = await steered(900);
    await frame(true);
    FakeVideoEncoder.all[0]?.fail('EncodingError');
    await frame();
    expect(FakeVideoEncoder.all[1]?.configured[0]?.hardwareAcceleration).toBe('prefer-software');
    expect(FakeVideoEncoder.all[1]?.frames).toEqual(['K900']);
    expect(errors).toEqual([]);
  });

  test('that fails in software too is reported', async () => {
    const {frame, errors} = await steered(900);
    FakeVideoEncoder.all[0]?.fail('EncodingError');
    await frame();
    FakeVideoEncoder.all[1]?.fail('EncodingError');
    expect(errors).toHaveLength(1);
  });

  test('that the browser has taken away is had again as it was', async () => {
    const {frame} = await steered(900);
    FakeVideoEncoder.all[0]?.fail('QuotaExceededError');
    await frame();
    expect(FakeVideoEncoder.all[1]?.configured[0]?.hardwareAcceleration).toBeUndefined();
    expect(FakeVideoEncoder.all[1]?.frames).toEqual(['K900']);
  });

  test('is flushed and closed once, if it is still there', async () => {
    const {encoder} = await steered(900);
    await encoder.flush();
    encoder.close();
    await encoder.flush();
    encoder.close();
    expect(FakeVideoEncoder.all[0]?.frames).toEqual(['flush']);
  });
});

describe('an encoder for MP4', () => {
  test('keeps its parameter sets out of the packets', async () => {
    await steered(900, 'avc');
    expect(FakeVideoEncoder.all[0]?.configured[0]).toMatchObject({avc: {format: 'avc'}});
  });

  test('has each packet last until the next, and the last as long as it says', async () => {
    const {encoder, packets} = await steered(900, 'avc');
    const [codec] = FakeVideoEncoder.all;
    [0, 33_333, 100_000].forEach((timestamp) => codec?.puts(timestamp, 33_333));
    expect(packets).toHaveLength(2);
    await encoder.flush();
    const ticks = packets.map(({timestamp, duration}) => [timestamp * 57_600, duration * 57_600].map(Math.round));
    expect(ticks).toEqual([[0, 1920], [1920, 3840], [5760, 1920]]);
  });

  test('that has failed begins anew with the next segment, whose section can be another', async () => {
    const {frame} = await steered(900, 'avc');
    await frame(true);
    FakeVideoEncoder.all[0]?.fail('EncodingError');
    await frame();
    expect(FakeVideoEncoder.all).toHaveLength(1);
    await frame(true);
    expect(FakeVideoEncoder.all[1]?.frames).toEqual(['K900']);
  });
});
