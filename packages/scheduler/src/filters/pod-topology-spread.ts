/** Pods that must be spread evenly over places (`whenUnsatisfiable: DoNotSchedule`). */
import type { Node } from '@wherry/api/core-v1';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import { addAt } from '../cluster/pod-counter.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { eligibleNodes, hasAllPlaces, spreadConstraints, type SpreadConstraint } from '../spread/spread-constraint.ts';
import type { Filter, NodeCheck, Preparation, Rejection } from './filter.ts';

const name = 'PodTopologySpread';
const REASON = "node(s) didn't match pod topology spread constraints";
const UNEVEN: Rejection = { plugin: name, reasons: [REASON], isFinal: false };
const NO_PLACE: Rejection = { plugin: name, reasons: [`${REASON} (missing required label)`], isFinal: true };

/** One constraint with how many pods it finds in each place. */
interface Spread {
  readonly constraint: SpreadConstraint;
  /** Every place that counts, also those without pods. */
  readonly places: ReadonlyMap<string, unknown>;
  readonly counts: ReadonlyMap<string, number>;
  /** What is thought to have changed since. */
  readonly changes: Map<string, number>;
  least: number | undefined;
}

class SpreadCheck implements NodeCheck {
  readonly #spreads: readonly Spread[];
  readonly #counts: (pod: PodInfo, node: NodeInfo, constraint: SpreadConstraint) => boolean;

  constructor(
    spreads: readonly Spread[],
    counts: (pod: PodInfo, node: NodeInfo, constraint: SpreadConstraint) => boolean,
  ) {
    this.#spreads = spreads;
    this.#counts = counts;
  }

  check(node: NodeInfo): Rejection | undefined {
    for (const spread of this.#spreads) {
      const { topologyKey, selectsSelf, maxSkew } = spread.constraint;
      const place = node.labels[topologyKey];
      if (place === undefined) return NO_PLACE;
      const skew = countIn(spread, place) + (selectsSelf ? 1 : 0) - leastOf(spread);
      if (skew > maxSkew) return UNEVEN;
    }
    return undefined;
  }

  podAdded(pod: PodInfo, node: NodeInfo): void {
    this.#note(pod, node, 1);
  }

  podRemoved(pod: PodInfo, node: NodeInfo): void {
    this.#note(pod, node, -1);
  }

  clone(): SpreadCheck {
    const copies = this.#spreads.map((spread) => ({ ...spread, changes: new Map(spread.changes) }));
    return new SpreadCheck(copies, this.#counts);
  }

  #note(pod: PodInfo, node: NodeInfo, change: 1 | -1): void {
    for (const spread of this.#spreads) {
      if (!this.#counts(pod, node, spread.constraint)) continue;
      addAt(spread.changes, node.labels[spread.constraint.topologyKey], change);
      spread.least = undefined;
    }
  }
}

const countIn = ({ counts, changes }: Spread, place: string): number =>
  (counts.get(place) ?? 0) + (changes.size === 0 ? 0 : (changes.get(place) ?? 0));

/** The fewest pods that any place has; none while there are fewer places than there should be. */
function leastOf(spread: Spread): number {
  if (spread.least !== undefined) return spread.least;
  const { places, constraint } = spread;
  let least = Number.MAX_SAFE_INTEGER;
  if (places.size < constraint.minDomains) least = 0;
  else for (const place of places.keys()) least = Math.min(least, countIn(spread, place));
  spread.least = least;
  return least;
}

export const podTopologySpread: Filter = {
  name,
  prepare(pod, cluster): Preparation {
    const constraints = spreadConstraints(pod, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const isEligible = eligibleNodes(pod);
    const spreads = constraints.map((constraint) => spreadOf(constraint, { cluster, constraints, isEligible }));
    const counts = (other: PodInfo, node: NodeInfo, constraint: SpreadConstraint): boolean =>
      hasAllPlaces(node.labels, constraints) && isEligible(node, constraint) && constraint.condition.matches(other);
    return { check: new SpreadCheck(spreads, counts) };
  },
  wakes,
};

interface Setting {
  readonly cluster: Cluster;
  readonly constraints: readonly SpreadConstraint[];
  readonly isEligible: ReturnType<typeof eligibleNodes>;
}

function spreadOf(constraint: SpreadConstraint, { cluster, constraints, isEligible }: Setting): Spread {
  const counter = cluster.counters.get(constraint.condition);
  const { topologyKey } = constraint;
  const common = { constraint, changes: new Map<string, number>(), least: undefined };
  if (constraints.length === 1 && constraint.countsAllNodes) {
    return { ...common, places: cluster.places(topologyKey), counts: counter.byPlace(topologyKey) };
  }
  const counts = new Map<string, number>();
  for (const node of cluster.nodes) {
    if (!hasAllPlaces(node.labels, constraints) || !isEligible(node, constraint)) continue;
    const place = node.labels[topologyKey] ?? '';
    counts.set(place, (counts.get(place) ?? 0) + (counter.byNode.get(node) ?? 0));
  }
  return { ...common, places: counts, counts };
}

function wakes(pod: PodInfo, event: ClusterEvent): boolean {
  const constraints = spreadConstraints(pod, 'DoNotSchedule');
  if (event.what === 'self' || event.what === 'pod') return wakesForPod(pod, event, constraints);
  return event.what === 'node' && wakesForNode(event, constraints);
}

function wakesForPod(
  pod: PodInfo,
  event: { readonly what: string; readonly old?: PodInfo | undefined; readonly now?: PodInfo | undefined },
  constraints: readonly SpreadConstraint[],
): boolean {
  const { old, now } = event;
  if (event.what === 'self' && old?.tolerations.length !== now?.tolerations.length) {
    if (constraints.some(({ honorsTaints }) => honorsTaints)) return true;
  }
  if ((now ?? old)?.namespace !== pod.namespace) return false;
  // Of a pod that changes, only a change of its labels matters.
  const meant = (other: PodInfo | undefined, { matchesLabels }: SpreadConstraint): boolean =>
    other !== undefined && matchesLabels(other.labels);
  return constraints.some((constraint) => meant(old, constraint) !== meant(now, constraint));
}

function wakesForNode(
  { old, now }: { readonly old?: Readonly<Node> | undefined; readonly now?: Readonly<Node> | undefined },
  constraints: readonly SpreadConstraint[],
): boolean {
  const [before, after] = [old?.metadata.labels ?? {}, now?.metadata.labels ?? {}];
  const [counted, counts] = [
    old !== undefined && hasAllPlaces(before, constraints),
    now !== undefined && hasAllPlaces(after, constraints),
  ];
  if (old === undefined || now === undefined || counted !== counts) return counted !== counts;
  if (!counts) return false;
  return (
    constraints.some(({ topologyKey }) => before[topologyKey] !== after[topologyKey]) ||
    JSON.stringify(old.spec.taints ?? []) !== JSON.stringify(now.spec.taints ?? [])
  );
}
