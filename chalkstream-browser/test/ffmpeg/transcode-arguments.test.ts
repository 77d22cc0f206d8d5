import {expect, test} from 'vitest';
import {transcodeArguments, type Transcode} from '../../src/ffmpeg/transcode-arguments.js';

const WHOLE: Transcode = {
  input: 'in',
  output: 'out.ts',
  slot: {start: 12, frames: 48, duration: 2, audioFrames: 94, audioShift: -0.0021},
  picture: {width: 640, height: 360, frameRate: 24, bitrate: 800_000},
  audioBitrate: 96_000,
};

function after(option: string, line: string[]): string | undefined {
  return line[line.indexOf(option) + 1];
}

test('a segment goes where its slot is, and is exactly as long', () => {
  const line = transcodeArguments(WHOLE);
  expect(after('-output_ts_offset', line)).toBe('12');
  expect(after('-filter:v', line)).toContain('trim=end_frame=48');
  expect(after('-filter:a', line)).toContain('atrim=end_sample=96256');
  expect(after('-filter:a', line)).toContain('asetpts=PTS+-0.002100/TB');
});

test('a picture of another shape is shown whole', () => {
  const filter = after('-filter:v', transcodeArguments(WHOLE));
  expect(filter).toContain('scale=640:360:force_original_aspect_ratio=decrease');
  expect(filter).toContain('pad=640:360');
});

test('what is not there is not asked for', () => {
  expect(transcodeArguments({...WHOLE, picture: undefined})).not.toContain('0:v:0');
  expect(transcodeArguments({...WHOLE, audioBitrate: undefined})).not.toContain('0:a:0');
});
