import type {Engine, EngineEvents} from './engine.js';

/** Where Safari knows when the first picture was taken. */
type Dated = HTMLVideoElement & {getStartDate?: () => Date};

/** The browser's own player, which does not say what it plays. */
export class NativeEngine implements Engine {
  readonly tells = false;
  private readonly onError: () => void;

  constructor(
    private readonly video: Dated,
    playlist: string,
    events: EngineEvents,
  ) {
    this.onError = () => events.failed(video.error?.message || 'media error');
    video.addEventListener('error', this.onError);
    video.src = playlist;
    events.ready();
  }

  get playingDate(): Date | null {
    const start = this.video.getStartDate?.().getTime() ?? NaN;
    return Number.isNaN(start) ? null : new Date(start + this.video.currentTime * 1000);
  }

  rewind(): void {
    const {seekable} = this.video;
    this.video.currentTime = seekable.length > 0 ? seekable.start(0) : 0;
  }

  goLive(): void {
    const {seekable} = this.video;
    if (seekable.length > 0) {
      this.video.currentTime = seekable.end(seekable.length - 1);
    }
  }

  destroy(): void {
    this.video.removeEventListener('error', this.onError);
    this.video.removeAttribute('src');
    this.video.load();
  }
}
