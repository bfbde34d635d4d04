/** Whether a node is heard of, what its conditions say when it is not, and which taints follow. */
import type { Node, NodeCondition, Taint } from '@wherry/api/core-v1';

export const NOT_READY_TAINT = 'node.kubernetes.io/not-ready';
export const UNREACHABLE_TAINT = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE_TAINT = 'node.kubernetes.io/unschedulable';

/** Conditions that only the kubelet can know. */
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];
const PRESSURE_TAINTS: Readonly<Record<string, string>> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure',
  DiskPressure: 'node.kubernetes.io/disk-pressure',
  NetworkUnavailable: 'node.kubernetes.io/network-unavailable',
  PIDPressure: 'node.kubernetes.io/pid-pressure',
};
const MANAGED_NO_SCHEDULE = new Set([
  NOT_READY_TAINT,
  UNREACHABLE_TAINT,
  UNSCHEDULABLE_TAINT,
  ...Object.values(PRESSURE_TAINTS),
]);

export function nodeCondition({ status }: Readonly<Node>, type: string): NodeCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

/** What `Ready` says; a node that has never said anything is unknown. */
export function readinessOf(node: Readonly<Node>): string {
  return nodeCondition(node, 'Ready')?.status ?? 'Unknown';
}

/** The conditions of a node that is silent, or undefined when they say so already. */
export function silentConditions(node: Readonly<Node>, now: string): NodeCondition[] | undefined {
  let hasChanged = false;
  const conditions = [...(node.status.conditions ?? [])];
  for (const type of KUBELET_CONDITIONS) {
    const at = conditions.findIndex((condition) => condition.type === type);
    const old = conditions[at];
    if (old?.status === 'Unknown') continue;
    hasChanged = true;
    if (old === undefined) conditions.push(neverPosted(type, node, now));
    else conditions[at] = { ...old, ...STOPPED, lastTransitionTime: now };
  }
  return hasChanged ? conditions : undefined;
}

const STOPPED = {
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
};

function neverPosted(type: string, { metadata }: Readonly<Node>, now: string): NodeCondition {
  const { creationTimestamp = now } = metadata;
  return {
    type,
    status: 'Unknown',
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: creationTimestamp,
    lastTransitionTime: now,
  };
}

/** Whether pods may be driven off a node that is not ready; a node that is gets no such taint in any case. */
export type Eviction = 'allowed' | 'later' | 'forbidden';

export interface TaintOptions {
  readonly eviction: Eviction;
  /** Now, as the API writes times. */
  readonly now: string;
}

/** The taints of a node, or undefined when they are as they should be. */
export function planTaints(node: Readonly<Node>, { eviction, now }: TaintOptions): Taint[] | undefined {
  const before = node.spec.taints ?? [];
  const wanted = [...noScheduleTaints(node), ...noExecuteTaints(node, eviction)];
  const isManaged = ({ key, effect }: Taint) =>
    effect === 'NoSchedule'
      ? MANAGED_NO_SCHEDULE.has(key)
      : effect === 'NoExecute' && (key === NOT_READY_TAINT || key === UNREACHABLE_TAINT);
  const isWanted = (taint: Taint) => wanted.some((each) => isSame(each, taint));
  const kept = before.filter((taint) => !isManaged(taint) || isWanted(taint));
  const added = wanted.filter((taint) => !before.some((each) => isSame(each, taint)));
  if (kept.length === before.length && added.length === 0) return undefined;
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: now }))];
}

const isSame = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;

function noScheduleTaints(node: Readonly<Node>): Taint[] {
  const readiness = readinessOf(node);
  const keys = [
    ...(readiness === 'False' ? [NOT_READY_TAINT] : []),
    ...(readiness === 'Unknown' ? [UNREACHABLE_TAINT] : []),
    ...Object.entries(PRESSURE_TAINTS).flatMap(([type, key]) =>
      nodeCondition(node, type)?.status === 'True' ? [key] : [],
    ),
    ...(node.spec.unschedulable === true ? [UNSCHEDULABLE_TAINT] : []),
  ];
  return keys.map((key) => ({ key, effect: 'NoSchedule' as const }));
}

function noExecuteTaints(node: Readonly<Node>, eviction: Eviction): Taint[] {
  const readiness = readinessOf(node);
  if (readiness === 'True' || eviction === 'forbidden') return [];
  const key = readiness === 'Unknown' ? UNREACHABLE_TAINT : NOT_READY_TAINT;
  if (eviction === 'allowed') return [{ key, effect: 'NoExecute' }];
  // What is there stays, in its present form: a node that was not ready may have become unreachable.
  return isDrivingOff(node) ? [{ key, effect: 'NoExecute' }] : [];
}

/** Whether pods are being driven off a node already. */
export function isDrivingOff({ spec }: Readonly<Node>): boolean {
  return (spec.taints ?? []).some(
    ({ key, effect }) => effect === 'NoExecute' && (key === NOT_READY_TAINT || key === UNREACHABLE_TAINT),
  );
}
