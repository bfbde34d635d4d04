import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const ReplicaSetSpec = struct('ReplicaSetSpec', '', {
  replicas: field(1, optional(int32), ''),
  minReadySeconds: field(4, omitEmpty(int32), ''),
  selector: field(2, optional(LabelSelector), ''),
  template: field(3, omitEmpty(PodTemplateSpec), ''),
});
export type ReplicaSetSpec = Infer<typeof ReplicaSetSpec>;

export const ReplicaSetCondition = struct('ReplicaSetCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type ReplicaSetCondition = Infer<typeof ReplicaSetCondition>;

export const ReplicaSetStatus = struct('ReplicaSetStatus', '', {
  replicas: field(1, int32, ''),
  fullyLabeledReplicas: field(2, omitEmpty(int32), ''),
  readyReplicas: field(4, omitEmpty(int32), ''),
  availableReplicas: field(5, omitEmpty(int32), ''),
  terminatingReplicas: field(7, optional(int32), ''),
  observedGeneration: field(3, omitEmpty(int64), ''),
  conditions: field(6, omitEmpty(list(ReplicaSetCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ReplicaSetStatus = Infer<typeof ReplicaSetStatus>;

export const ReplicaSet = struct('ReplicaSet', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ReplicaSetSpec), ''),
  status: field(3, omitEmpty(ReplicaSetStatus), ''),
});
export type ReplicaSet = Infer<typeof ReplicaSet>;
