import {expect, test} from 'vitest';
import {InitializationSections} from '../../src/broadcast/initialization-sections.js';

const AUDIO: EncodedAudioChunkMetadata = {
  decoderConfig: {
    codec: 'mp4a.40.2',
    numberOfChannels: 1,
    sampleRate: 48_000,
    description: new Uint8Array([0x11, 0x88]),
  },
};

/** A configuration of the video, with parameter sets that end in a byte. */
function video(last: number, codedWidth = 640): EncodedVideoChunkMetadata {
  const description = new Uint8Array([1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 4, 0x67, 0x42, 0xc0, last, 1, 0, 1, 0x68]);
  return {decoderConfig: {codec: 'avc1.42c01e', codedWidth, codedHeight: 360, description}};
}

function text(section: Uint8Array): string {
  return String.fromCharCode(...section);
}

test('a section announces the tracks that there are, and has no samples', async () => {
  const sections = new InitializationSections();
  sections.addVideo(0, video(1));
  sections.addAudio(AUDIO);
  const both = text(await sections.before(2));
  expect(both.slice(4, 8)).toBe('ftyp');
  for (const box of ['moov', 'avcC', 'mp4a', 'mvex']) {
    expect(both).toContain(box);
  }
  expect(both).not.toContain('moof');
  expect(both).not.toContain('elst');

  const silent = new InitializationSections();
  silent.addVideo(0, video(1));
  expect(text(await silent.before(2))).not.toContain('mp4a');

  const sound = new InitializationSections();
  sound.addAudio(AUDIO);
  expect(text(await sound.before(2))).not.toContain('avcC');
});

test('a section is the same object as long as the configuration is the same', async () => {
  const sections = new InitializationSections();
  sections.addVideo(0, video(1));
  const first = await sections.before(2);
  sections.addVideo(1.9, undefined);
  sections.addVideo(2, video(1));
  expect(await sections.before(4)).toBe(first);
});

test.each([
  ['parameter sets', video(2)],
  ['size', video(1, 320)],
])('another %s make another section, from the segment on that begins with them', async (_what, other) => {
  const sections = new InitializationSections();
  sections.addVideo(0, video(1));
  const first = await sections.before(2);
  sections.addVideo(4.0004, other);
  expect(await sections.before(4)).toBe(first);
  const second = await sections.before(6);
  expect(second).not.toEqual(first);
  expect(await sections.before(8)).toBe(second);
});

test('a change is not lost where the next one is known already', async () => {
  const sections = new InitializationSections();
  [0, 2, 4].forEach((from) => sections.addVideo(from, video(from)));
  const each = [await sections.before(2), await sections.before(4), await sections.before(6)];
  expect(new Set(each.map(text)).size).toBe(3);
});
