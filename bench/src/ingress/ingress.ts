// The ingress against its backend alone, against npm http-proxy and against nginx. What counts is processor time: how many
// requests a core could do if it did nothing else. So a load and a backend on the same two cores do not decide the figure.

import { dirname, join } from 'node:path';
import { starting, type Running } from '@wherry/component';
import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import { findLoadTool, type HttpLoad, type LoadTool } from '../load/http-load.ts';
import type { LoadFigures } from '../load/https-load.ts';
import { figure, ratio, type Result, type Target } from '../result.ts';
import { interleave, type Measure } from '../round.ts';
import { findNginx, startNginx } from './nginx.ts';
import { startServer, type MeasuredServer } from './start-server.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
const CONNECTIONS = 32;
const HOSTS = 5000;
const MOST_VOIDS = 2;
/** V8 takes so many requests to find out what to compile; a busy machine would otherwise be measured on the way there. */
const WARM_REQUESTS = 50_000;
const MOST_WARMING_S = 10;

const ours = 'ingress';
const backend = 'backend alone';
const manyRules = `ingress, ${HOSTS} hosts × 4 paths`;
const stock = 'http-proxy as it comes';
const keepAlive = 'http-proxy with an agent';
const nginx = 'nginx';

export const ingress: Benchmark = {
  name: 'ingress',
  summary: 'what a request costs through the ingress, against its backend, npm http-proxy and nginx',
  pace: { rounds: 5, seconds: 3 },
  async run(context): Promise<readonly Result[]> {
    const tool = await findLoadTool();
    const { say } = context;
    say(`load by ${tool.name}, ${CONNECTIONS} connections, answers of 1 KB`);
    const scene = await startScene(say);
    try {
      return await measure(scene.servers, tool, context);
    } finally {
      await scene.stop();
    }
  },
};

type Servers = ReadonlyMap<string, { readonly server: MeasuredServer; readonly host?: string }>;

function startScene(say: (line: string) => void): Promise<Running & { readonly servers: Servers }> {
  return starting<{ readonly servers: Servers }>(async (own) => {
    const bare = own(await startServer('backend-server.ts'));
    const servers = new Map<string, { readonly server: MeasuredServer; readonly host?: string }>([
      [backend, { server: bare }],
      [ours, { server: own(await startServer('ingress-server.ts', [bare.port, 0])) }],
      [
        manyRules,
        {
          server: own(await startServer('ingress-server.ts', [bare.port, HOSTS])),
          host: `host-${HOSTS - 1}.example`,
        },
      ],
      [stock, { server: own(await startServer('stock-proxy-server.ts', [bare.port, 'plain'])) }],
      [keepAlive, { server: own(await startServer('stock-proxy-server.ts', [bare.port, 'keep-alive'])) }],
    ]);
    const program = await findNginx(join(root, '.wherry', 'bench', 'nginx'));
    if (program === undefined) say('without nginx: it is not here, and apt cannot download it');
    else servers.set(nginx, { server: own(await startNginx(program, bare.port)) });
    return { servers };
  });
}

async function measure(servers: Servers, tool: LoadTool, context: BenchmarkContext): Promise<readonly Result[]> {
  const { rounds, roundMs, say } = context;
  const loads = new Map<string, LoadFigures[]>();
  const side = (
    name: string,
    { server, host }: { readonly server: MeasuredServer; readonly host?: string },
  ): Measure => {
    const load: HttpLoad = {
      port: server.port,
      path: '/api/items?page=1',
      connections: CONNECTIONS,
      durationMs: roundMs,
      ...(host === undefined ? {} : { host }),
    };
    return async (round) => {
      const before = await server.processorTime();
      const figures = await tool.run(load);
      const after = await server.processorTime();
      if (before === undefined || after === undefined) throw new Error('This system does not tell processor time');
      if (round >= 0) loads.set(name, [...(loads.get(name) ?? []), figures]);
      return (figures.requests / (after - before)) * 1e6;
    };
  };
  for (const [name, { server, host }] of servers) {
    say(`warming up: ${name}`);
    await warm(tool, {
      port: server.port,
      connections: CONNECTIONS,
      durationMs: 1000,
      ...(host === undefined ? {} : { host }),
    });
  }
  const sides = Object.fromEntries([...servers].map(([name, one]) => [name, side(name, one)]));
  const perCore = await interleave(sides, {
    rounds,
    voids: MOST_VOIDS,
    onVoid: (round, error) => say(`round ${round} is void: ${String(error)}`),
    onMeasured: ({ side: name, round, value }) =>
      say(`round ${round}: ${name}: ${(1e6 / value).toFixed(1)} µs of processor time a request`),
  });
  const against = (limit: string, target?: Target, side = ours): Result[] => {
    const [one, other] = [perCore[side], perCore[limit]];
    if (one === undefined || other === undefined) return [];
    const name = `${side} ÷ ${limit}`;
    return [
      ratio(
        { ours: one, limit: other },
        { name, unit: 'requests/s of a core', ...(target === undefined ? {} : { target }) },
      ),
    ];
  };
  return [
    ...against(backend, { atLeast: 0.45 }),
    ...against(stock, { atLeast: 2 }),
    ...against(keepAlive),
    ...against(nginx),
    ...against(ours, { atLeast: 0.95 }, manyRules),
    ...[...servers.keys()].flatMap((name) =>
      figuresOf(name, { loads: loads.get(name) ?? [], perCore: perCore[name] ?? [] }),
    ),
  ];
}

async function warm(tool: LoadTool, load: HttpLoad): Promise<void> {
  let done = 0;
  for (let second = 0; second < MOST_WARMING_S && done < WARM_REQUESTS; second += 1)
    done += (await tool.run(load)).requests;
}

function figuresOf(
  name: string,
  { loads, perCore }: { readonly loads: readonly LoadFigures[]; readonly perCore: readonly number[] },
): readonly Result[] {
  const of = (pick: (load: LoadFigures) => number, what: string, unit: string): Result =>
    figure(loads.map(pick), { name: `${name}, ${what}`, unit });
  return [
    figure(
      perCore.map((value) => 1e6 / value),
      { name: `${name}, processor time`, unit: 'µs/request' },
    ),
    of(({ perSecond }) => perSecond, 'throughput', 'requests/s'),
    of(({ p50 }) => p50, 'p50', 'ms'),
    of(({ p99 }) => p99, 'p99', 'ms'),
  ];
}
