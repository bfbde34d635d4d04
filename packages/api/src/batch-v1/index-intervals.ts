/** Sets of the indexes of a Job as text: `1,3-5,7`. The messages are Kubernetes'. */
import { quote } from '../encoding/quote.ts';

export interface IndexInterval {
  readonly first: number;
  readonly last: number;
}

/** Text that names no indexes, or too large ones. */
export class IndexIntervalsError extends Error {
  override readonly name = 'IndexIntervalsError';
}

/** @throws IndexIntervalsError unless the intervals are in ascending order and below `completions` */
export function parseIndexIntervals(text: string, completions: number): IndexInterval[] {
  const intervals = text === '' ? [] : text.split(',').map((part) => parseIndexInterval(part, completions));
  for (const [position, { first }] of intervals.entries()) {
    const before = intervals[position - 1];
    if (before !== undefined && before.last >= first) {
      throw new IndexIntervalsError(`non-increasing order, previous: ${before.last}, current: ${first}`);
    }
  }
  return intervals;
}

/** How many indexes there are in the intervals. */
export function countIndexes(intervals: readonly IndexInterval[]): number {
  return intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** The first index that is in both sets. Intervals that cannot be read are left out: they are reported elsewhere. */
export function overlapOf(one: string, other: string, completions: number): number | undefined {
  const others = readable(other, completions);
  for (const a of readable(one, completions)) {
    const b = others.find(({ first, last }) => a.first <= last && first <= a.last);
    if (b !== undefined) {
      return Math.max(a.first, b.first);
    }
  }
  return undefined;
}

function readable(text: string, completions: number): IndexInterval[] {
  const parts = text === '' ? [] : text.split(',');
  return parts.flatMap((part) => {
    try {
      return [parseIndexInterval(part, completions)];
    } catch (error) {
      if (error instanceof IndexIntervalsError) return [];
      throw error;
    }
  });
}

function parseIndexInterval(text: string, completions: number): IndexInterval {
  const limits = text.split('-');
  if (limits.length > 2) {
    throw new IndexIntervalsError(
      `the fragment ${quote(text)} violates the requirement that an index interval can have at most two parts separated by '-'`,
    );
  }
  const [firstText = '', lastText] = limits;
  const first = parseIndex(firstText, completions);
  if (lastText === undefined) {
    return { first, last: first };
  }
  const last = parseIndex(lastText, completions);
  if (first >= last) {
    throw new IndexIntervalsError(`non-increasing order, previous: ${first}, current: ${last}`);
  }
  return { first, last };
}

function parseIndex(text: string, completions: number): number {
  const index = /^\+?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(index)) {
    throw new IndexIntervalsError(`cannot convert string to integer for index: ${quote(text)}`);
  }
  if (index >= completions) {
    throw new IndexIntervalsError(`too large index: ${quote(text)}`);
  }
  return index;
}
