// What a benchmark returns: figures and ratios, each with its rounds and, where there is one, its target.

import { summarize } from './statistics.ts';
import type { Summary } from './statistics.ts';

/** What a median must reach. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One measured figure. */
export interface Figure {
  readonly kind: 'figure';
  readonly name: string;
  /** `requests/s`, `ms`, `MB`. */
  readonly unit: string;
  readonly figure: Summary;
  readonly target: Target | undefined;
}

/** A figure of ours against the limit it cannot pass, both measured in the same rounds. */
export interface Ratio {
  readonly kind: 'ratio';
  readonly name: string;
  /** The unit of both sides. */
  readonly unit: string;
  readonly ours: Summary;
  readonly limit: Summary;
  /** ours ÷ limit, round by round. */
  readonly ratio: Summary;
  readonly target: Target | undefined;
}

export type Result = Figure | Ratio;

export type Verdict = 'met' | 'missed' | 'no target';

/** More spread than this between the rounds, and a median is not to be relied on. */
export const steadySpread = 0.15;

interface Named {
  readonly name: string;
  readonly unit: string;
  readonly target?: Target;
}

/** A figure out of its rounds. */
export function figure(values: readonly number[], { name, unit, target }: Named): Figure {
  return { kind: 'figure', name, unit, figure: summarize(values), target };
}

/** A ratio out of the rounds of both sides. @throws {Error} when one side has more rounds than the other */
export function ratio(
  { ours, limit }: { readonly ours: readonly number[]; readonly limit: readonly number[] },
  { name, unit, target }: Named,
): Ratio {
  if (ours.length !== limit.length) throw new Error(`Cannot compare ${ours.length} rounds with ${limit.length}`);
  const ratios = ours.map((value, round) => value / (limit[round] ?? Number.NaN));
  return {
    kind: 'ratio',
    name,
    unit,
    ours: summarize(ours),
    limit: summarize(limit),
    ratio: summarize(ratios),
    target,
  };
}

/** The summary that the target speaks of. */
export function decisive(result: Result): Summary {
  return result.kind === 'figure' ? result.figure : result.ratio;
}

/** Whether the median reaches the target. */
export function verdict(result: Result): Verdict {
  const { target } = result;
  if (target === undefined) return 'no target';
  const { median } = decisive(result);
  const met = 'atLeast' in target ? median >= target.atLeast : median <= target.atMost;
  return met ? 'met' : 'missed';
}

/** Whether the rounds agree well enough for the median to mean something. */
export function isSteady(result: Result): boolean {
  return decisive(result).spread <= steadySpread;
}
