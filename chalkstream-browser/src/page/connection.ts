import type {StreamStats} from '../broadcast/stats.js';
import {element} from './place.js';
import {Plot} from './plot.js';

const MEGA = 1_000_000;

/** Seconds as minutes and seconds, with hours where there are any. */
export function time(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const [hours, ...rest] = parts;
  const shown = hours ? parts : rest;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** A bitrate as people write it. */
export function bitrate(bitsPerSecond: number): string {
  return `${(bitsPerSecond / MEGA).toFixed(1)} Mbit/s`;
}

/** How the broadcast does, for whoever makes it. */
export class Connection {
  private readonly rate = new Plot(element('rate-plot'), MEGA);
  private readonly queue = new Plot(element('queue-plot'), 3);
  private since: number | undefined;

  /** A broadcast begins, which nobody sees yet. */
  begin(): void {
    this.since = undefined;
    this.rate.clear();
    this.queue.clear();
  }

  /** The server has taken the first of it. */
  onAir(now: number): void {
    this.since = now;
  }

  show(stats: StreamStats, now: number): void {
    this.rate.add(stats.uploadRate);
    this.queue.add(stats.queuedSegments);
    element('rate').textContent = stats.uploadRate > 0 ? bitrate(stats.uploadRate) : '–';
    element('queue').textContent = waiting(stats);
    element('on-air').textContent = this.since === undefined ? '–' : time((now - this.since) / 1000);
    element('picture').textContent =
      `${bitrate(stats.videoBitrate)}, ${Math.round(stats.encoderFrameRate)} frames/s`;
    element('lost').textContent = stats.droppedSegments === 0 ? 'nothing' : segments(stats.droppedSegments);
  }
}

function waiting({queuedSegments, queuedBytes}: StreamStats): string {
  return queuedSegments === 0 ? 'nothing' : `${segments(queuedSegments)}, ${(queuedBytes / MEGA).toFixed(1)} MB`;
}

function segments(count: number): string {
  return count === 1 ? '1 segment' : `${count} segments`;
}
