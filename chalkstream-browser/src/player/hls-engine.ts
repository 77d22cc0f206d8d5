import type Hls from 'hls.js';
import type {ErrorData, HlsConfig, LevelDetails, LoaderResponse, RetryConfig} from 'hls.js';
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

/** From where on a recording does not begin at 0, in seconds. */
const LATE_START = 0.5;

/**
 * hls.js, which begins anew when the stream leaves the waiting room. Left alone, it would show all of the poster
 * that it has loaded before it goes over, would not go over to a stream without sound or without a picture, as the
 * poster has both, and would count the numbers between poster and stream as ten minutes of its time.
 */
export class HlsEngine implements Engine {
  readonly tells = true;
  private hls: Hls | undefined;
  private sync: LiveSync | undefined;
  /** Whether the playlist is the waiting room's. */
  private poster = false;
  private leaving = false;
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

  /** The time of hls.js goes on from when the viewer came: a recording whose start it has left behind begins anew. */
  rewind(): void {
    if (this.first > LATE_START) {
      this.restart();
    } else {
      this.video.currentTime = this.first;
    }
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
    this.poster = false;
    this.leaving = false;
    this.sync = new LiveSync(this.video, hls, new LiveEdge(() => performance.now()));
    hls.on(Events.MANIFEST_PARSED, () => this.events.ready());
    hls.on(Events.LEVEL_UPDATED, (_event, {details}) => this.updated(details));
    hls.on(Events.ERROR, (_event, error) => this.erred(error));
    hls.loadSource(this.playlist);
    hls.attachMedia(this.video);
  }

  private restart(): void {
    this.destroy();
    this.begin();
  }

  private updated(details: LevelDetails): void {
    const poster = isPoster(details.fragments.at(-1)?.url ?? '');
    if (this.leaving) {
      return;
    }
    if (this.poster && !poster) {
      this.leaveWaitingRoom(details);
      return;
    }
    this.poster = poster;
    if (poster && this.hls) {
      // A waiting room has no length, and what comes after it counts from its own beginning.
      this.hls.config.liveDurationInfinity = true;
    }
    this.live = details.live;
    this.first = details.fragments[0]?.start ?? 0;
    this.sync?.update(details, poster);
    this.events.plays(poster ? 'early' : this.live ? 'live' : 'complete');
  }

  private erred(error: ErrorData): void {
    if (error.fatal) {
      this.events.failed(error.details, error.response?.code);
    }
  }

  /**
   * Of a single segment there is not enough to play on: until there may be another, the poster that is loaded goes
   * on. The timeline of this instance is of no use any more, so it must neither load anything nor go anywhere.
   */
  private leaveWaitingRoom({fragments, live, targetduration}: LevelDetails): void {
    const {hls} = this;
    if (!hls) {
      return;
    }
    this.leaving = true;
    hls.config.liveSyncMode = 'buffered';
    hls.stopLoad();
    const enough = fragments.length >= 2 || !live;
    // In any case not from within an event of the instance that goes.
    const wait = enough ? 0 : targetduration * 1000;
    setTimeout(() => {
      if (this.hls === hls) {
        this.restart();
      }
    }, wait);
  }
}
