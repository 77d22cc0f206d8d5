import {FFmpeg} from '@ffmpeg/ffmpeg';
import type {SegmentEncoderFactory} from '../broadcast/segment-encoder.js';
import {WorkerClock} from '../upload/worker-clock.js';
import {TranscodingEncoder} from './transcoding-encoder.js';

/** Where the parts of FFmpeg are, and how much it is to do. */
export interface FfmpegOptions {
  /**
   * Address of `ffmpeg-core.js`, from `@ffmpeg/core` 0.12 in its ES module form, absolute or relative to the
   * page. Serve it from your own site. It is under the GPL, since it has x264 in it.
   */
  coreURL: string | URL;
  /** Address of `ffmpeg-core.wasm`, about 30 MB; next to the core by default. */
  wasmURL?: string | URL | undefined;
  /** Address of the worker of `@ffmpeg/ffmpeg`; what a bundler makes of it by default. */
  workerURL?: string | URL | undefined;
  /** Pixels from top to bottom, at most; 480 by default, for a browser takes its time. */
  maxHeight?: number | undefined;
  /** Frames per second, at most; 24 by default. */
  maxFrameRate?: number | undefined;
}

/**
 * What encodes H.264 and AAC by FFmpeg, for browsers that cannot themselves: the `transcoder` of a
 * broadcast. It records with `MediaRecorder` and works on one segment after the other, so it is about one
 * segment behind, and keeps a processor busy. What it cannot keep up with it leaves out.
 */
export function ffmpegTranscoder(options: FfmpegOptions): SegmentEncoderFactory {
  const coreURL = absolute(options.coreURL);
  const wasmURL = absolute(options.wasmURL ?? coreURL.replace(/\.js$/, '.wasm'));
  return async (stream, encoderOptions, events) => {
    const ffmpeg = new FFmpeg();
    const worker = options.workerURL === undefined ? {} : {classWorkerURL: absolute(options.workerURL)};
    await ffmpeg.load({coreURL, wasmURL, ...worker});
    const limits = {height: options.maxHeight ?? 480, frameRate: options.maxFrameRate ?? 24};
    return new TranscodingEncoder(ffmpeg, stream, {...encoderOptions, limits, clock: new WorkerClock()}, events);
  };
}

function absolute(url: string | URL): string {
  return new URL(url, location.href).href;
}
