import {
  BufferTarget,
  CmafOutputFormat,
  EncodedPacket,
  EncodedVideoPacketSource,
  HlsOutputFormat,
  NullTarget,
  Output,
  PathedTarget,
} from 'mediabunny';
import {expect, test} from 'vitest';
import {PacketTimes} from '../../src/broadcast/packet-times.js';

const decoderConfig: VideoDecoderConfig = {
  codec: 'avc1.42c01e',
  codedWidth: 640,
  codedHeight: 360,
  description: new Uint8Array([1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 4, 0x67, 0x42, 0xc0, 0x1e, 1, 0, 1, 0x68]),
};

function packet(timestamp: number, duration: number, isKey = true): EncodedPacket {
  return new EncodedPacket(new Uint8Array([0, 0, 0, 1, 0x65]), isKey ? 'key' : 'delta', timestamp, duration);
}

/** The segments that the muxer makes of so many packets, in its own ticks: where each begins and ends. */
async function fragments(frameRate: number, count: number): Promise<[number, number][]> {
  const segments: [number, number][] = [];
  const output = new Output({
    format: new HlsOutputFormat({
      segmentFormat: new CmafOutputFormat(),
      live: true,
      targetDuration: 1,
      getSegmentPath: () => 'segment',
      onSegment: (target) => segments.push(timesOf((target as BufferTarget).buffer!)),
    }),
    target: new PathedTarget('live.m3u8', ({path}) => (path.endsWith('segment') ? new BufferTarget() : new NullTarget())),
  });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source);
  await output.start();
  const added: Promise<void>[] = [];
  const times = new PacketTimes((timed) => added.push(source.add(timed, {decoderConfig})));
  for (let n = 0; n < count; n++) {
    // An encoder counts in microseconds, and one in a hundred frames is dropped.
    const timestamp = Math.round((n * 1e6) / frameRate) / 1e6;
    if (n % 100 !== 99) {
      times.add(packet(timestamp, Math.round(1e6 / frameRate) / 1e6, n % Math.ceil(frameRate) === 0), undefined);
    }
  }
  times.end();
  await Promise.all(added);
  await output.finalize();
  return segments;
}

/** Reads the one track of a fragment. */
function timesOf(segment: ArrayBuffer): [number, number] {
  const view = new DataView(segment);
  const text = String.fromCharCode(...new Uint8Array(segment));
  const start = Number(view.getBigUint64(text.indexOf('tfdt') + 8));
  const usual = view.getUint32(text.indexOf('tfhd') + 12);
  const trun = text.indexOf('trun');
  const flags = view.getUint32(trun + 4);
  const each = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
  const first = trun + 16 + (flags & 4 ? 4 : 0);
  let end = start;
  for (let n = 0; n < view.getUint32(trun + 8); n++) {
    end += flags & 0x100 ? view.getUint32(first + n * each) : usual;
  }
  return [start, end];
}

test.each([20, 25, 30, 30_000 / 1001, 59.94, 14.9])('fragments of %d frames a second have no holes', async (frameRate) => {
  const segments = await fragments(frameRate, 250);
  expect(segments.length).toBeGreaterThan(3);
  const joints = segments.slice(1).map(([start], n) => start - segments[n]![1]);
  expect(new Set(joints)).toEqual(new Set([0]));
});

test('a packet lasts until the next one, whatever the encoder says, and the last as long as it says', () => {
  const seen: [number, number][] = [];
  const times = new PacketTimes(({timestamp, duration}) => seen.push([timestamp * 57_600, duration * 57_600]));
  times.add(packet(0, 0.1), undefined);
  times.add(packet(1, 0.25), undefined);
  expect(seen).toEqual([[0, 57_600]]);
  times.end();
  times.end();
  expect(seen).toEqual([[0, 57_600], [57_600, 14_400]]);
});

test('a last packet of which the encoder says nothing lasts as long as the one before', () => {
  const seen: number[] = [];
  const times = new PacketTimes(({duration}) => seen.push(duration));
  times.add(packet(0, 0), undefined);
  times.add(packet(0.5, 0), undefined);
  times.end();
  expect(seen).toEqual([0.5, 0.5]);
});
