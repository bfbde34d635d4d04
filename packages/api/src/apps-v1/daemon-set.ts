import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const RollingUpdateDaemonSet = struct('RollingUpdateDaemonSet', '', {
  maxUnavailable: field(1, optional(intOrString), ''),
  maxSurge: field(2, optional(intOrString), ''),
});
export type RollingUpdateDaemonSet = Infer<typeof RollingUpdateDaemonSet>;

export const DaemonSetUpdateStrategyType = oneOf('RollingUpdate', 'OnDelete');
export type DaemonSetUpdateStrategyType = Infer<typeof DaemonSetUpdateStrategyType>;

export const DaemonSetUpdateStrategy = struct('DaemonSetUpdateStrategy', '', {
  type: field(1, omitEmpty(DaemonSetUpdateStrategyType), ''),
  rollingUpdate: field(2, optional(RollingUpdateDaemonSet), ''),
});
export type DaemonSetUpdateStrategy = Infer<typeof DaemonSetUpdateStrategy>;

export const DaemonSetSpec = struct('DaemonSetSpec', '', {
  selector: field(1, optional(LabelSelector), ''),
  template: field(2, PodTemplateSpec, ''),
  updateStrategy: field(3, omitEmpty(DaemonSetUpdateStrategy), ''),
  minReadySeconds: field(4, omitEmpty(int32), ''),
  revisionHistoryLimit: field(6, optional(int32), ''),
});
export type DaemonSetSpec = Infer<typeof DaemonSetSpec>;

export const DaemonSetCondition = struct('DaemonSetCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type DaemonSetCondition = Infer<typeof DaemonSetCondition>;

export const DaemonSetStatus = struct('DaemonSetStatus', '', {
  currentNumberScheduled: field(1, int32, ''),
  numberMisscheduled: field(2, int32, ''),
  desiredNumberScheduled: field(3, int32, ''),
  numberReady: field(4, int32, ''),
  observedGeneration: field(5, omitEmpty(int64), ''),
  updatedNumberScheduled: field(6, omitEmpty(int32), ''),
  numberAvailable: field(7, omitEmpty(int32), ''),
  numberUnavailable: field(8, omitEmpty(int32), ''),
  collisionCount: field(9, optional(int32), ''),
  conditions: field(10, omitEmpty(list(DaemonSetCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type DaemonSetStatus = Infer<typeof DaemonSetStatus>;

export const DaemonSet = struct('DaemonSet', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(DaemonSetSpec), ''),
  status: field(3, omitEmpty(DaemonSetStatus), ''),
});
export type DaemonSet = Infer<typeof DaemonSet>;
