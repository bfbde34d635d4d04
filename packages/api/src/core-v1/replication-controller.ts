/** A ReplicationController: keeps a number of equal pods running; ReplicaSet and Deployment have replaced it. */
import { PodTemplateSpec } from './pod.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ReplicationControllerSpec = struct(
  'ReplicationControllerSpec',
  'How many pods there should be, and what they are like.',
  {
    replicas: field(1, optional(int32), 'How many pods there should be. 1 when not given.', { default: 1 }),
    minReadySeconds: field(4, omitEmpty(int32), 'Seconds that a pod must be ready for to count as available.'),
    selector: field(2, omitEmpty(dict(string)), 'Labels of its pods. Those of the template when not given.', {
      merge: 'atomic',
    }),
    template: field(3, optional(PodTemplateSpec), 'What its pods are made from.'),
  },
);
export type ReplicationControllerSpec = Infer<typeof ReplicationControllerSpec>;

export const ReplicationControllerCondition = struct('ReplicationControllerCondition', 'One aspect of its state.', {
  type: field(1, string, 'Which aspect, such as ReplicaFailure.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
  reason: field(4, omitEmpty(string), 'Why it last changed: one CamelCase word.'),
  message: field(5, omitEmpty(string), 'Why it last changed: a sentence for people.'),
});
export type ReplicationControllerCondition = Infer<typeof ReplicationControllerCondition>;

export const ReplicationControllerStatus = struct('ReplicationControllerStatus', 'How many pods there are.', {
  replicas: field(1, int32, 'How many pods there are.'),
  fullyLabeledReplicas: field(2, omitEmpty(int32), 'How many of them have all labels of the template.'),
  readyReplicas: field(4, omitEmpty(int32), 'How many of them are ready.'),
  availableReplicas: field(5, omitEmpty(int32), 'How many have been ready for minReadySeconds.'),
  observedGeneration: field(3, omitEmpty(int64), 'Generation that these figures are about.'),
  conditions: field(6, omitEmpty(list(ReplicationControllerCondition)), 'Aspects of its state, by type.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ReplicationControllerStatus = Infer<typeof ReplicationControllerStatus>;

export const ReplicationController = struct('ReplicationController', 'Keeps a number of equal pods running.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ReplicationControllerSpec), 'How many pods there should be.'),
  status: field(3, omitEmpty(ReplicationControllerStatus), 'How many there are.'),
});
export type ReplicationController = Infer<typeof ReplicationController>;
