/** When to do something, and whether anybody looks. */
export interface Pace {
  after(milliseconds: number, step: () => void): unknown;
  hidden(): boolean;
}

const browserPace: Pace = {
  after: (milliseconds, step) => setTimeout(step, milliseconds),
  hidden: () => document.hidden,
};

/** Does something over and over, each time when the last is done and some time has passed, while somebody looks. */
export class Refresher {
  private turn = 0;

  constructor(
    private readonly task: () => Promise<void>,
    private readonly milliseconds: number,
    private readonly pace: Pace = browserPace,
  ) {}

  /** Does it now, and then over and over. */
  start(): void {
    void this.run(++this.turn);
  }

  stop(): void {
    this.turn++;
  }

  private async run(turn: number): Promise<void> {
    if (!this.pace.hidden()) {
      await this.task();
    }
    if (turn === this.turn) {
      this.pace.after(this.milliseconds, () => {
        if (turn === this.turn) {
          void this.run(turn);
        }
      });
    }
  }
}
