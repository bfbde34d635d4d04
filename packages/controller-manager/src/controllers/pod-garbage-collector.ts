/** Deletes pods that nobody else will: see `plans/pod-garbage.ts`. It looks at all pods at once, again and again. */
import { formatTime, isNotFound } from '@wherry/api';
import { Nodes, Pods } from '@wherry/api/core-v1';
import type { Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { planPodGarbage, type PodGarbage } from '../plans/pod-garbage.ts';
import { withDisruption } from '../pods/disruption.ts';
import { isPodEnded } from '../pods/pod-state.ts';

const NAME = 'pod-garbage-collector-controller';
const EVERY_MS = 20_000;
const ALL = 'all';

export const podGarbageCollectorEntry = controlLoop(NAME, podGarbageCollector);

async function podGarbageCollector({ client, informers, clock, flags }: ControllerContext): Promise<Controller> {
  const [nodes, pods] = await Promise.all([informers.get(Nodes), informers.get(Pods)]);
  const missingSince = new Map<string, number>();

  const noteMissingNodes = (now: number): void => {
    const named = new Set(pods.list().map(({ spec }) => spec.nodeName ?? ''));
    for (const name of named) {
      if (name !== '' && nodes.get(name) === undefined && !missingSince.has(name)) missingSince.set(name, now);
    }
    for (const name of missingSince.keys()) {
      if (!named.has(name) || nodes.get(name) !== undefined) missingSince.delete(name);
    }
  };
  const exists = async (name: string): Promise<boolean> => {
    try {
      await client.get(Nodes, { name });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  };
  const collect = async ({ pod, isOrphan }: PodGarbage): Promise<void> => {
    if (isOrphan && (await exists(pod.spec.nodeName ?? ''))) return;
    const time = formatTime(clock.now().getTime());
    const disruption = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists', time };
    const status = isOrphan ? (withDisruption(pod, disruption) ?? pod.status) : pod.status;
    const { namespace = '', name = '', uid = '' } = pod.metadata;
    try {
      if (!isPodEnded(pod)) await client.updateStatus(Pods, { ...pod, status: { ...status, phase: 'Failed' } });
      await client.delete(Pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  };

  return {
    name: NAME,
    workers: 1,
    sources: [
      (enqueue) => {
        enqueue(ALL);
        return () => undefined;
      },
    ],
    async reconcile() {
      const now = clock.monotonic();
      noteMissingNodes(now);
      const garbage = planPodGarbage({
        pods: pods.list(),
        nodes: new Map(nodes.list().map((node) => [node.metadata.name ?? '', node])),
        threshold: flags['terminated-pod-gc-threshold'],
        missingSince,
        now,
      });
      const results = await Promise.allSettled(garbage.map(collect));
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
      // What failed is garbage next time, too.
      if (failures.length > 0) throw new Error(failures.join(', '));
      return { again: EVERY_MS };
    },
  };
}
