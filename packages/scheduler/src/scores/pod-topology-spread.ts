/** Prefers places with few pods like this one (`whenUnsatisfiable: ScheduleAnyway`, and the default wishes). */
import type { Cluster } from '../cluster/cluster.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import {
  defaultConstraints,
  eligibleNodes,
  hasAllPlaces,
  spreadConstraints,
  type SpreadConstraint,
} from '../spread/spread-constraint.ts';
import { MAX_SCORE, type Ballot, type Score } from './score.ts';

const HOSTNAME = 'kubernetes.io/hostname';

/** One constraint, ready to rate nodes. */
interface Wish {
  readonly constraint: SpreadConstraint;
  readonly weight: number;
  readonly countOn: (node: NodeInfo) => number;
}

export const spreadPreference: Score = {
  name: 'PodTopologySpread',
  rate(pod, cluster, ballot) {
    const isStated = (pod.pod.spec.topologySpreadConstraints ?? []).length > 0;
    const constraints = isStated
      ? spreadConstraints(pod, 'ScheduleAnyway')
      : defaultConstraints(pod, cluster.lookups.siblingsOf(pod.pod));
    if (constraints.length === 0) return false;
    // A node that is in no place for a stated constraint is not rated; for the default ones it is.
    const isRated = (node: NodeInfo): boolean => !isStated || hasAllPlaces(node.labels, constraints);
    const wishes = wishesOf(constraints, { pod, cluster, ballot, isStated, isRated });
    const rated = ballot.nodes.map(isRated);
    for (const [i, node] of ballot.nodes.entries()) {
      if (rated[i] === true) ballot.scores[i] = Math.round(crowdOn(node, wishes));
    }
    turnAround(ballot.scores, rated);
    return true;
  },
};

function crowdOn(node: NodeInfo, wishes: readonly Wish[]): number {
  let crowd = 0;
  for (const { constraint, weight, countOn } of wishes) {
    if (node.labels[constraint.topologyKey] === undefined) continue;
    crowd += countOn(node) * weight + constraint.maxSkew - 1;
  }
  return crowd;
}

/** The least crowded becomes the best. */
function turnAround(scores: Float64Array, rated: readonly boolean[]): void {
  let least = Number.MAX_SAFE_INTEGER;
  let most = 0;
  for (let i = 0; i < scores.length; i++) {
    if (rated[i] !== true) continue;
    least = Math.min(least, scores[i] ?? 0);
    most = Math.max(most, scores[i] ?? 0);
  }
  for (let i = 0; i < scores.length; i++) {
    if (rated[i] !== true) scores[i] = 0;
    else scores[i] = most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - (scores[i] ?? 0))) / most);
  }
}

interface Setting {
  readonly pod: PodInfo;
  readonly cluster: Cluster;
  readonly ballot: Ballot;
  /** Whether the pod states its constraints: then nodes outside of all places are left out. */
  readonly isStated: boolean;
  readonly isRated: (node: NodeInfo) => boolean;
}

/** The more places there are, the less a single pod in one of them matters: larger topologies weigh more. */
function wishesOf(constraints: readonly SpreadConstraint[], setting: Setting): Wish[] {
  const { cluster, ballot, isRated } = setting;
  const rated = ballot.nodes.filter(isRated);
  return constraints.map((constraint) => {
    const { topologyKey, condition } = constraint;
    if (topologyKey === HOSTNAME) {
      const { byNode } = cluster.counters.get(condition);
      return { constraint, weight: Math.log(rated.length + 2), countOn: (node) => byNode.get(node) ?? 0 };
    }
    const places = new Set(rated.map(({ labels }) => labels[topologyKey] ?? ''));
    const counts = countPlaces(constraint, { ...setting, constraints });
    const countOn = ({ labels }: NodeInfo): number => counts.get(labels[topologyKey] ?? '') ?? 0;
    return { constraint, weight: Math.log(places.size + 2), countOn };
  });
}

function countPlaces(
  constraint: SpreadConstraint,
  { pod, cluster, isStated, isRated, constraints }: Setting & { readonly constraints: readonly SpreadConstraint[] },
): ReadonlyMap<string, number> {
  const { topologyKey, condition, countsAllNodes } = constraint;
  const counter = cluster.counters.get(condition);
  if (countsAllNodes && (!isStated || constraints.length === 1)) return counter.byPlace(topologyKey);
  const isEligible = eligibleNodes(pod);
  const counts = new Map<string, number>();
  for (const [node, count] of counter.byNode) {
    if (!isRated(node) || !isEligible(node, constraint)) continue;
    const place = node.labels[topologyKey] ?? '';
    counts.set(place, (counts.get(place) ?? 0) + count);
  }
  return counts;
}
