import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const TolerationOperator = oneOf('Exists', 'Equal', 'Lt', 'Gt');
export type TolerationOperator = Infer<typeof TolerationOperator>;

export const TaintEffect = oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');
export type TaintEffect = Infer<typeof TaintEffect>;

export const Toleration = struct('Toleration', '', {
  key: field(1, omitEmpty(string), ''),
  operator: field(2, omitEmpty(TolerationOperator), ''),
  value: field(3, omitEmpty(string), ''),
  effect: field(4, omitEmpty(TaintEffect), ''),
  tolerationSeconds: field(5, optional(int64), ''),
});
export type Toleration = Infer<typeof Toleration>;

export const UnsatisfiableConstraintAction = oneOf('DoNotSchedule', 'ScheduleAnyway');
export type UnsatisfiableConstraintAction = Infer<typeof UnsatisfiableConstraintAction>;

export const NodeInclusionPolicy = oneOf('Ignore', 'Honor');
export type NodeInclusionPolicy = Infer<typeof NodeInclusionPolicy>;

export const TopologySpreadConstraint = struct('TopologySpreadConstraint', '', {
  maxSkew: field(1, int32, ''),
  topologyKey: field(2, string, ''),
  whenUnsatisfiable: field(3, UnsatisfiableConstraintAction, ''),
  labelSelector: field(4, optional(LabelSelector), ''),
  minDomains: field(5, optional(int32), ''),
  nodeAffinityPolicy: field(6, optional(NodeInclusionPolicy), ''),
  nodeTaintsPolicy: field(7, optional(NodeInclusionPolicy), ''),
  matchLabelKeys: field(8, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type TopologySpreadConstraint = Infer<typeof TopologySpreadConstraint>;

export const Taint = struct('Taint', '', {
  key: field(1, string, ''),
  value: field(2, omitEmpty(string), ''),
  effect: field(3, TaintEffect, ''),
  timeAdded: field(4, optional(time), ''),
});
export type Taint = Infer<typeof Taint>;
