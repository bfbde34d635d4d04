// What the cluster costs when nothing happens in it: memory and processor time of each of its processes.

import { systemClock } from '@wherry/component';
import type { BenchmarkContext } from '../benchmark.ts';
import { cgroupTime, memoryUse } from '../process-usage.ts';
import { figure, type Result } from '../result.ts';
import type { RunningCluster } from './running-cluster.ts';

/** How long it is left alone before: starts, leases and certificates have settled by then. */
const REST_MS = 30_000;
const QUICK_REST_MS = 5000;

interface Usage {
  readonly mb: number;
  /** Microseconds since its start. */
  readonly time: number;
}

export async function idleCluster(
  cluster: RunningCluster,
  { rounds, roundMs, say }: BenchmarkContext,
): Promise<readonly Result[]> {
  const rest = roundMs >= 1000 ? REST_MS : QUICK_REST_MS;
  say(`leaving the cluster alone for ${rest / 1000} s`);
  await systemClock.sleep(rest);
  const memory = new Map<string, number[]>();
  const share = new Map<string, number[]>();
  let [before, at] = [await usages(cluster), performance.now()];
  for (let round = 0; round < rounds; round += 1) {
    await systemClock.sleep(roundMs);
    const after = await usages(cluster);
    const elapsed = (performance.now() - at) * 1000;
    let [all, busy] = [0, 0];
    for (const [name, { mb, time }] of after) {
      const percent = ((time - (before.get(name)?.time ?? 0)) / elapsed) * 100;
      push(memory, name, mb);
      push(share, name, percent);
      all += mb;
      busy += percent;
    }
    push(memory, TOTAL, all);
    push(share, TOTAL, busy);
    say(`round ${round}: ${all.toFixed(0)} MB, ${busy.toFixed(2)} % of a core`);
    [before, at] = [after, performance.now()];
  }
  const results = (from: Map<string, number[]>, what: string, unit: string, atMost: number): Result[] =>
    [...from]
      .toSorted(([one], [other]) => Number(other === TOTAL) - Number(one === TOTAL) || one.localeCompare(other))
      .map(([name, values]) =>
        figure(values, { name: `idle ${what}, ${name}`, unit, ...(name === TOTAL ? { target: { atMost } } : {}) }),
      );
  return [...results(memory, 'memory (PSS)', 'MB', 600), ...results(share, 'processor time', '% of a core', 3)];
}

const TOTAL = 'whole cluster';

function push(into: Map<string, number[]>, name: string, value: number): void {
  into.set(name, [...(into.get(name) ?? []), value]);
}

/** The processes of the cluster that are not pods, by the name of their container. */
async function usages({ engine, name: cluster }: RunningCluster): Promise<ReadonlyMap<string, Usage>> {
  const containers = await engine.list([`wherry.cluster=${cluster}`]);
  const own = containers.filter(({ name }) => name.startsWith(`${cluster}-`));
  const entries = await Promise.all(
    own.map(async ({ id, name }) => [name.slice(cluster.length + 1), await usageOf(await engine.pids(id))] as const),
  );
  return new Map(entries);
}

/** Processor time by the cgroup: that of health checks, which end soon, is in it. */
async function usageOf([first = 0, ...others]: readonly number[]): Promise<Usage> {
  const memory = [first, ...others].map((pid) =>
    memoryUse(pid).then(
      (use) => use?.pss ?? 0,
      // It has ended meanwhile.
      () => 0,
    ),
  );
  const mb = (await Promise.all(memory)).reduce((sum, pss) => sum + pss, 0);
  return { mb, time: await cgroupTime(first) };
}
