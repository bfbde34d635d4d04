/** The kind ReplicaSet: a number of equal pods. Deployments make them. */
import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const ReplicaSetSpec = struct('ReplicaSetSpec', 'The pods and how many.', {
  replicas: field(1, optional(int32), 'Pods wanted. 1 by default.', { default: 1 }),
  minReadySeconds: field(4, omitEmpty(int32), 'Seconds that a pod must be ready for to be available. 0 by default.'),
  selector: field(2, optional(LabelSelector), 'Labels of its pods; the template must have them. Cannot be changed.', {
    required: true,
  }),
  template: field(3, omitEmpty(PodTemplateSpec), 'The pods; their restartPolicy must be Always.'),
});
export type ReplicaSetSpec = Infer<typeof ReplicaSetSpec>;

export const ReplicaSetCondition = struct(
  'ReplicaSetCondition',
  'Something that is or is not so with the ReplicaSet.',
  {
    type: field(1, string, 'ReplicaFailure: pods could not be made or deleted.'),
    status: field(2, string, 'True, False or Unknown.'),
    lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
    reason: field(4, omitEmpty(string), 'Why, in one word.'),
    message: field(5, omitEmpty(string), 'Why, in a sentence.'),
  },
);
export type ReplicaSetCondition = Infer<typeof ReplicaSetCondition>;

export const ReplicaSetStatus = struct('ReplicaSetStatus', 'How many pods there are.', {
  replicas: field(1, int32, 'Pods there are that are not being deleted.'),
  fullyLabeledReplicas: field(2, omitEmpty(int32), 'Of these, pods with all labels of the template.'),
  readyReplicas: field(4, omitEmpty(int32), 'Of these, pods that are ready.'),
  availableReplicas: field(5, omitEmpty(int32), 'Of these, pods that have been ready for minReadySeconds.'),
  terminatingReplicas: field(7, optional(int32), 'Pods that are being deleted.'),
  observedGeneration: field(3, omitEmpty(int64), 'Generation that the rest is about.'),
  conditions: field(6, omitEmpty(list(ReplicaSetCondition)), 'What else is so.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ReplicaSetStatus = Infer<typeof ReplicaSetStatus>;

export const ReplicaSet = struct('ReplicaSet', 'Keeps a number of equal pods.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ReplicaSetSpec), 'The pods that are wanted.'),
  status: field(3, omitEmpty(ReplicaSetStatus), 'The pods that there are.'),
});
export type ReplicaSet = Infer<typeof ReplicaSet>;
