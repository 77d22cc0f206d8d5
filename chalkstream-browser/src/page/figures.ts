import {time} from './connection.js';
import type {StreamReport} from './operator.js';

const CODECS: readonly (readonly [RegExp, string])[] = [
  [/^avc[13]/, 'H.264'],
  [/^(hvc|hev)1/, 'H.265'],
  [/^mp4a\.40/, 'AAC'],
  [/^mp4a\.(69|6b)/i, 'MP3'],
  [/^ec-3/, 'E-AC-3'],
  [/^ac-3/, 'AC-3'],
];
const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** A size as people write it. */
export function size(bytes: number): string {
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ${UNITS[unit]}`;
}

/** What a stream shows and sounds like, in one line. */
export function picture({width, height, codecs}: Pick<StreamReport, 'width' | 'height' | 'codecs'>): string {
  const names = codecs.map((codec) => CODECS.find(([pattern]) => pattern.test(codec))?.[1] ?? codec);
  const parts = width > 0 ? [`${width} × ${height}`, ...names] : names;
  return parts.join(', ') || 'not known';
}

/** How long before a time another was, as minutes and seconds, with hours and days where there are any. */
export function between(earlier: string | undefined, now: string): string {
  const seconds = earlier === undefined ? Number.NaN : (Date.parse(now) - Date.parse(earlier)) / 1000;
  if (Number.isNaN(seconds)) {
    return '–';
  }
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? `${days} d ${Math.floor(seconds / 3600) % 24} h` : time(Math.max(0, seconds));
}

/** The same as people say it. */
export function ago(earlier: string | undefined, now: string): string {
  const text = between(earlier, now);
  return `${text.replace(/^0:0?(\d+)$/, '$1 s')} ago`;
}

/** The state of a stream as a card shows it. */
export function stateOf({state, stalled}: Pick<StreamReport, 'state' | 'stalled'>): string {
  return stalled ? 'stalled' : state;
}
