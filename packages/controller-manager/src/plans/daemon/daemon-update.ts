/** The next step of a DaemonSet's rolling update: old pods go, or new ones come beside them, a few nodes at a time. */
import { scaledIntOrPercent } from '@wherry/api';
import type { DaemonSet } from '@wherry/api/apps-v1';
import type { Pod } from '@wherry/api/core-v1';
import { isPodAvailable } from '../../pods/pod-state.ts';
import { isUpdated } from './daemon-pod.ts';
import { podsByNode, type DaemonObserved } from './daemon-plan.ts';
import { eligibility } from './eligibility.ts';

export interface DaemonUpdate {
  readonly create: readonly string[];
  readonly delete: readonly Readonly<Pod>[];
}

/** A node with its pod of the present template and its old one; `isUnclear` when there are too many of a kind. */
interface NodePods {
  readonly node: string;
  readonly updated: Readonly<Pod> | undefined;
  readonly old: Readonly<Pod> | undefined;
  readonly isUnclear: boolean;
}

export function planDaemonUpdate(set: Readonly<DaemonSet>, observed: DaemonObserved): DaemonUpdate {
  if (set.spec.updateStrategy.type !== 'RollingUpdate') return { create: [], delete: [] };
  const wanted = observed.nodes.filter((node) => eligibility(node, set).shouldRun);
  const { maxSurge, maxUnavailable } = limits(set, wanted.length);
  const byNode = podsByNode(observed.pods);
  for (const { metadata } of wanted) byNode.set(metadata.name ?? '', byNode.get(metadata.name ?? '') ?? []);
  const nodes = [...byNode]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, pods]) => nodePods(set, { node, pods, hash: observed.hash }));
  const isAvailable = (pod: Readonly<Pod>): boolean =>
    isPodAvailable(pod, { minReadySeconds: set.spec.minReadySeconds, now: observed.now });
  return maxSurge === 0
    ? replaceInPlace(nodes, { maxUnavailable, isAvailable })
    : replaceBeside(nodes, { maxSurge, isAvailable });
}

function limits({ spec }: Readonly<DaemonSet>, total: number): { maxSurge: number; maxUnavailable: number } {
  const { maxSurge = 0, maxUnavailable = 0 } = spec.updateStrategy.rollingUpdate ?? {};
  const surge = scaledIntOrPercent(maxSurge, { total, roundUp: true });
  const unavailable = scaledIntOrPercent(maxUnavailable, { total, roundUp: true });
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function nodePods(
  set: Readonly<DaemonSet>,
  { node, pods, hash }: { node: string; pods: readonly Readonly<Pod>[]; hash: string },
): NodePods {
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const updated = staying.filter((pod) => isUpdated(pod, set, hash));
  const old = staying.filter((pod) => !updated.includes(pod));
  return { node, updated: updated[0], old: old[0], isUnclear: updated.length > 1 || old.length > 1 };
}

type IsAvailable = (pod: Readonly<Pod>) => boolean;

/** Old pods that are not available go at once; of the others as many as may be missing. */
function replaceInPlace(
  nodes: readonly NodePods[],
  { maxUnavailable, isAvailable }: { readonly maxUnavailable: number; readonly isAvailable: IsAvailable },
): DaemonUpdate {
  let missing = 0;
  const broken: Readonly<Pod>[] = [];
  const candidates: Readonly<Pod>[] = [];
  for (const { updated, old, isUnclear } of nodes) {
    const only = updated ?? old;
    // Nodes with no pod, or with two, are about to get or lose one.
    if (isUnclear || only === undefined || (updated !== undefined && old !== undefined)) missing += 1;
    else if (isAvailable(only)) candidates.push(...(old === undefined ? [] : [old]));
    else {
      missing += 1;
      if (old !== undefined) broken.push(old);
    }
  }
  return { create: [], delete: [...broken, ...candidates.slice(0, Math.max(0, maxUnavailable - missing))] };
}

/** New pods come where the old one is not available, and on as many other nodes as may have two. */
function replaceBeside(
  nodes: readonly NodePods[],
  { maxSurge, isAvailable }: { readonly maxSurge: number; readonly isAvailable: IsAvailable },
): DaemonUpdate {
  let surging = 0;
  const broken: string[] = [];
  const candidates: string[] = [];
  const done: Readonly<Pod>[] = [];
  for (const { node, updated, old, isUnclear } of nodes) {
    if (isUnclear) surging += 1;
    else if (old === undefined) continue;
    else if (updated === undefined) (isAvailable(old) ? candidates : broken).push(node);
    else if (isAvailable(updated)) done.push(old);
    else surging += 1;
  }
  return { create: [...broken, ...candidates.slice(0, Math.max(0, maxSurge - surging))], delete: done };
}
