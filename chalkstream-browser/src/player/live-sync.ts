import type Hls from 'hls.js';
import type {LevelDetails} from 'hls.js';
import type {LiveEdge} from './live-edge.js';

/**
 * Keeps a video element near the end of a live playlist, without taking away what its viewer has gone back
 * for. It is driven by the element's own events, which come in background tabs too.
 */
export class LiveSync {
  private readonly listening = new AbortController();
  private live = false;
  private apart = false;
  private played = false;
  private at = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly hls: Hls,
    private readonly edge: LiveEdge,
  ) {
    this.on('timeupdate', () => this.follow());
    this.on('playing', () => (this.played = true));
    this.on('waiting', () => this.waits());
    this.on('seeked', () => this.moved());
    this.on('pause', () => (this.apart ||= this.isOwnWish() && !video.ended));
  }

  /** Takes note of a new playlist. */
  update(details: LevelDetails, poster: boolean): void {
    this.live = details.live && !poster;
    if (this.live) {
      this.edge.learn(details.fragments.map(({duration}) => duration));
      this.hls.targetLatency = this.edge.target;
    } else {
      this.play(1);
    }
  }

  /** Goes to where a viewer of the live picture belongs. */
  jump(): void {
    const position = this.hls.liveSyncPosition;
    if (this.live && position !== null) {
      this.apart = false;
      this.video.currentTime = position;
    }
  }

  close(): void {
    this.listening.abort();
    this.play(1);
  }

  private on(event: string, listener: () => void): void {
    this.video.addEventListener(event, listener, {signal: this.listening.signal});
  }

  private follow(): void {
    const {hls, video} = this;
    if (video.seeking) {
      return;
    }
    this.at = video.currentTime;
    if (!this.live || video.paused) {
      return;
    }
    this.apart &&= this.edge.isApart(hls.latency);
    if (this.apart) {
      this.play(1);
    } else if (this.edge.jumps(hls.latency)) {
      this.jump();
    } else {
      this.play(this.edge.rate(hls.latency, this.buffered()));
    }
  }

  private waits(): void {
    if (this.live && this.played && !this.video.seeking) {
      this.edge.stalled();
      this.hls.targetLatency = this.edge.target;
    }
  }

  /** Where somebody has gone back to, they stay. Over gaps, hls.js goes forward. */
  private moved(): void {
    if (this.played && this.video.currentTime < this.at) {
      this.apart = true;
    }
    this.at = this.video.currentTime;
  }

  /** A browser may pause what nobody sees or hears. */
  private isOwnWish(): boolean {
    return this.live && this.played && !document.hidden;
  }

  private buffered(): number {
    const {buffered, currentTime} = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime && currentTime <= buffered.end(i)) {
        return buffered.end(i) - currentTime;
      }
    }
    return 0;
  }

  private play(rate: number): void {
    if (this.video.playbackRate !== rate) {
      this.video.playbackRate = rate;
    }
  }
}
