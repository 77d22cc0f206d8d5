import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {RelayRecorder} from '../../src/ffmpeg/relay-recorder.js';
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

function relay() {
  const clock = new FakeClock();
  const recorder = new RelayRecorder({} as MediaStream, {video: 1000, audio: 100}, clock);
  const taken: string[] = [];
  const take = (recording: Promise<{media: Blob; end: number}>) =>
    void recording.then(async ({media, end}) => taken.push(`${await media.text()} until ${end}`));
  return {clock, recorder, taken, take};
}

test('each piece has a recorder of its own, which the next one relieves', async () => {
  const {clock, recorder, taken, take} = relay();
  expect(await recorder.start(2000, take)).toBe(0);
  await clock.advance(4500);
  expect(taken).toEqual(['recording 0 until 2000', 'recording 1 until 4000']);
  const last = await recorder.stop();
  expect(last?.end).toBe(4500);
  expect(await last?.media.text()).toBe('recording 2');
  expect(clock.pending).toBe(0);
});

test('a recorder goes on until the next one has really begun, and the next is due when it was', async () => {
  const {clock, recorder, taken, take} = relay();
  await recorder.start(2000, take);
  FakeMediaRecorder.prompt = false;
  await clock.advance(2300);
  expect(FakeMediaRecorder.all[0]?.state).toBe('recording');
  FakeMediaRecorder.prompt = true;
  FakeMediaRecorder.all[1]?.begin();
  await clock.advance(1700);
  expect(taken).toEqual(['recording 0 until 2300', 'recording 1 until 4000']);
});

test('a recorder that has not begun when all is to end is not waited for', async () => {
  const {clock, recorder, taken, take} = relay();
  await recorder.start(2000, take);
  FakeMediaRecorder.prompt = false;
  await clock.advance(2100);
  await recorder.stop();
  await clock.advance(0);
  expect(taken).toEqual(['recording 0 until 2100']);
});

test('a camera that gives nothing is found out', async () => {
  const {clock, recorder, take} = relay();
  FakeMediaRecorder.prompt = false;
  const started = expect(recorder.start(2000, take)).rejects.toThrow(/records nothing/);
  await clock.advance(15_000);
  await started;
});

test('what is recorded is what the browser can, at the bitrates that are asked for', async () => {
  const {recorder, take} = relay();
  await recorder.start(2000, take);
  expect(FakeMediaRecorder.all[0]?.options).toEqual({
    mimeType: 'video/webm',
    videoBitsPerSecond: 1000,
    audioBitsPerSecond: 100,
  });
  await recorder.stop();
});
