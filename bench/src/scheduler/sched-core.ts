// Decisions alone: no API, no waiting. How many pods a second the scheduler could place if everybody else were
// infinitely fast, how that changes with the size of the cluster, and what the dearer kinds of placement cost. Counted
// by the CPU time of the thread, so that what else the machine does matters less.

import { decide, defaultProfile, type PodInfo } from '@wherry/scheduler';
import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import { figure, ratio } from '../result.ts';
import type { Result } from '../result.ts';
import { interleave, type Measure } from '../round.ts';
import { clusterOf, podFor, type Workload } from './clusters.ts';

const SMALL = 500;
const LARGE = 5000;
/** Pods that are there all the time, for each node: who comes, goes again. */
const PODS_PER_NODE = 2;

export const schedCore: Benchmark = {
  name: 'sched-core',
  summary: 'decisions of the scheduler alone, with 500 and 5,000 nodes',
  async run(context): Promise<readonly Result[]> {
    const sides = {
      small: side(SMALL, 'basic', context),
      large: side(LARGE, 'basic', context),
      siblings: side(LARGE, 'default spread', context),
      spread: side(LARGE, 'spread', context),
      affinity: side(LARGE, 'affinity', context),
      shunning: side(LARGE, 'anti-affinity', context),
      preferred: side(LARGE, 'preferred affinity', context),
    };
    const { rounds, say } = context;
    const found = await interleave(sides, {
      rounds,
      onMeasured: ({ side: name, round, value }) => say(`round ${round}: ${name} ${Math.round(value)}/s`),
    });
    const against = (ours: readonly number[], name: string): Result =>
      ratio({ ours, limit: found.large }, { name: `${name} ÷ basic, ${LARGE} nodes`, unit: 'decisions/s' });
    return [
      figure(found.large, { name: `basic, ${LARGE} nodes`, unit: 'decisions/s' }),
      ratio(
        { ours: found.small, limit: found.large },
        { name: `${SMALL} nodes ÷ ${LARGE} nodes`, unit: 'decisions/s', target: { atMost: 2.5 } },
      ),
      against(found.siblings, 'with siblings'),
      against(found.spread, 'topology spread'),
      against(found.affinity, 'affinity'),
      against(found.shunning, 'anti-affinity'),
      against(found.preferred, 'preferred affinity'),
    ];
  },
};

/** Places pods for as long as a round takes; the oldest makes room for the newest. */
function side(nodeCount: number, workload: Workload, { roundMs }: BenchmarkContext): Measure {
  const cluster = clusterOf(nodeCount, workload);
  const cursor = { next: 0 };
  const present: PodInfo[] = [];
  let serial = 0;
  const place = (pod: PodInfo): void => {
    const decision = decide(pod, { cluster, profile: defaultProfile, cursor, random: Math.random });
    if (decision.node === undefined) throw new Error(`Cannot measure: pod ${pod.key} fits nowhere`);
    cluster.assume(pod, decision.node.name);
    present.push(pod);
  };
  const leaveRoom = (): void => {
    const oldest = present.length > nodeCount * PODS_PER_NODE ? present.shift() : undefined;
    if (oldest !== undefined) cluster.removePod(oldest.uid);
  };
  return async () => {
    // Filling up is not measured, and neither is making the pods.
    while (present.length < nodeCount * PODS_PER_NODE) place(podFor(workload, (serial += 1)));
    let spent = 0;
    let placed = 0;
    while (spent < roundMs) {
      const pods = Array.from({ length: 100 }, () => podFor(workload, (serial += 1)));
      const begin = process.threadCpuUsage();
      for (const pod of pods) {
        place(pod);
        leaveRoom();
      }
      const { user, system } = process.threadCpuUsage(begin);
      spent += (user + system) / 1000;
      placed += pods.length;
    }
    return (placed / spent) * 1000;
  };
}
