import { PodTemplateSpec } from './pod.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ReplicationControllerSpec = struct('ReplicationControllerSpec', '', {
  replicas: field(1, optional(int32), '', { default: 1 }),
  minReadySeconds: field(4, omitEmpty(int32), ''),
  selector: field(2, omitEmpty(dict(string)), '', { merge: 'atomic' }),
  template: field(3, optional(PodTemplateSpec), ''),
});
export type ReplicationControllerSpec = Infer<typeof ReplicationControllerSpec>;

export const ReplicationControllerCondition = struct('ReplicationControllerCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type ReplicationControllerCondition = Infer<typeof ReplicationControllerCondition>;

export const ReplicationControllerStatus = struct('ReplicationControllerStatus', '', {
  replicas: field(1, int32, ''),
  fullyLabeledReplicas: field(2, omitEmpty(int32), ''),
  readyReplicas: field(4, omitEmpty(int32), ''),
  availableReplicas: field(5, omitEmpty(int32), ''),
  observedGeneration: field(3, omitEmpty(int64), ''),
  conditions: field(6, omitEmpty(list(ReplicationControllerCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ReplicationControllerStatus = Infer<typeof ReplicationControllerStatus>;

export const ReplicationController = struct('ReplicationController', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ReplicationControllerSpec), ''),
  status: field(3, omitEmpty(ReplicationControllerStatus), ''),
});
export type ReplicationController = Infer<typeof ReplicationController>;
