// The few numbers that stand for many: the median, because one slow round must not decide, and the spread, because a
// median without it says nothing.

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** (max − min) ÷ median. */
  readonly spread: number;
  /** The values themselves, in the order they were measured. */
  readonly values: readonly number[];
}

/** Sums up measured values. @throws {Error} when there is none, or one is not a finite number */
export function summarize(values: readonly number[]): Summary {
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new Error(`Cannot sum up a value that is not a number: ${bad}`);
  const sorted = values.toSorted((one, other) => one - other);
  const median = quantile(sorted, 0.5);
  const min = quantile(sorted, 0);
  const max = quantile(sorted, 1);
  return { median, min, max, spread: max === min ? 0 : (max - min) / median, values };
}

/**
 * The value below which this share of the sorted values lies, between two of them by straight line.
 * @throws {Error} when there is none
 */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('Cannot sum up: nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
}
