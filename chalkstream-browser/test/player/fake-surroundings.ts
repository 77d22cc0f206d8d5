import type {Engine, EngineEvents} from '../../src/player/engine.js';
import type {Surroundings} from '../../src/player/surroundings.js';

/** A video element of which a player sees no more than this. */
export class FakeVideo extends EventTarget {
  currentTime = 0;
  ended = false;
  seeking = false;
  plays = 0;
  refusal: Error | undefined;

  async play(): Promise<void> {
    this.plays++;
    if (this.refusal) {
      throw this.refusal;
    }
  }

  finish(): void {
    this.ended = true;
    this.dispatchEvent(new Event('ended'));
  }
}

/** An engine that plays what a test says. */
export class FakeEngine implements Engine {
  playingDate: Date | null = null;
  rewound = 0;
  destroyed = false;
  wentLive = 0;

  constructor(
    readonly events: EngineEvents,
    readonly tells: boolean,
  ) {}

  goLive(): void {
    this.wentLive++;
  }

  rewind(): void {
    this.rewound++;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

/** A server whose answer a test sets, and a clock that goes when it is told to. */
export class FakeSurroundings implements Surroundings {
  /** What the playlist says; a number is a status, a response itself, undefined no server. */
  answer: string | number | Response | undefined = 404;
  playable = true;
  tells = true;
  time = 1_000_000;
  readonly engines: FakeEngine[] = [];
  private steps: (() => void)[] = [];

  page = () => 'https://live.example/';
  now = () => this.time;

  fetch = async (): Promise<Response> => {
    const {answer} = this;
    if (answer === undefined) {
      throw new TypeError('Failed to fetch');
    }
    if (answer instanceof Response) {
      return answer.clone();
    }
    return typeof answer === 'number' ? new Response('', {status: answer}) : new Response(answer);
  };

  after(_milliseconds: number, step: () => void): void {
    this.steps.push(step);
  }

  engineFor: Surroundings['engineFor'] = () => {
    if (!this.playable) {
      return undefined;
    }
    return async (_video, _playlist, events) => {
      const engine = new FakeEngine(events, this.tells);
      this.engines.push(engine);
      return engine;
    };
  };

  get engine(): FakeEngine {
    return this.engines.at(-1)!;
  }

  /** How much is still to come by itself. */
  get waiting(): number {
    return this.steps.length;
  }

  /** Lets what waits for its time have it. */
  async pass(): Promise<void> {
    const due = this.steps;
    this.steps = [];
    due.forEach((step) => step());
    await settle();
  }
}

/** Lets all promises that can be kept be kept. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
