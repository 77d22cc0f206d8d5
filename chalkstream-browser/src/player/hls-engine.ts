import type Hls from 'hls.js';
import type {ErrorData, Fragment, HlsConfig, LevelDetails, LoaderResponse, RetryConfig} from 'hls.js';
import type {Engine, EngineEvents} from './engine.js';
import {LiveEdge} from './live-edge.js';
import {LiveSync} from './live-sync.js';
import {isPoster} from './look.js';

/** A server that is being started again is back after these many tries, a second or two apart. */
const TRIES = 30;

function keepTrying(): RetryConfig {
  return {
    maxNumRetry: TRIES,
    retryDelayMs: 1000,
    maxRetryDelayMs: 2000,
    // Left alone, hls.js gives up at once when no connection can be made.
    shouldRetry: (_config, count, _timeout, answer?: LoaderResponse, retry?: boolean) =>
      count < TRIES && (retry === true || !answer?.code),
  };
}

function options(): Partial<HlsConfig> {
  const policy = {
    default: {
      maxTimeToFirstByteMs: 10_000,
      maxLoadTimeMs: 60_000,
      timeoutRetry: {maxNumRetry: 4, retryDelayMs: 0, maxRetryDelayMs: 0},
      errorRetry: keepTrying(),
    },
  };
  return {
    lowLatencyMode: false,
    liveSyncDurationCount: 2,
    liveSyncOnStallIncrease: 0,
    playlistLoadPolicy: policy,
    fragLoadPolicy: policy,
  };
}

/** hls.js, which begins anew when the stream leaves the waiting room. */
export class HlsEngine implements Engine {
  readonly tells = true;
  private hls: Hls | undefined;
  private sync: LiveSync | undefined;
  private poster = false;
  private live = true;
  private first = 0;

  constructor(
    private readonly library: typeof Hls,
    private readonly video: HTMLVideoElement,
    private readonly playlist: string,
    private readonly events: EngineEvents,
  ) {
    this.begin();
  }

  /** Loads hls.js, which broadcasters and Safari do without. */
  static async load(video: HTMLVideoElement, playlist: string, events: EngineEvents): Promise<Engine> {
    const {default: library} = await import('hls.js/light');
    return new HlsEngine(library, video, playlist, events);
  }

  get playingDate(): Date | null {
    return this.hls?.playingDate ?? null;
  }

  get start(): number {
    return this.first;
  }

  goLive(): void {
    this.sync?.jump();
  }

  destroy(): void {
    this.sync?.close();
    this.hls?.destroy();
    this.hls = undefined;
  }

  private begin(): void {
    const {Events} = this.library;
    const hls = new this.library(options());
    this.hls = hls;
    this.sync = new LiveSync(this.video, hls, new LiveEdge(() => performance.now()));
    hls.on(Events.MANIFEST_PARSED, () => this.events.ready());
    hls.on(Events.LEVEL_UPDATED, (_event, {details}) => this.updated(details));
    hls.on(Events.FRAG_CHANGED, (_event, {frag}) => this.changed(frag));
    hls.on(Events.ERROR, (_event, error) => this.erred(error));
    hls.loadSource(this.playlist);
    hls.attachMedia(this.video);
  }

  private updated(details: LevelDetails): void {
    this.live = details.live;
    this.first = details.fragments[0]?.start ?? 0;
    this.sync?.update(details, this.poster);
    this.tell();
    this.leaveWaitingRoom(details);
  }

  private changed(fragment: Fragment): void {
    this.poster = isPoster(fragment.url);
    this.tell();
  }

  private tell(): void {
    this.events.plays(this.poster ? 'early' : this.live ? 'live' : 'complete');
  }

  private erred(error: ErrorData): void {
    if (error.fatal) {
      this.events.failed(error.details);
    }
  }

  /**
   * Left alone, hls.js shows all of the poster that it has loaded before it goes over, and it does not go over
   * to a stream without sound, or without a picture, as the poster has both.
   */
  private leaveWaitingRoom({fragments, live}: LevelDetails): void {
    const enough = fragments.length >= 2 || !live;
    if (this.poster && enough && !isPoster(fragments[0]?.url ?? '')) {
      this.poster = false;
      // Not from within an event of the instance that goes.
      setTimeout(() => {
        if (this.hls) {
          this.destroy();
          this.begin();
        }
      });
    }
  }
}
