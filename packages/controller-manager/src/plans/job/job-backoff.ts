/** How long a Job waits before it replaces pods that failed: longer the more have failed in a row. */

const FIRST_MS = 10_000;
const MOST_MS = 600_000;

export interface Failures {
  /** In a row. */
  readonly count: number;
  /** When the last one was, in milliseconds since 1970. */
  readonly last: number;
}

/** Milliseconds from now until the next try; 0 when it may be now. */
export function untilNextTry({ count, last }: Failures, now: number): number {
  if (count === 0) return 0;
  return Math.max(0, last + Math.min(MOST_MS, FIRST_MS * 2 ** (count - 1)) - now);
}

/** The failures since the last success. */
export function failuresInRow(successes: readonly number[], failures: readonly number[]): Failures {
  const lastSuccess = Math.max(Number.NEGATIVE_INFINITY, ...successes);
  const since = failures.filter((at) => at > lastSuccess);
  return { count: since.length, last: Math.max(0, ...since) };
}
