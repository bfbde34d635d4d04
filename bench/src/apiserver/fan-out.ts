// One write reaching 500 watchers, at 100 writes a second, against a bare loop that writes to 500 connections.

import type { BenchmarkContext } from '../benchmark.ts';
import { startBareFanOut } from '../limits/start-bare-server.ts';
import type { HttpsTarget } from '../load/https-socket.ts';
import { figure, ratio } from '../result.ts';
import type { Result } from '../result.ts';
import { interleave } from '../round.ts';
import { processorTime } from '../process-usage.ts';
import { apiRequest } from './api-request.ts';
import { MOST_VOIDS } from './compare.ts';
import { configMaps } from './objects.ts';
import type { Setting } from './setting.ts';

const watcherCount = 500;
const writesPerSecond = 100;
const namespace = 'watched';

/** Measures it. */
export async function fanOut(setting: Setting, context: BenchmarkContext): Promise<readonly Result[]> {
  const { cluster, load } = setting;
  await apiRequest(cluster.admin, {
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  });
  const bare = await startBareFanOut({ pki: cluster.pki });
  const targets = { ours: cluster.admin, limit: { ...cluster.admin, port: bare.port } };
  const sides = ['ours', 'limit'] as const;
  try {
    context.say(`opening ${watcherCount} watchers on either side`);
    for (const name of sides) {
      const path = `${configMaps(namespace)}?watch=true`;
      await load.run('openWatchers', { name, target: targets[name], path, count: watcherCount, marker: '"event":"' });
    }
    return await measure(setting, context, targets);
  } finally {
    for (const name of sides) await load.run('closeWatchers', { name }).catch(() => undefined);
    await bare.stop();
  }
}

async function measure(
  { cluster, load }: Setting,
  { rounds, roundMs, say }: BenchmarkContext,
  targets: { readonly ours: HttpsTarget; readonly limit: HttpsTarget },
): Promise<readonly Result[]> {
  const medians: number[] = [];
  const costs: number[] = [];
  const writes = Math.ceil((roundMs / 1000) * writesPerSecond);
  let measurement = 0;
  const side = (name: keyof typeof targets) => async (round: number) => {
    const before = await processorTime(cluster.pid);
    const { p50, p99 } = await load.run('fanOut', {
      watchers: name,
      target: targets[name],
      template: writeTemplate((measurement += 1)),
      perSecond: writesPerSecond,
      writes,
    });
    const after = await processorTime(cluster.pid);
    if (name === 'ours' && round >= 0) {
      medians[round] = p50;
      if (before !== undefined && after !== undefined) costs[round] = (after - before) / (writes * watcherCount);
    }
    return p99;
  };
  const figures = await interleave(
    { ours: side('ours'), limit: side('limit') },
    {
      rounds,
      voids: MOST_VOIDS,
      onVoid: (round, error) => say(`watch round ${round} is void: ${String(error)}`),
      onMeasured: ({ side: name, round, value }) => say(`watch round ${round}: ${name} p99 ${value.toFixed(1)} ms`),
    },
  );
  const what = `watch, ${watcherCount} watchers, ${writesPerSecond} writes/s`;
  return [
    figure(figures.ours, { name: `${what}, p99`, unit: 'ms', target: { atMost: 50 } }),
    figure(medians, { name: `${what}, p50`, unit: 'ms' }),
    ratio(figures, { name: 'watch p99 ÷ bare loop', unit: 'ms' }),
    ...(costs.length === 0 ? [] : [figure(costs, { name: 'watch, processor time', unit: 'µs/delivery' })]),
  ];
}

const writeTemplate = (measurement: number) => ({
  method: 'POST',
  path: configMaps(namespace),
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `write-${measurement}-{i}` },
    data: { event: '{i}' },
  }),
});
