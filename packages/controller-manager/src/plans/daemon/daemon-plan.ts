/** Which daemon pods to create and delete: one on each node that should have one, and no others. */
import type { DaemonSet } from '@wherry/api/apps-v1';
import type { Node, Pod } from '@wherry/api/core-v1';
import { isPodAvailable, isPodReady } from '../../pods/pod-state.ts';
import { REVISION_LABEL } from '../../revisions/revision-plan.ts';
import { targetNode } from './daemon-pod.ts';
import { eligibility } from './eligibility.ts';

export interface DaemonPlan {
  /** The nodes to create pods for. */
  readonly create: readonly string[];
  readonly delete: readonly Readonly<Pod>[];
  /** Of the deleted, those that have failed or ended. */
  readonly ended: readonly EndedPod[];
  /** In how many milliseconds a failed pod may be replaced, if one has to wait. */
  readonly wait?: number;
}

export interface EndedPod {
  readonly pod: Readonly<Pod>;
  readonly node: string;
}

export interface DaemonObserved {
  readonly nodes: readonly Readonly<Node>[];
  /** All pods of the set, those that are going included. */
  readonly pods: readonly Readonly<Pod>[];
  /** The hash of the present template. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How many milliseconds a failed pod of a node must still wait for its replacement. */
  readonly backoff: (node: string) => number;
}

/** The pods by the nodes that they run on or were made for; those made for none are left out. */
export function podsByNode(pods: readonly Readonly<Pod>[]): Map<string, Readonly<Pod>[]> {
  const byNode = Map.groupBy(pods, (pod) => targetNode(pod) ?? '');
  byNode.delete('');
  return byNode;
}

/** Whether the set makes new pods beside old ones when its template changes. */
export function allowsSurge({ spec: { updateStrategy } }: Readonly<DaemonSet>): boolean {
  const { maxSurge = 0 } = updateStrategy.rollingUpdate ?? {};
  return updateStrategy.type === 'RollingUpdate' && maxSurge !== 0 && maxSurge !== '0%';
}

export function planDaemonPods(set: Readonly<DaemonSet>, observed: DaemonObserved): DaemonPlan {
  const byNode = podsByNode(observed.pods);
  const known = new Set(observed.nodes.map(({ metadata }) => metadata.name ?? ''));
  const plans = observed.nodes.map((node) => planNode(set, node, { observed, byNode }));
  // Nobody schedules them any more, and nobody else cleans them up.
  const lost = [...byNode].flatMap(([node, pods]) =>
    known.has(node) ? [] : pods.filter(({ spec }) => (spec.nodeName ?? '') === ''),
  );
  const waits = plans.flatMap(({ wait }) => (wait === undefined ? [] : [wait]));
  return {
    create: plans.flatMap(({ create }) => create),
    delete: [...plans.flatMap((plan) => plan.delete), ...lost],
    ended: plans.flatMap(({ ended }) => ended),
    ...(waits.length === 0 ? {} : { wait: Math.min(...waits) }),
  };
}

interface NodeContext {
  readonly observed: DaemonObserved;
  readonly byNode: ReadonlyMap<string, readonly Readonly<Pod>[]>;
}

function planNode(set: Readonly<DaemonSet>, node: Readonly<Node>, { observed, byNode }: NodeContext): DaemonPlan {
  const { shouldRun, shouldStay } = eligibility(node, set);
  const name = node.metadata.name ?? '';
  const pods = byNode.get(name);
  if (pods === undefined) return { create: shouldRun ? [name] : [], delete: [], ended: [] };
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (!shouldStay) return { create: [], delete: staying, ended: [] };
  const ended = staying.filter(({ status }) => status.phase === 'Failed' || status.phase === 'Succeeded');
  const running = staying.filter((pod) => !ended.includes(pod)).toSorted(placedThenOldest);
  const wait = observed.backoff(name);
  const replaced = ended.filter(({ status }) => status.phase === 'Succeeded' || wait <= 0);
  const surges = allowsSurge(set);
  return {
    create: surges && running.length === 0 && shouldRun ? [name] : [],
    delete: [...replaced, ...(surges ? surplusOfSurge(set, running, observed) : running.slice(1))],
    ended: replaced.map((pod) => ({ pod, node: name })),
    ...(replaced.length < ended.length ? { wait } : {}),
  };
}

/** An old pod may stay beside a new one as long as it is ready and the new one is not available. */
function surplusOfSurge(
  { spec: { minReadySeconds } }: Readonly<DaemonSet>,
  running: readonly Readonly<Pod>[],
  { hash, now }: DaemonObserved,
): Readonly<Pod>[] {
  if (running.length <= 1) return [];
  const isNew = ({ metadata }: Readonly<Pod>): boolean => metadata.labels?.[REVISION_LABEL] === hash;
  const newest = running.find(isNew);
  const old = running.find((pod) => !isNew(pod));
  const others = running.filter((pod) => pod !== newest && pod !== old);
  if (newest === undefined || old === undefined) return others;
  const isReplaced = !isPodReady(old) || isPodAvailable(newest, { minReadySeconds, now });
  return isReplaced ? [...others, old] : others;
}

/** Of several pods on a node the first of these counts. */
export function placedThenOldest(a: Readonly<Pod>, b: Readonly<Pod>): number {
  const [first, second] = [a, b].map(({ spec }) => ((spec.nodeName ?? '') === '' ? 1 : 0));
  if (first !== second) return (first ?? 0) - (second ?? 0);
  const [older, younger] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name ?? ''}`);
  return (older ?? '') < (younger ?? '') ? -1 : 1;
}
