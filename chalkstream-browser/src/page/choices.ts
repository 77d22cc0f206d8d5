import type {ChalkStreamConfig} from '../broadcast/config.js';
import type {Container} from '../broadcast/segment-encoder.js';
import {element} from './place.js';

/** What each quality takes: pixels across, and bits per second. */
const QUALITIES: Record<string, {width: number; height: number; videoBitrate: number}> = {
  480: {width: 854, height: 480, videoBitrate: 1_000_000},
  720: {width: 1280, height: 720, videoBitrate: 2_500_000},
  1080: {width: 1920, height: 1080, videoBitrate: 5_000_000},
};
export const NO_MICROPHONE = 'none';

/** What somebody has chosen on the page. */
export interface Choices {
  readonly screen: boolean;
  readonly camera: string;
  readonly microphone: string;
  readonly quality: string;
  readonly segmentSeconds: number;
  readonly container: Container;
}

/** The part of a broadcast's configuration that these choices make. */
export function configOf(choices: Choices): ChalkStreamConfig {
  const {width, height, videoBitrate} = QUALITIES[choices.quality] ?? QUALITIES[720]!;
  const size = choices.screen
    ? {width: {max: width}, height: {max: height}}
    : {width: {ideal: width}, height: {ideal: height}};
  const camera = choices.camera && !choices.screen ? {deviceId: {exact: choices.camera}} : {};
  return {
    chunkLength: choices.segmentSeconds * 1000,
    container: choices.container,
    videoBitrate,
    screen: choices.screen ? {video: size, audio: true} : false,
    video: {...size, ...camera},
    audio: audioOf(choices.microphone),
  };
}

function audioOf(microphone: string): boolean | MediaTrackConstraints {
  if (microphone === NO_MICROPHONE) {
    return false;
  }
  return microphone ? {deviceId: {exact: microphone}} : true;
}

/** What is chosen now. */
export function choices(): Choices {
  return {
    screen: element<HTMLInputElement>('source-screen').checked,
    camera: element<HTMLSelectElement>('camera').value,
    microphone: element<HTMLSelectElement>('microphone').value,
    quality: element<HTMLSelectElement>('quality').value,
    segmentSeconds: Number(element<HTMLSelectElement>('segment-length').value),
    container: containerIn(location.search),
  };
}

/** What segments are to be, by the page's address; CMAF unless it says `ts`. */
export function containerIn(search: string): Container {
  return new URLSearchParams(search).get('container') === 'ts' ? 'ts' : 'cmaf';
}

/** Chooses the length of a segment that the page's address asks for, if the page offers it. */
export function preselect(search: string): void {
  const wish = new URLSearchParams(search).get('segment');
  const select = element<HTMLSelectElement>('segment-length');
  if ([...select.options].some(({value}) => value === wish)) {
    select.value = wish ?? '';
  }
}
