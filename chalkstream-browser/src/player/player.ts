import {
  ChalkStreamPlayerError,
  playlistOf,
  type ChalkStreamPlayerConfig,
  type PlayerErrorCode,
  type PlayerState,
} from './config.js';
import type {Engine, EngineEvents} from './engine.js';
import {look, type Found} from './look.js';
import {isRefusal, REFUSALS, type RefusalCode} from './refusals.js';
import {Starvation} from './starvation.js';
import {browser, type Surroundings} from './surroundings.js';

const RETRY_MS = 2000;
/** Who may not watch does so seldom a moment later, but may have signed in elsewhere, or been let in. */
const REFUSED_RETRY_MS = 10_000;
const LATENCY_MS = 1000;
/** How long a server may take to answer whose picture stands still already. */
const STARVED_PATIENCE_MS = 3000;

/**
 * Plays one stream through its whole life: not there yet, live, over, and live again. Each change is told to
 * the configuration's functions, and to who listens on the video element: `chalkstream-state`,
 * `chalkstream-latency` and `chalkstream-error` bubble, and have what the functions get as their `detail`.
 */
export class ChalkStreamPlayer {
  private readonly playlist: string;
  private readonly video: HTMLVideoElement;
  private readonly listening = new AbortController();
  private readonly starvation: Starvation;
  private current: PlayerState | undefined;
  /** What the engine plays, as far as there is any of it. */
  private phase: 'early' | 'live' | 'complete' = 'live';
  private engine: Engine | undefined;
  private loading: Promise<void> | undefined;
  private wanted = false;
  private closed = false;
  private told = 0;
  private refusal: RefusalCode | undefined;
  /** Counts up whenever what was under way is of no use any more. */
  private turn = 0;

  /** @throws TypeError if the configuration names no stream */
  constructor(
    private readonly config: ChalkStreamPlayerConfig,
    private readonly surroundings: Surroundings = browser,
  ) {
    this.playlist = playlistOf(config, surroundings.page());
    this.video = config.videoElement;
    const {signal} = this.listening;
    this.starvation = new Starvation(this.video, signal, surroundings, {
      starved: () => void this.findOutWhy(this.turn),
      fed: () => this.showPhase(),
    });
    this.video.addEventListener('ended', () => this.ended(), {signal});
    this.video.addEventListener('playing', () => this.resumed(), {signal});
    this.video.addEventListener('timeupdate', () => this.tellLatency(), {signal});
  }

  /** Where the stream is in its life. */
  get state(): PlayerState {
    return this.current ?? 'waiting';
  }

  /** How many seconds ago what is shown was taken, as an estimate; undefined where the playlist has no dates. */
  get latency(): number | undefined {
    const date = this.engine?.playingDate;
    return date ? Math.max(0, (this.surroundings.now() - date.getTime()) / 1000) : undefined;
  }

  /** Looks for the stream, as long as it takes, and loads it. Resolves after the first look. */
  load(): Promise<void> {
    this.loading ??= this.begin();
    return this.loading;
  }

  /** Plays the stream as soon as there is something to play. Resolves after the first look for it. */
  async play(): Promise<void> {
    this.wanted = true;
    const loaded = this.engine !== undefined;
    await this.load();
    if (loaded) {
      this.start();
    }
  }

  /** Plays the recording of a stream that is over from its start. */
  replay(): void {
    if (this.engine && (this.current === 'ended' || this.current === 'complete')) {
      this.wanted = true;
      this.show('complete');
      this.engine.rewind();
      this.start();
    }
  }

  /** Leaves the past, where a viewer has gone back or paused, for the live picture. */
  goLive(): void {
    this.engine?.goLive();
    this.start();
  }

  /** Stops, and lets go of the video element. */
  close(): void {
    this.closed = true;
    this.listening.abort();
    this.leave();
  }

  /** @param pause how long to wait with what there is to play, in milliseconds, so that errors come in no hurry */
  private async begin(pause = 0): Promise<void> {
    const turn = ++this.turn;
    const state = await look(this.playlist, this.surroundings.fetch);
    if (this.isOver(turn)) {
      return;
    }
    if (isRefusal(state)) {
      this.refused(state);
      return;
    }
    this.show(state);
    if (state === 'early' || state === 'live' || state === 'complete') {
      this.phase = state;
      if (pause > 0) {
        this.later(turn, () => void this.attach(turn), pause);
      } else {
        await this.attach(turn);
      }
    } else {
      this.later(turn, () => void this.begin());
    }
  }

  private async attach(turn: number): Promise<void> {
    const make = this.surroundings.engineFor(this.config.engine ?? 'auto', this.video);
    if (!make) {
      this.show('unplayable');
      this.report('unplayable', 'This browser can play no live streams.');
      return;
    }
    try {
      const engine = await make(this.video, this.playlist, this.eventsOf(turn));
      if (this.isOver(turn)) {
        engine.destroy();
        return;
      }
      this.engine = engine;
    } catch (cause) {
      this.failed(turn, `The player could not be loaded: ${String(cause)}`);
      return;
    }
    if (!this.engine.tells) {
      this.followSilent(turn);
    }
  }

  private eventsOf(turn: number): EngineEvents {
    return {
      ready: () => {
        if (!this.isOver(turn) && this.wanted) {
          this.start();
        }
      },
      plays: (what) => {
        if (!this.isOver(turn)) {
          this.plays(what);
        }
      },
      failed: (detail, status) => this.failed(turn, detail, status),
    };
  }

  private plays(what: 'early' | 'live' | 'complete'): void {
    this.phase = what;
    if (!this.starvation.isKnown) {
      this.showPhase();
    }
  }

  private showPhase(): void {
    if (this.engine && this.current !== 'ended') {
      this.show(this.phase);
    }
  }

  /** Whether it is the server or the broadcaster that leaves the picture standing, the playlist says. */
  private async findOutWhy(turn: number): Promise<void> {
    const state = await look(this.playlist, this.surroundings.fetch, STARVED_PATIENCE_MS);
    if (this.isOver(turn) || !this.engine || this.current === 'ended') {
      return;
    }
    if (isRefusal(state)) {
      this.leave();
      this.refused(state);
    } else if (this.starvation.isStarved) {
      this.show(this.reasonFor(state));
    }
  }

  private reasonFor(state: Found): PlayerState {
    if (state === 'unreachable') {
      return 'unreachable';
    }
    // What has not been loaded yet of a recording, or of the first picture, has not stopped to come.
    const {hasPlayed} = this.starvation;
    const stalled = state !== 'complete' && this.phase === 'live' && hasPlayed && !this.video.seeking;
    return stalled ? 'stalled' : this.phase;
  }

  private refused(code: RefusalCode): void {
    this.show('refused');
    if (code !== this.refusal) {
      this.refusal = code;
      this.report(code, REFUSALS[code]);
    }
    this.later(this.turn, () => void this.begin(), REFUSED_RETRY_MS);
  }

  /** An engine that does not say what it plays is taken to play what the playlist has. */
  private followSilent(turn: number): void {
    this.later(turn, async () => {
      const state = await look(this.playlist, this.surroundings.fetch);
      if (this.isOver(turn) || this.current === 'ended') {
        return;
      }
      if (state === 'early' || state === 'live' || state === 'complete') {
        this.plays(state);
      }
      this.followSilent(turn);
    });
  }

  private failed(turn: number, detail: string, status?: number): void {
    if (this.isOver(turn)) {
      return;
    }
    this.leave();
    // That somebody may not watch is no fault of the playing.
    if (status !== 401 && status !== 403) {
      this.report('playback', detail);
    }
    void this.begin(RETRY_MS);
  }

  private leave(): void {
    this.turn++;
    this.starvation.reset();
    this.engine?.destroy();
    this.engine = undefined;
  }

  private ended(): void {
    this.show('ended');
    this.watchForResumption(this.turn);
  }

  /** The video element's own button plays what has ended from its start. */
  private resumed(): void {
    if (this.current === 'ended' && !this.video.ended) {
      this.show('complete');
    }
  }

  /** A broadcast that is over may be taken up again under the same address. */
  private watchForResumption(turn: number): void {
    this.later(turn, async () => {
      if (this.current !== 'ended') {
        return;
      }
      const state: Found = await look(this.playlist, this.surroundings.fetch);
      if (this.isOver(turn) || this.state !== 'ended') {
        return;
      }
      if (state === 'live') {
        this.leave();
        void this.begin();
      } else {
        this.watchForResumption(turn);
      }
    });
  }

  private start(): void {
    this.video.play().catch((refusal: unknown) => {
      if (refusal instanceof Error && refusal.name === 'NotAllowedError') {
        this.report('not-allowed', 'The browser wants a click before it plays.');
      }
    });
  }

  private isOver(turn: number): boolean {
    return this.closed || turn !== this.turn;
  }

  private later(turn: number, step: () => unknown, milliseconds = RETRY_MS): void {
    this.surroundings.after(milliseconds, () => {
      if (!this.isOver(turn)) {
        step();
      }
    });
  }

  private show(state: PlayerState): void {
    if (state !== this.current) {
      this.current = state;
      if (state !== 'refused') {
        this.refusal = undefined;
      }
      this.tell('state', state, this.config.onState);
    }
  }

  private tellLatency(): void {
    const {latency} = this;
    const now = this.surroundings.now();
    if (latency !== undefined && this.current === 'live' && Math.abs(now - this.told) >= LATENCY_MS) {
      this.told = now;
      this.tell('latency', latency, this.config.onLatency);
    }
  }

  private report(code: PlayerErrorCode, message: string): void {
    this.tell('error', new ChalkStreamPlayerError(code, message), this.config.onError);
  }

  private tell<T>(what: string, detail: T, callback: ((detail: T) => unknown) | undefined): void {
    this.video.dispatchEvent(new CustomEvent(`chalkstream-${what}`, {bubbles: true, detail}));
    try {
      callback?.(detail);
    } catch (cause) {
      // What a page's own function throws is its own error, and must not end the playing.
      reportError(cause);
    }
  }
}
