/** Deletes pods that do not, or no longer, tolerate a taint of their node which drives pods off. */
import { formatTime, isNotFound } from '@wherry/api';
import { Nodes, Pods, type Pod, type Taint } from '@wherry/api/core-v1';
import { changesOf, keyOf, keysFrom, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { toleranceOf } from '../plans/node/pod-tolerance.ts';
import { timeOf } from '../pods/pod-state.ts';
import { withDisruption } from '../pods/disruption.ts';

const NAME = 'taint-eviction-controller';

export const taintEvictionEntry = controlLoop(NAME, taintEvictionController);

async function taintEvictionController({
  client,
  informers,
  clock,
  ...context
}: ControllerContext): Promise<Controller> {
  const [nodes, pods] = await Promise.all([informers.get(Nodes), informers.get(Pods)]);
  const events = context.events(NAME);
  /** When a taint without a time of its own was first seen, by node, key and value. */
  const seen = new Map<string, number>();
  /** Pods that are going to go, unless something changes. */
  const marked = new Set<string>();

  const taintsOn = (node: string): Taint[] =>
    (nodes.get(node)?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  const sinceOn = (node: string, now: number) => (taint: Taint) => {
    const given = timeOf(taint.timeAdded);
    if (given !== undefined) return given;
    const id = [node, taint.key, taint.value ?? ''].join('\n');
    const since = seen.get(id) ?? now;
    seen.set(id, since);
    return since;
  };
  const forgetTaintsOf = (node: string, taints: readonly Taint[]): void => {
    const ids = new Set(taints.map(({ key, value = '' }) => [node, key, value].join('\n')));
    for (const id of seen.keys()) if (id.startsWith(`${node}\n`) && !ids.has(id)) seen.delete(id);
  };
  const unmark = (key: string, pod: Readonly<Pod> | undefined): void => {
    if (!marked.delete(key) || pod === undefined) return;
    events.record(pod, {
      type: 'Normal',
      reason: 'TaintManagerEviction',
      message: `Cancelling deletion of Pod ${key}`,
    });
  };
  const evict = async (key: string, pod: Readonly<Pod>, now: number): Promise<void> => {
    marked.delete(key);
    events.record(pod, { type: 'Normal', reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${key}` });
    const status = withDisruption(pod, {
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      time: formatTime(now),
    });
    const { namespace = '', name = '', uid = '' } = pod.metadata;
    try {
      if (status !== undefined) await client.updateStatus(Pods, { ...pod, status });
      await client.delete(Pods, { namespace, name }, { preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  };

  return {
    name: NAME,
    workers: 8,
    sources: [
      changesOf(pods, ({ object }) => (object?.spec.nodeName ?? '') !== ''),
      keysFrom(nodes, ({ object, old }) => {
        const { name = '' } = (object ?? old)?.metadata ?? {};
        if (JSON.stringify(object?.spec.taints) === JSON.stringify(old?.spec.taints)) return [];
        forgetTaintsOf(name, object?.spec.taints ?? []);
        return pods.by('node', name).map(keyOf);
      }),
    ],
    async reconcile(key) {
      const pod = pods.get(key);
      if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) {
        marked.delete(key);
        return;
      }
      const now = clock.now().getTime();
      const node = pod.spec.nodeName ?? '';
      const tolerance = toleranceOf(pod, taintsOn(node), { since: sinceOn(node, now), now });
      switch (tolerance.kind) {
        case 'stays':
          unmark(key, pod);
          return;
        case 'goes':
          return evict(key, pod, now);
        case 'goesAt':
          marked.add(key);
          return { again: tolerance.at - now };
      }
    },
  };
}
