import type {ChalkStreamConfig} from './config.js';
import {captureError, ChalkStreamError} from './errors.js';

const CAMERA: MediaTrackConstraints = {width: {ideal: 1280}, height: {ideal: 720}, frameRate: {ideal: 30}};
/** A screen may have more pixels than any encoder takes. */
const SCREEN: MediaTrackConstraints = {width: {max: 1920}, height: {max: 1080}, frameRate: {max: 30}};

/** Refuses, before anything else is tried, a page to which browsers give neither cameras nor digests. */
export function requireSecureContext(): void {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) {
    throw new ChalkStreamError(
      'insecure-context',
      'Broadcasting works on pages served over HTTPS, or from this machine itself, only. Open the page by https://.',
    );
  }
}

/** Asks for what is to be broadcast. */
export async function capture(config: ChalkStreamConfig): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new ChalkStreamError('no-camera', 'This browser gives pages no access to cameras and microphones.');
  }
  try {
    return await (config.screen ? screen(config, config.screen) : camera(config));
  } catch (cause) {
    throw captureError(cause);
  }
}

function camera({video = true, audio = true, frameRate}: ChalkStreamConfig): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({video: merge(CAMERA, video, frameRate), audio});
}

async function screen(config: ChalkStreamConfig, wish: true | DisplayMediaStreamOptions): Promise<MediaStream> {
  const {video = true, ...rest} = wish === true ? {} : wish;
  const shared = await navigator.mediaDevices.getDisplayMedia({...rest, video: merge(SCREEN, video, config.frameRate)});
  if (shared.getAudioTracks().length === 0 && config.audio !== false) {
    await addMicrophone(shared, config.audio ?? true);
  }
  return shared;
}

async function addMicrophone(shared: MediaStream, audio: true | MediaTrackConstraints): Promise<void> {
  try {
    const microphone = await navigator.mediaDevices.getUserMedia({audio});
    microphone.getAudioTracks().forEach((track) => shared.addTrack(track));
  } catch (cause) {
    release(shared);
    throw cause;
  }
}

function merge(
  defaults: MediaTrackConstraints,
  wish: boolean | MediaTrackConstraints,
  frameRate: number | undefined,
): boolean | MediaTrackConstraints {
  if (wish === false) {
    return false;
  }
  const rate = frameRate === undefined ? {} : {frameRate: {ideal: frameRate}};
  return {...defaults, ...rate, ...(wish === true ? {} : wish)};
}

/** Lets go of cameras, microphones and screens. */
export function release(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}

/** Shows a stream to whoever makes it. Muted, or the loudspeaker would be heard by the microphone. */
export function preview(element: HTMLVideoElement, stream: MediaStream | null): void {
  element.muted = true;
  element.playsInline = true;
  element.srcObject = stream;
  if (stream) {
    // A refusal to play by itself leaves the first picture standing, which is nothing to stop for.
    element.play().catch(() => undefined);
  }
}
