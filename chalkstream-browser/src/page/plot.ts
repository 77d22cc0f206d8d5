const WIDTH = 60;
const HEIGHT = 20;

/** A curve through the latest values, newest at the right, and the area below it, as SVG paths. */
export function curve(values: readonly number[], ceiling: number): {line: string; area: string} {
  const shown = values.slice(-WIDTH - 1);
  const first = WIDTH - shown.length + 1;
  const top = Math.max(ceiling, ...shown);
  const points = shown.map((value, i) => `${first + i} ${round(HEIGHT - 1 - (value / top) * (HEIGHT - 2))}`);
  if (points.length < 2) {
    return {line: '', area: ''};
  }
  const line = `M${points.join('L')}`;
  return {line, area: `${line}L${WIDTH} ${HEIGHT}L${first} ${HEIGHT}Z`};
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

/** The last minute of one figure, a value a second. */
export class Plot {
  private readonly values: number[] = [];

  /** @param ceiling what the scale reaches to at least */
  constructor(
    private readonly svg: Element,
    private readonly ceiling: number,
  ) {}

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > WIDTH + 1) {
      this.values.shift();
    }
    this.draw();
  }

  clear(): void {
    this.values.length = 0;
    this.draw();
  }

  private draw(): void {
    const {line, area} = curve(this.values, this.ceiling);
    this.svg.querySelector('.line')?.setAttribute('d', line);
    this.svg.querySelector('.area')?.setAttribute('d', area);
  }
}
