import type {Surroundings} from './surroundings.js';

/** How long a picture may stand still before somebody asks why, before and after the first of it. */
const PATIENCE_MS = 1500;
const FIRST_PATIENCE_MS = 5000;
/** How long until somebody asks again. */
const AGAIN_MS = 2000;

/** Who wants to know that there is nothing left to play. */
export interface StarvationEvents {
  /** The picture stands still: said after a while, and then over and over. */
  starved(): void;
  /** It moves again. */
  fed(): void;
}

/** Notices that a video element has nothing left to play, though it is meant to play. */
export class Starvation {
  private starved = false;
  private known = false;
  private played = false;
  private at = 0;
  /** Counts up whenever what was waited for is over. */
  private turn = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    signal: AbortSignal,
    private readonly surroundings: Pick<Surroundings, 'after'>,
    private readonly events: StarvationEvents,
  ) {
    const on = (event: string, listener: () => void) => video.addEventListener(event, listener, {signal});
    on('waiting', () => this.waits());
    on('timeupdate', () => this.moves());
    on('playing', () => this.plays());
    on('pause', () => this.rests());
    on('ended', () => this.feed());
  }

  /** Whether there is nothing to play now. */
  get isStarved(): boolean {
    return this.starved;
  }

  /** Whether that has been said. */
  get isKnown(): boolean {
    return this.known;
  }

  /** Whether anything has been played. */
  get hasPlayed(): boolean {
    return this.played;
  }

  /** Another picture begins. */
  reset(): void {
    this.turn++;
    this.starved = this.known = this.played = false;
  }

  private waits(): void {
    if (!this.starved) {
      this.starved = true;
      this.at = this.video.currentTime;
      this.ask(++this.turn, this.played ? PATIENCE_MS : FIRST_PATIENCE_MS);
    }
  }

  private ask(turn: number, milliseconds: number): void {
    this.surroundings.after(milliseconds, () => {
      if (turn === this.turn) {
        this.known = true;
        this.events.starved();
        this.ask(turn, AGAIN_MS);
      }
    });
  }

  /** What stands still by its viewer's wish has not run dry, unless that was known before. */
  private rests(): void {
    if (!this.known) {
      this.feed();
    }
  }

  private plays(): void {
    this.played = true;
    this.feed();
  }

  /** Where hls.js goes over a hole, nothing says that the picture plays but its time. */
  private moves(): void {
    if (!this.video.seeking && this.video.currentTime !== this.at) {
      this.feed();
    }
  }

  private feed(): void {
    const {known} = this;
    this.turn++;
    this.starved = this.known = false;
    if (known) {
      this.events.fed();
    }
  }
}
