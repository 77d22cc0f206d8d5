const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 5_000;

/**
 * How long to wait after so many failures in a row: anything up to a bound that doubles each time, so that
 * broadcasters whom one outage has hit do not come back in step.
 *
 * @param failures 1 or more
 * @param random a number from 0 to 1
 * @returns milliseconds, at most 5000
 */
export function backoff(failures: number, random: number): number {
  return random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
}

/**
 * Reads `Retry-After`, which is either a number of seconds or a date.
 *
 * @param value the header's value, if there is one
 * @param wallClock milliseconds since 1970
 * @returns milliseconds from now, 0 or more; undefined if it says nothing that can be read
 */
export function parseRetryAfter(value: string | null, wallClock: number): number | undefined {
  if (value === null) {
    return undefined;
  }
  if (/^\s*\d+\s*$/.test(value)) {
    return Number(value) * 1000;
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallClock);
}
