// A pod by its own address, by its node's port, and by that port at 127.0.0.1. The client of the first two is on another
// machine of the cluster and goes the same way to the pod's machine, so that only the translation of the address differs.

import { readdir, readFile } from 'node:fs/promises';
import { Pods, Services } from '@wherry/api/core-v1';
import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import { containerOf } from '../cluster/container-death.ts';
import { nodeAddress } from '../cluster/node-address.ts';
import { startRunningCluster, until, type RunningCluster } from '../cluster/running-cluster.ts';
import { isReady, podDraft, removePods, whenSeen } from '../cluster/watched-pods.ts';
import { findLoadTool, type HttpLoad } from '../load/http-load.ts';
import type { LoadFigures } from '../load/https-load.ts';
import { endedChildrenTime, processorTime } from '../process-usage.ts';
import { figure, ratio, type Result } from '../result.ts';
import { interleave, type Measure } from '../round.ts';

const CONNECTIONS = 32;
const MOST_VOIDS = 2;
const PORT = 8080;
const podName = 'target';

/** Answers with 1 KB, and keeps connections. */
const server = `
  const body = Buffer.alloc(1024, 'x');
  require('node:http').createServer({ keepAliveTimeout: 60000 }, (_, answer) => answer.end(body)).listen(${PORT});
`;

const sides = ['pod', 'node port', 'gate'] as const;
type Side = (typeof sides)[number];

export const nodeport: Benchmark = {
  name: 'nodeport',
  summary: "requests to a pod by its own address, by its node's port, and by that port at 127.0.0.1",
  pace: { rounds: 7, seconds: 10 },
  async run(context): Promise<readonly Result[]> {
    const cluster = await startRunningCluster({ starts: 0, say: context.say });
    try {
      return await measure(cluster, context);
    } finally {
      await cluster.stop();
    }
  },
};

/** What is loaded, and whose processor time counts beside the client's. */
interface Way {
  readonly load: Omit<HttpLoad, 'connections' | 'durationMs'>;
  readonly pids: readonly number[];
}

async function measure(
  cluster: RunningCluster,
  { rounds, roundMs, say }: BenchmarkContext,
): Promise<readonly Result[]> {
  const tool = await findLoadTool();
  say(`load by ${tool.name}, ${CONNECTIONS} connections, answers of 1 KB`);
  const ways = await openWays(cluster);
  const loads: Record<Side, LoadFigures[]> = { pod: [], 'node port': [], gate: [] };
  const times: Record<Side, number[]> = { pod: [], 'node port': [], gate: [] };
  const side = (name: Side): Measure => {
    const { load, pids } = ways[name];
    return async (round) => {
      const before = await timeOf(pids);
      const figures = await tool.run({ ...load, connections: CONNECTIONS, durationMs: roundMs });
      const time = ((await timeOf(pids)) - before) / figures.requests;
      if (round >= 0) {
        loads[name].push(figures);
        times[name].push(time);
      }
      return figures.perSecond;
    };
  };
  const voids = { voids: MOST_VOIDS, onVoid: (round: number, why: unknown) => say(`round ${round}: ${String(why)}`) };
  const perSecond = await interleave(
    { pod: side('pod'), 'node port': side('node port'), gate: side('gate') },
    { rounds, ...voids, onMeasured: ({ side: name, value }) => say(`${name}: ${value.toFixed(0)} requests/s`) },
  );
  await cluster.client.delete(Services, { namespace: cluster.namespace, name: podName });
  await removePods(cluster, [podName]);
  const against = (name: Side, atLeast?: number): Result =>
    ratio(
      { ours: perSecond[name], limit: perSecond.pod },
      {
        name: `${wording[name]} ÷ pod's own address`,
        unit: 'requests/s',
        ...(atLeast === undefined ? {} : { target: { atLeast } }),
      },
    );
  return [
    against('node port', 0.95),
    ratio(
      { ours: times['node port'], limit: times.pod },
      { name: `${wording['node port']} ÷ pod's own address, processor time`, unit: 'µs/request' },
    ),
    against('gate'),
    ...sides.flatMap((name) => figuresOf(wording[name], { loads: loads[name], times: times[name] })),
  ];
}

const wording: Readonly<Record<Side, string>> = {
  pod: "pod's own address",
  'node port': "node port at the node's address",
  gate: 'node port at 127.0.0.1, by the engine’s proxy',
};

async function openWays(cluster: RunningCluster): Promise<Readonly<Record<Side, Way>>> {
  const { client, engine, name, namespace, image, pods } = cluster;
  const containers = [{ name: 'main', image, imagePullPolicy: 'Never' as const, command: ['node', '-e', server] }];
  const ready = whenSeen(cluster, podName, isReady);
  await client.create(Pods, podDraft(cluster, podName, { containers, nodeName: 'node-1' }));
  await ready;
  const { spec } = await client.create(Services, {
    metadata: { name: podName, namespace },
    spec: { type: 'NodePort', selector: { app: podName }, ports: [{ port: 80, targetPort: PORT }] },
  });
  const port = spec.ports?.[0]?.nodePort ?? 0;
  const inNetworkOf = await engine.pid(`${name}-node-2`);
  const podPid = await engine.pid(await containerOf(cluster, podName));
  const own = pods.get(`${namespace}/${podName}`)?.status.podIP ?? '';
  const node = await nodeAddress(client, 'node-1');
  await until(() => answers(`http://${node}:${port}/`), 'the node port answers');
  await until(() => answers(`http://127.0.0.1:${port}/`), 'the gate answers');
  return {
    pod: { load: { address: own, port: PORT, inNetworkOf }, pids: [podPid] },
    'node port': { load: { address: node, port, inNetworkOf }, pids: [podPid] },
    gate: { load: { port }, pids: [podPid, ...(await engineProxies(port))] },
  };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (response) => (await response.arrayBuffer()).byteLength > 0,
    () => false,
  );

/** The engine's processes that copy what comes to a published port. */
async function engineProxies(port: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (args[0]?.endsWith('docker-proxy') === true && args[args.indexOf('-host-port') + 1] === String(port))
      found.push(Number(pid));
  }
  return found;
}

/** Of these processes, and of the client, whose time counts when it has ended: microseconds. */
async function timeOf(pids: readonly number[]): Promise<number> {
  const times = await Promise.all([endedChildrenTime(), ...pids.map(processorTime)]);
  return times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
}

function figuresOf(
  name: string,
  { loads, times }: { readonly loads: readonly LoadFigures[]; readonly times: readonly number[] },
): readonly Result[] {
  const of = (pick: (load: LoadFigures) => number, what: string, unit: string): Result =>
    figure(loads.map(pick), { name: `${name}, ${what}`, unit });
  return [
    of(({ perSecond }) => perSecond, 'throughput', 'requests/s'),
    of(({ p50 }) => p50, 'p50', 'ms'),
    of(({ p99 }) => p99, 'p99', 'ms'),
    figure(times, { name: `${name}, processor time`, unit: 'µs/request' }),
  ];
}
