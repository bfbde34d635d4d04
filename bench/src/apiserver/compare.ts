// One comparison: a load on the apiserver, and the same at its limit, in turn.

import type { BenchmarkContext } from '../benchmark.ts';
import type { HttpsJob } from '../load/jobs.ts';
import { processorTime } from '../process-usage.ts';
import { figure, ratio } from '../result.ts';
import type { Result, Target } from '../result.ts';
import { interleave } from '../round.ts';
import type { Measure } from '../round.ts';
import type { Setting } from './setting.ts';

export interface Comparison {
  /** `get`, `create` … */
  readonly name: string;
  /** What the limit is: `bare https`. */
  readonly limitName: string;
  readonly unit: string;
  /** The load on the apiserver; called for each measurement, so that none repeats what another has created. */
  readonly ours: () => HttpsJob;
  readonly limit: Measure;
  readonly target?: Target;
}

/** So many rounds may be void before a comparison is given up. */
export const MOST_VOIDS = 2;

/** Measures both sides and returns their ratio, and what one request costs the apiserver. */
export async function compare(
  { cluster, load }: Setting,
  context: BenchmarkContext,
  { name, limitName, unit, ours, limit, target }: Comparison,
): Promise<readonly Result[]> {
  const costs: number[] = [];
  const tails: number[] = [];
  const measureOurs: Measure = async (round) => {
    const before = await processorTime(cluster.pid);
    const { perSecond, requests, p99 } = await load.run('https', ours());
    const after = await processorTime(cluster.pid);
    // By the round's number: a round that turns out void is measured again.
    if (round >= 0) {
      tails[round] = p99;
      if (before !== undefined && after !== undefined) costs[round] = (after - before) / requests;
    }
    return perSecond;
  };
  const figures = await interleave(
    { ours: measureOurs, limit },
    {
      rounds: context.rounds,
      voids: MOST_VOIDS,
      onVoid: (round, error) => context.say(`${name} round ${round} is void: ${String(error)}`),
      onMeasured: ({ side, round, value }) => context.say(`${name} round ${round}: ${side} ${Math.round(value)}/s`),
    },
  );
  return [
    ratio(figures, { name: `${name} ÷ ${limitName}`, unit, ...(target === undefined ? {} : { target }) }),
    figure(tails, { name: `${name}, p99`, unit: 'ms' }),
    ...(costs.length === 0 ? [] : [figure(costs, { name: `${name}, processor time`, unit: 'µs/request' })]),
  ];
}
