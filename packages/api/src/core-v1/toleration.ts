/** Taints of nodes and who bears them, and how pods spread over places. */
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const TolerationOperator = oneOf('Exists', 'Equal');
export type TolerationOperator = Infer<typeof TolerationOperator>;

export const TaintEffect = oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');
export type TaintEffect = Infer<typeof TaintEffect>;

export const Toleration = struct('Toleration', 'A kind of taint that does not keep a pod away.', {
  key: field(1, omitEmpty(string), 'Key of the taint. All keys if empty; then the operator must be Exists.'),
  operator: field(
    2,
    omitEmpty(TolerationOperator),
    'Exists for any value, Equal for that in value. Defaults to Equal.',
  ),
  value: field(3, omitEmpty(string), 'Value of the taint; empty with Exists.'),
  effect: field(4, omitEmpty(TaintEffect), 'Effect of the taint. All effects if empty.'),
  tolerationSeconds: field(
    5,
    optional(int64),
    'With NoExecute, seconds until the pod is evicted after all. Never if absent, at once if 0 or less.',
  ),
});
export type Toleration = Infer<typeof Toleration>;

export const UnsatisfiableConstraintAction = oneOf('DoNotSchedule', 'ScheduleAnyway');
export type UnsatisfiableConstraintAction = Infer<typeof UnsatisfiableConstraintAction>;

export const NodeInclusionPolicy = oneOf('Ignore', 'Honor');
export type NodeInclusionPolicy = Infer<typeof NodeInclusionPolicy>;

export const TopologySpreadConstraint = struct('TopologySpreadConstraint', 'How evenly pods spread over places.', {
  maxSkew: field(1, int32, 'How many more matching pods a place may have than the one with the fewest; above 0.'),
  topologyKey: field(2, string, 'Label of nodes; nodes with the same value of it are one place.'),
  whenUnsatisfiable: field(
    3,
    UnsatisfiableConstraintAction,
    'DoNotSchedule leaves the pod waiting, ScheduleAnyway only prefers an even spread.',
  ),
  labelSelector: field(4, optional(LabelSelector), 'The pods that are counted. None if absent.'),
  minDomains: field(
    5,
    optional(int32),
    'With DoNotSchedule, count as if there were at least so many places. Defaults to 1.',
  ),
  nodeAffinityPolicy: field(
    6,
    optional(NodeInclusionPolicy),
    'Whether only nodes that suit nodeAffinity and nodeSelector count. Defaults to Honor: yes.',
  ),
  nodeTaintsPolicy: field(
    7,
    optional(NodeInclusionPolicy),
    'Whether nodes with taints that the pod does not tolerate are left out. Defaults to Ignore: no.',
  ),
  matchLabelKeys: field(8, omitEmpty(list(string)), 'Labels whose values, taken from this pod, narrow labelSelector.', {
    merge: 'atomic',
  }),
});
export type TopologySpreadConstraint = Infer<typeof TopologySpreadConstraint>;

export const Taint = struct('Taint', 'A mark of a node that keeps pods away which do not tolerate it.', {
  key: field(1, string, 'Key of the taint.'),
  value: field(2, omitEmpty(string), 'Value of the taint.'),
  effect: field(3, TaintEffect, 'NoSchedule, PreferNoSchedule, or NoExecute, which also evicts pods.'),
  timeAdded: field(4, optional(time), 'When the taint was added.'),
});
export type Taint = Infer<typeof Taint>;
