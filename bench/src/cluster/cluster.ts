// The whole cluster: how long it takes to start, to make pods, to notice and to follow, and what it costs when it is idle.

import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import type { Result } from '../result.ts';
import { containerDeath } from './container-death.ts';
import { idleCluster } from './idle.ts';
import { podBurst, podStart } from './pod-start.ts';
import { startRunningCluster, type RunningCluster } from './running-cluster.ts';
import { schedulerThroughput } from './scheduler-throughput.ts';
import { serviceChange } from './service-change.ts';
import { startUpResults } from './start-up.ts';

type Part = (cluster: RunningCluster, context: BenchmarkContext) => Promise<readonly Result[]> | readonly Result[];

/** In this order: the cluster is idle before anything has happened in it. */
const parts: Readonly<Record<string, Part>> = {
  'start-up': ({ starts }) => startUpResults(starts),
  idle: idleCluster,
  pod: podStart,
  death: containerDeath,
  service: serviceChange,
  burst: podBurst,
};

/** It has a control plane of its own: its nodes are none of the cluster. */
const scheduler = 'scheduler';

/** A start takes long; more of them say little more. */
const MOST_STARTS = 3;

export const cluster: Benchmark = {
  name: 'cluster',
  summary: 'a cluster of three nodes: its start, its pods and Services, what it costs when idle, its scheduler',
  parts: [...Object.keys(parts), scheduler],
  pace: { rounds: 7, seconds: 10 },
  async run(context): Promise<readonly Result[]> {
    const { part, say } = context;
    const results: Result[] = [];
    if (part !== scheduler) {
      const starts = part === undefined || part === 'start-up' ? Math.min(context.rounds, MOST_STARTS) : 0;
      const running = await startRunningCluster({ starts, say });
      try {
        for (const [name, measure] of Object.entries(parts))
          if (part === undefined || part === name) results.push(...(await measure(running, context)));
      } finally {
        await running.stop();
      }
    }
    if (part === undefined || part === scheduler) results.push(...(await schedulerThroughput(context)));
    return results;
  },
};
