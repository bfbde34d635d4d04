// What it costs a kubelet to say what its pods use: the CPU time of one answer, by page, with 50 pods, each answer
// measured anew as for somebody who asks every two seconds.

import { systemClock, type Clock } from '@wherry/component';
import { createNodeStats, type NodeStats } from '@wherry/kubelet';
import { canHaveCgroupLab, createCgroupLab } from '@wherry/kubelet/testing';
import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import { figure, type Result } from '../result.ts';
import { interleave, type Measure } from '../round.ts';

const PODS = 50;
const RESOLUTION_MS = 2000;

export const stats: Benchmark = {
  name: 'stats',
  summary: `what it costs a kubelet to tell of the usage of ${PODS} pods, every two seconds`,
  pace: { rounds: 7, seconds: 1 },
  async run(context): Promise<readonly Result[]> {
    if (!canHaveCgroupLab()) throw new Error('Cannot measure: this takes root, and version 1 of cgroups');
    const lab = await createCgroupLab(PODS);
    let elapsed = 0;
    const clock: Clock = {
      ...systemClock,
      monotonic: () => elapsed,
      sleep: (ms) => Promise.resolve(void (elapsed += ms)),
    };
    const runtime = lab.runtime;
    const told = createNodeStats({ runtime, nodeName: 'node-1', capacity: { memory: '1Gi' }, root: '/nowhere', clock });
    const side = (ask: (from: NodeStats) => Promise<unknown>): Measure =>
      share(async () => {
        elapsed += RESOLUTION_MS;
        await ask(told);
      }, context);
    try {
      const found = await interleave(
        {
          summary: side((from) => from.summary()),
          resource: side((from) => from.resource()),
          cadvisor: side((from) => from.cadvisor()),
        },
        { rounds: context.rounds, onMeasured: ({ side: name, value }) => context.say(`${name} ${value.toFixed(2)} %`) },
      );
      const unit = '% of a core';
      return [
        figure(found.summary, { name: '/stats/summary', unit, target: { atMost: 1 } }),
        figure(found.resource, { name: '/metrics/resource', unit, target: { atMost: 1 } }),
        figure(found.cadvisor, { name: '/metrics/cadvisor', unit }),
      ];
    } finally {
      await told.stop();
      await lab.remove();
    }
  },
};

/** The share of a core that somebody takes who does this every two seconds, in percent. */
function share(work: () => Promise<void>, { roundMs }: BenchmarkContext): Measure {
  return async () => {
    const before = process.cpuUsage();
    const end = performance.now() + roundMs;
    let turns = 0;
    for (; performance.now() < end; turns += 1) await work();
    const { user, system } = process.cpuUsage(before);
    return ((user + system) / 1000 / turns / RESOLUTION_MS) * 100;
  };
}
