/** Pods that nobody will finish with: their node is gone, they never had one, or there are too many that have ended. */
import type { Node, Pod } from '@wherry/api/core-v1';
import { timeOf } from '../pods/pod-state.ts';
import { readinessOf } from './node/node-health.ts';

const OUT_OF_SERVICE_TAINT = 'node.kubernetes.io/out-of-service';
/** A node that has just gone may come back. */
export const QUARANTINE_MS = 40_000;

export interface PodGarbageInput {
  readonly pods: readonly Readonly<Pod>[];
  readonly nodes: ReadonlyMap<string, Readonly<Node>>;
  /** How many ended pods may stay; 0 or less: all. */
  readonly threshold: number;
  /** Since when nodes that pods name are missing, by name, in the milliseconds of `now`. */
  readonly missingSince: ReadonlyMap<string, number>;
  readonly now: number;
}

export interface PodGarbage {
  readonly pod: Readonly<Pod>;
  /** Its node is gone: nobody else says that it has failed. */
  readonly isOrphan: boolean;
}

export function planPodGarbage(input: PodGarbageInput): PodGarbage[] {
  const { pods, nodes } = input;
  const chosen = new Map<Readonly<Pod>, PodGarbage>();
  const choose = (some: readonly Readonly<Pod>[], isOrphan = false) => {
    for (const pod of some) if (!chosen.has(pod)) chosen.set(pod, { pod, isOrphan });
  };
  choose(surplus(input));
  choose(pods.filter((pod) => isGoing(pod) && isOutOfService(nodes.get(pod.spec.nodeName ?? ''))));
  choose(
    pods.filter((pod) => isOrphan(input, pod)),
    true,
  );
  choose(pods.filter((pod) => isGoing(pod) && (pod.spec.nodeName ?? '') === ''));
  return [...chosen.values()];
}

const isGoing = ({ metadata }: Readonly<Pod>): boolean => metadata.deletionTimestamp !== undefined;

/** Ended pods beyond the threshold: evicted ones first, then the oldest. */
function surplus({ pods, threshold }: PodGarbageInput): Readonly<Pod>[] {
  if (threshold <= 0) return [];
  const ended = pods.filter(({ status }) => status.phase === 'Succeeded' || status.phase === 'Failed');
  const rank = ({ status }: Readonly<Pod>) => (status.reason === 'Evicted' ? 0 : 1);
  const age = ({ metadata }: Readonly<Pod>) => timeOf(metadata.creationTimestamp) ?? 0;
  const inOrder = ended.toSorted((a, b) => rank(a) - rank(b) || age(a) - age(b));
  return inOrder.slice(0, Math.max(0, ended.length - threshold));
}

/** Somebody has said that the node is down for good. */
function isOutOfService(node: Readonly<Node> | undefined): boolean {
  if (node === undefined || readinessOf(node) === 'True') return false;
  return (node.spec.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE_TAINT);
}

function isOrphan({ missingSince, now }: PodGarbageInput, { spec }: Readonly<Pod>): boolean {
  const since = missingSince.get(spec.nodeName ?? '');
  return since !== undefined && now - since >= QUARANTINE_MS;
}
