/** Topology spread constraints of a pod, ready to count with. */
import { compileLabelSelector, LabelMatcher, type Labels } from '@wherry/api';
import type { TopologySpreadConstraint, UnsatisfiableConstraintAction } from '@wherry/api/core-v1';
import type { PodCondition } from '../cluster/pod-counter.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import { requiredNodes } from '@wherry/api/core-v1';
import { isKeptAway } from '../nodes/taints.ts';
import type { PodInfo } from '../pods/pod-info.ts';

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** Which pods are counted. */
  readonly condition: PodCondition;
  readonly matchesLabels: (labels: Labels) => boolean;
  /** Whether the pod itself will be counted. */
  readonly selectsSelf: boolean;
  /** Only nodes that node affinity and selector leave are counted. */
  readonly honorsAffinity: boolean;
  /** Only nodes whose taints the pod bears are counted. */
  readonly honorsTaints: boolean;
  /** Whether neither of the two leaves out any node. */
  readonly countsAllNodes: boolean;
}

export type Eligibility = (node: NodeInfo, constraint: SpreadConstraint) => boolean;

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** What applies to pods that say nothing themselves, but have siblings. */
const DEFAULTS = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: ZONE, maxSkew: 5 },
];

/** The constraints that the pod states, of one of the two kinds. */
export function spreadConstraints(pod: PodInfo, action: UnsatisfiableConstraintAction): SpreadConstraint[] {
  return (pod.pod.spec.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action)
    .map((constraint) => compile(pod, constraint, matcherOf(pod, constraint)));
}

/** The wishes of a pod that states no constraints at all. */
export function defaultConstraints(pod: PodInfo, siblings: LabelMatcher | undefined): SpreadConstraint[] {
  if (siblings === undefined || siblings.isEmpty()) return [];
  return DEFAULTS.map((constraint) => compile(pod, constraint, siblings));
}

/** Whether a node counts for a constraint of this pod. */
export function eligibleNodes(pod: PodInfo): Eligibility {
  const matches = requiredNodes(pod.pod.spec);
  return (node, { honorsAffinity, honorsTaints }) => {
    if (honorsAffinity && matches !== undefined && !matches(node)) return false;
    return !honorsTaints || !isKeptAway(node.taints, pod.tolerations);
  };
}

/** Whether a node is in a place for each of the constraints. */
export function hasAllPlaces(labels: Labels, constraints: readonly SpreadConstraint[]): boolean {
  for (const { topologyKey } of constraints) if (labels[topologyKey] === undefined) return false;
  return true;
}

function matcherOf({ labels }: PodInfo, constraint: TopologySpreadConstraint): LabelMatcher {
  const { labelSelector, matchLabelKeys = [] } = constraint;
  const matcher = compileLabelSelector(labelSelector);
  const own = matchLabelKeys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator: '=' as const, values: [value] }];
  });
  if (labelSelector === undefined || own.length === 0) return matcher;
  return new LabelMatcher([...own, ...matcher.requirements]);
}

type Given = Pick<TopologySpreadConstraint, 'topologyKey' | 'maxSkew'> & Partial<TopologySpreadConstraint>;

function compile(pod: PodInfo, given: Given, matcher: LabelMatcher): SpreadConstraint {
  const { topologyKey, maxSkew, minDomains = 1, nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = given;
  const { namespace } = pod;
  // An empty selector counts nobody when others are counted, though the pod itself would be.
  const isNobody = matcher.isEmpty();
  const matchesLabels = (labels: Labels): boolean => matcher.matches(labels);
  const honorsAffinity = nodeAffinityPolicy === 'Honor';
  const honorsTaints = nodeTaintsPolicy === 'Honor';
  return {
    topologyKey,
    maxSkew,
    minDomains,
    condition: {
      id: `spread/${namespace}/${isNobody ? '' : 'some'}/${String(matcher)}`,
      selectsNamespaces: false,
      matches: (other) =>
        !isNobody && other.namespace === namespace && !other.isTerminating && matcher.matches(other.labels),
    },
    matchesLabels,
    selectsSelf: matcher.matches(pod.labels),
    honorsAffinity,
    honorsTaints,
    countsAllNodes: !honorsTaints && !(honorsAffinity && requiredNodes(pod.pod.spec) !== undefined),
  };
}
