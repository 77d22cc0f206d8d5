import {NO_MICROPHONE} from './choices.js';
import {element} from './place.js';

/** Fills the pickers with what is plugged in. Browsers tell the names only to pages that may use the devices. */
export async function fillPickers(current: MediaStream | undefined): Promise<void> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const inUse = current?.getTracks().map((track) => track.getSettings().deviceId) ?? [];
  fill(element('camera'), of(devices, 'videoinput'), 'Default camera', inUse);
  const microphones = of(devices, 'audioinput').filter(({deviceId}) => deviceId !== 'default');
  const picker = element<HTMLSelectElement>('microphone');
  const wasOff = picker.value === NO_MICROPHONE;
  fill(picker, microphones, 'Default microphone', inUse);
  picker.add(new Option('No sound', NO_MICROPHONE, false, wasOff));
}

function of(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): MediaDeviceInfo[] {
  return devices.filter((device) => device.kind === kind && device.deviceId !== '' && device.label !== '');
}

function fill(picker: HTMLSelectElement, devices: MediaDeviceInfo[], fallback: string, inUse: unknown[]): void {
  const chosen = picker.value;
  const selected = devices.find(({deviceId}) => deviceId === chosen) ?? devices.find((one) => inUse.includes(one.deviceId));
  const options = devices.map((one) => new Option(one.label, one.deviceId, false, one === selected));
  picker.replaceChildren(...(selected ? options : [new Option(fallback, '', true, true), ...options]));
}
