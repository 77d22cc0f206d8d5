import type {FFmpeg} from '@ffmpeg/ffmpeg';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {EncodedSegment} from '../../src/broadcast/segment-encoder.js';
import {TranscodingEncoder} from '../../src/ffmpeg/transcoding-encoder.js';
import type {WorkerClock} from '../../src/upload/worker-clock.js';
import {FakeClock} from '../upload/fake-clock.js';
import {FakeMediaRecorder} from './fake-media-recorder.js';

beforeEach(() => {
  FakeMediaRecorder.all = [];
  FakeMediaRecorder.prompt = true;
  vi.stubGlobal('MediaRecorder', FakeMediaRecorder);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** FFmpeg, which answers with one byte a segment, or fails, as a test says. */
class FakeFfmpeg {
  readonly lines: string[][] = [];
  exit = 0;
  terminated = false;
  private log: (event: {message: string}) => void = () => undefined;

  on(_event: string, log: (event: {message: string}) => void): void {
    this.log = log;
  }

  async writeFile(): Promise<void> {}

  async exec(line: string[]): Promise<number> {
    this.lines.push(line);
    this.log({message: 'no such frame'});
    this.log({message: 'Aborted()'});
    return this.exit;
  }

  async readFile(): Promise<Uint8Array> {
    return new Uint8Array([0x47]);
  }

  terminate(): void {
    this.terminated = true;
  }
}

function transcoder(settings: MediaTrackSettings = {width: 1280, height: 720, frameRate: 30}) {
  const clock = Object.assign(new FakeClock(), {close: () => undefined});
  const ffmpeg = new FakeFfmpeg();
  const segments: EncodedSegment[] = [];
  const failures: unknown[] = [];
  const encoder = new TranscodingEncoder(
    ffmpeg as unknown as FFmpeg,
    {getVideoTracks: () => [{getSettings: () => settings}], getAudioTracks: () => []} as unknown as MediaStream,
    {
      container: 'cmaf',
      segmentSeconds: 2,
      videoBitrate: 1_000_000,
      audioBitrate: 100_000,
      frameRate: undefined,
      limits: {height: 480, frameRate: 24},
      clock: clock as unknown as WorkerClock,
    },
    {segment: (segment) => segments.push(segment), failed: (cause) => failures.push(cause)},
  );
  return {clock, ffmpeg, segments, failures, encoder};
}

function after(option: string, line: string[] | undefined): string | undefined {
  return line?.[line.indexOf(option) + 1];
}

test('recordings become segments that follow one another', async () => {
  const {clock, ffmpeg, segments, encoder} = transcoder();
  await encoder.start();
  await clock.advance(4000);
  expect(segments.map(({duration}) => duration)).toEqual([2, 2]);
  expect(ffmpeg.lines.map((line) => after('-output_ts_offset', line))).toEqual(['10', '12']);
  expect(encoder.frames).toBe(96);
  await encoder.finish();
});

test('the picture is no larger and no faster than the limits', async () => {
  const {clock, ffmpeg, encoder} = transcoder();
  await encoder.start();
  await clock.advance(2000);
  expect(after('-filter:v', ffmpeg.lines[0])).toContain('fps=24');
  expect(after('-filter:v', ffmpeg.lines[0])).toContain('scale=854:480');
  await encoder.finish();
});

test('the bitrate changes with the next segment', async () => {
  const {clock, ffmpeg, encoder} = transcoder();
  await encoder.start();
  await clock.advance(2000);
  encoder.setVideoBitrate(400_000);
  await clock.advance(2000);
  expect(ffmpeg.lines.map((line) => after('-b:v', line))).toEqual(['1000000', '400000']);
  await encoder.finish();
});

test('the last part of a segment is encoded too, unless it is too short to have a frame', async () => {
  const long = transcoder();
  await long.encoder.start();
  await long.clock.advance(3000);
  await long.encoder.finish();
  expect(long.segments.map(({duration}) => duration)).toEqual([2, 1]);
  expect(long.ffmpeg.terminated).toBe(true);
  const short = transcoder();
  await short.encoder.start();
  await short.clock.advance(2100);
  await short.encoder.finish();
  expect(short.segments.map(({duration}) => duration)).toEqual([2]);
});

test('a recording that cannot be read leaves a hole of its length', async () => {
  const {clock, ffmpeg, segments, encoder} = transcoder();
  await encoder.start();
  ffmpeg.exit = 1;
  await clock.advance(2000);
  ffmpeg.exit = 0;
  await clock.advance(2000);
  expect(segments).toHaveLength(1);
  expect(after('-output_ts_offset', ffmpeg.lines[1])).toBe('12');
  await encoder.finish();
});

test('three in a row are a failure, told once and in the words of FFmpeg', async () => {
  const {clock, ffmpeg, failures, encoder} = transcoder();
  await encoder.start();
  ffmpeg.exit = 1;
  await clock.advance(10_000);
  expect(failures.map(String)).toEqual(['Error: FFmpeg: no such frame']);
  await encoder.finish();
});
