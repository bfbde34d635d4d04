/**
 * Which pods go first when there are too many: those that do the least. In this order: not placed, not yet running, not
 * ready, cheap to delete by their own word, sharing a node with siblings, ready for a short time, often restarted, young.
 */
import { isSidecar, type Pod } from '@wherry/api/core-v1';
import { isPodActive, isPodReady, podCondition, timeOf } from '../pods/pod-state.ts';

/** A number that says how dear a pod is; the lower, the sooner it goes. */
export const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';

export interface RankingContext {
  /** Pods that do the same work, also those of the owner's siblings. */
  readonly related: readonly Readonly<Pod>[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** So many of the pods, those first that should go first. */
export function podsToDelete(pods: readonly Readonly<Pod>[], count: number, context: RankingContext): Readonly<Pod>[] {
  if (count >= pods.length) return [...pods];
  const onNode = new Map<string, number>();
  for (const pod of context.related.filter(isPodActive)) {
    const { nodeName = '' } = pod.spec;
    onNode.set(nodeName, (onNode.get(nodeName) ?? 0) + 1);
  }
  const ranked = pods.map((pod) => rank(pod, { now: context.now, siblings: onNode.get(pod.spec.nodeName ?? '') ?? 0 }));
  return ranked
    .toSorted(compareRanks)
    .slice(0, count)
    .map(({ pod }) => pod);
}

interface Rank {
  readonly pod: Readonly<Pod>;
  /** Each lower first; of the whole list the first that differs decides. */
  readonly steps: readonly number[];
  /** Undefined unless it is ready. */
  readonly readyAge: number | undefined;
  readonly restarts: readonly [regular: number, sidecars: number];
  readonly age: number | undefined;
}

function rank(pod: Readonly<Pod>, { now, siblings }: { now: number; siblings: number }): Rank {
  const isReady = isPodReady(pod);
  const readySince = timeOf(podCondition(pod, 'Ready')?.lastTransitionTime);
  const created = timeOf(pod.metadata.creationTimestamp);
  return {
    pod,
    steps: [(pod.spec.nodeName ?? '') === '' ? 0 : 1, phaseStep(pod), isReady ? 1 : 0, deletionCost(pod), -siblings],
    readyAge: isReady && readySince !== undefined ? now - readySince : undefined,
    restarts: mostRestarts(pod),
    age: created === undefined ? undefined : now - created,
  };
}

function phaseStep({ status: { phase } }: Readonly<Pod>): number {
  return phase === 'Pending' ? 0 : phase === 'Running' ? 2 : phase === 'Unknown' ? 1 : 0;
}

/** A cost that is no whole number of 32 bits counts as none. */
function deletionCost({ metadata }: Readonly<Pod>): number {
  const text = metadata.annotations?.[DELETION_COST_ANNOTATION] ?? '';
  const isCost = /^(?:0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
  return isCost ? Number(text) : 0;
}

function mostRestarts({ spec, status }: Readonly<Pod>): [number, number] {
  const sidecars = new Set(spec.initContainers?.filter(isSidecar).map(({ name }) => name));
  const regular = status.containerStatuses ?? [];
  const beside = (status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name));
  return [
    Math.max(0, ...regular.map(({ restartCount }) => restartCount)),
    Math.max(0, ...beside.map(({ restartCount }) => restartCount)),
  ];
}

function compareRanks(a: Rank, b: Rank): number {
  for (const [index, step] of a.steps.entries()) {
    const difference = step - (b.steps[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return (
    compareAges(a, b, ({ readyAge }) => readyAge) ||
    b.restarts[0] - a.restarts[0] ||
    b.restarts[1] - a.restarts[1] ||
    compareAges(a, b, ({ age }) => age) ||
    compareUids(a, b)
  );
}

/** Younger first, but ages of the same magnitude count as equal, so that not only new pods ever go. */
function compareAges(a: Rank, b: Rank, ageOf: (rank: Rank) => number | undefined): number {
  const [first, second] = [ageOf(a), ageOf(b)];
  if (first === second) return 0;
  if (first === undefined) return -1;
  if (second === undefined) return 1;
  const difference = magnitude(first) - magnitude(second);
  return difference === 0 ? compareUids(a, b) : difference;
}

/** Says nothing of the pods, but the same every time. */
function compareUids(a: Rank, b: Rank): number {
  return (a.pod.metadata.uid ?? '') < (b.pod.metadata.uid ?? '') ? -1 : 1;
}

/** Upstream takes the logarithm of nanoseconds; what counts is only where the magnitudes change. */
function magnitude(age: number): number {
  return age > 0 ? Math.trunc(Math.log2(age * 1e6)) : -1;
}
