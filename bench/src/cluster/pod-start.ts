// From the creation of a pod to Ready on a watch, against what the engine alone needs for the same containers: a pod is two
// of them, its sandbox and its own.

import { Pods } from '@wherry/api/core-v1';
import type { BenchmarkContext } from '../benchmark.ts';
import { figure, ratio, type Result } from '../result.ts';
import { interleave } from '../round.ts';
import type { RunningCluster } from './running-cluster.ts';
import { idle, isReady, podDraft, removePods, whenSeen } from './watched-pods.ts';

/** Pods in one round: the figure of a round is their mean. */
const SAMPLES = 3;

/** One pod after the other. */
export async function podStart(cluster: RunningCluster, { rounds, say }: BenchmarkContext): Promise<readonly Result[]> {
  let number = 0;
  const found = await interleave(
    {
      pod: () =>
        mean(SAMPLES, async () => {
          const name = `one-${(number += 1)}`;
          const took = await startPods(cluster, [name]);
          await removePods(cluster, [name]);
          return took;
        }),
      'two runs': () => mean(SAMPLES, () => runTwice(cluster)),
    },
    { rounds, onMeasured: ({ side, value }) => say(`${side}: ${value.toFixed(0)} ms`) },
  );
  const sides = { ours: found.pod, limit: found['two runs'] };
  return [
    ratio(sides, { name: 'pod ready ÷ two engine runs', unit: 'ms', target: { atMost: 1.5 } }),
    figure(found.pod, { name: 'pod ready', unit: 'ms' }),
    figure(found['two runs'], { name: 'two engine runs', unit: 'ms' }),
  ];
}

const BURST = 30;
/** So many containers at a time is what engines are tried with. */
const PARALLEL = [2, 4, 8];
/** A burst takes long; more rounds say little more. */
const MOST_ROUNDS = 3;

/** Thirty pods at once, against sixty runs as many at a time as the engine does best. */
export async function podBurst(cluster: RunningCluster, { rounds, say }: BenchmarkContext): Promise<readonly Result[]> {
  const trials: { parallel: number; took: number }[] = [];
  for (const parallel of PARALLEL) {
    const took = await runMany(cluster, BURST, parallel);
    say(`${BURST} runs, ${parallel} at a time: ${took.toFixed(0)} ms`);
    trials.push({ parallel, took });
  }
  const best = trials.toSorted((one, other) => one.took - other.took)[0]?.parallel ?? 1;
  let burst = 0;
  const found = await interleave(
    {
      pods: async () => {
        burst += 1;
        const names = Array.from({ length: BURST }, (_, index) => `burst-${burst}-${index}`);
        const took = await startPods(cluster, names);
        await removePods(cluster, names);
        return took;
      },
      runs: () => runMany(cluster, 2 * BURST, best),
    },
    {
      rounds: Math.min(rounds, MOST_ROUNDS),
      warmUp: 0,
      onMeasured: ({ side, value }) => say(`${side}: ${value.toFixed(0)} ms`),
    },
  );
  const name = `${BURST} pods at once ÷ ${2 * BURST} engine runs, ${best} at a time`;
  return [ratio({ ours: found.pods, limit: found.runs }, { name, unit: 'ms', target: { atMost: 1.15 } })];
}

/** Creates the pods; returns the milliseconds until a watch told that the last one is ready. */
async function startPods(cluster: RunningCluster, names: readonly string[]): Promise<number> {
  const ready = names.map((name) => whenSeen(cluster, name, isReady));
  const begin = performance.now();
  const created = names.map((name) => cluster.client.create(Pods, podDraft(cluster, name)));
  await Promise.all(created);
  return Math.max(...(await Promise.all(ready))) - begin;
}

async function runTwice({ engine, image }: RunningCluster): Promise<number> {
  const begin = performance.now();
  const ids = [await engine.run(image, idle), await engine.run(image, idle)];
  const took = performance.now() - begin;
  for (const id of ids) await engine.remove(id);
  return took;
}

async function runMany({ engine, image }: RunningCluster, count: number, parallel: number): Promise<number> {
  const ids: string[] = [];
  const begin = performance.now();
  let left = count;
  const inTurn = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      ids.push(await engine.run(image, idle));
    }
  };
  await Promise.all(Array.from({ length: parallel }, inTurn));
  const took = performance.now() - begin;
  await Promise.all(ids.map((id) => engine.remove(id)));
  return took;
}

async function mean(count: number, measure: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += await measure();
  return sum / count;
}
