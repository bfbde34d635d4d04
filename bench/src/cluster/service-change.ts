// From the change of a Service to the first answer by whom it leads to now. The client opens a connection after another, since
// those that are open stay where they are.

import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { Pods, Services } from '@wherry/api/core-v1';
import { systemClock } from '@wherry/component';
import type { BenchmarkContext } from '../benchmark.ts';
import { figure, type Result } from '../result.ts';
import { interleave } from '../round.ts';
import { summarize } from '../statistics.ts';
import { nodeAddress } from './node-address.ts';
import type { RunningCluster } from './running-cluster.ts';
import { isReady, podDraft, removePods, whenSeen } from './watched-pods.ts';

/** Changes in one round; the figures of a round are their median and their 99th percentile. */
const CHANGES = 20;
const BETWEEN_MS = 2;
/** A change is not at the heels of the one before: the proxy rests a little after each write, to gather what comes. */
const APART_MS = 150;
const PORT = 8080;

/** Answers with the name of its pod. */
const server = `require('node:http').createServer((_, answer) => answer.end(process.env.HOSTNAME)).listen(${PORT})`;

export async function serviceChange(
  cluster: RunningCluster,
  { rounds, say }: BenchmarkContext,
): Promise<readonly Result[]> {
  const { client, namespace, image } = cluster;
  const pods = ['left', 'right'];
  const containers = [{ name: 'main', image, imagePullPolicy: 'Never' as const, command: ['node', '-e', server] }];
  const ready = pods.map((name) => whenSeen(cluster, name, isReady));
  for (const name of pods) await client.create(Pods, podDraft(cluster, name, { containers }));
  await Promise.all(ready);
  const { spec } = await client.create(Services, {
    metadata: { name: 'turning', namespace },
    spec: { type: 'NodePort', selector: { app: 'left' }, ports: [{ port: 80, targetPort: PORT }] },
  });
  const url = `http://${await nodeAddress(client, 'node-1')}:${spec.ports?.[0]?.nodePort}/`;
  await untilAnsweredBy(url, 'left');
  let turns = 0;
  const turn = async (): Promise<number> => {
    const app = pods[(turns += 1) % 2] ?? '';
    await systemClock.sleep(APART_MS);
    const begin = performance.now();
    await client.patch(
      Services,
      { namespace, name: 'turning' },
      { type: 'merge', body: { spec: { selector: { app } } } },
    );
    await untilAnsweredBy(url, app);
    return performance.now() - begin;
  };
  const medians: number[] = [];
  const { p99 } = await interleave(
    {
      p99: async (round) => {
        const took: number[] = [];
        for (let count = 0; count < CHANGES; count += 1) took.push(await turn());
        if (round >= 0) medians.push(summarize(took).median);
        return percentile(took, 0.99);
      },
    },
    { rounds, onMeasured: ({ value }) => say(`change followed within ${value.toFixed(0)} ms (p99)`) },
  );
  await client.delete(Services, { namespace, name: 'turning' });
  await removePods(cluster, pods);
  return [
    figure(p99, { name: 'Service change → first success, p99', unit: 'ms', target: { atMost: 100 } }),
    figure(medians, { name: 'Service change → first success, p50', unit: 'ms' }),
  ];
}

const MOST_MS = 60_000;

async function untilAnsweredBy(url: string, name: string): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  while ((await answerOf(url)) !== name) {
    if (performance.now() > deadline) throw new Error(`${url} is not answered by ${name}`);
    await systemClock.sleep(BETWEEN_MS);
  }
}

function answerOf(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: false, timeout: 1000 }, (response) => {
      text(response).then(resolve, () => resolve(undefined));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
  });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
