/** The kind DaemonSet: one pod on every node, or on some. */
import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const RollingUpdateDaemonSet = struct(
  'RollingUpdateDaemonSet',
  'How many nodes may be changed at a time; exactly one of the two is more than zero.',
  {
    maxUnavailable: field(
      1,
      optional(intOrString),
      'Nodes, or percentage, that may be without a ready pod. 1 by default.',
    ),
    maxSurge: field(
      2,
      optional(intOrString),
      'Nodes, or percentage, that may have a new pod beside the old. 0 by default.',
    ),
  },
);
export type RollingUpdateDaemonSet = Infer<typeof RollingUpdateDaemonSet>;

export const DaemonSetUpdateStrategyType = oneOf('RollingUpdate', 'OnDelete');
export type DaemonSetUpdateStrategyType = Infer<typeof DaemonSetUpdateStrategyType>;

export const DaemonSetUpdateStrategy = struct('DaemonSetUpdateStrategy', 'How pods get a changed template.', {
  type: field(
    1,
    omitEmpty(DaemonSetUpdateStrategyType),
    'RollingUpdate (the default), or OnDelete: when somebody deletes them.',
    { default: 'RollingUpdate' },
  ),
  rollingUpdate: field(2, optional(RollingUpdateDaemonSet), 'How many at a time; only with RollingUpdate.'),
});
export type DaemonSetUpdateStrategy = Infer<typeof DaemonSetUpdateStrategy>;

export const DaemonSetSpec = struct('DaemonSetSpec', 'The pod that nodes should run.', {
  selector: field(1, optional(LabelSelector), 'Labels of its pods; the template must have them. Cannot be changed.', {
    required: true,
  }),
  template: field(2, PodTemplateSpec, 'The pod; its node selector says on which nodes. restartPolicy must be Always.'),
  updateStrategy: field(3, omitEmpty(DaemonSetUpdateStrategy), 'How pods get a changed template.'),
  minReadySeconds: field(4, omitEmpty(int32), 'Seconds that a pod must be ready for to be available. 0 by default.'),
  revisionHistoryLimit: field(6, optional(int32), 'Old states that are kept to go back to. 10 by default.', {
    default: 10,
  }),
});
export type DaemonSetSpec = Infer<typeof DaemonSetSpec>;

export const DaemonSetCondition = struct('DaemonSetCondition', 'Something that is or is not so with the DaemonSet.', {
  type: field(1, string, 'What.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
  reason: field(4, omitEmpty(string), 'Why, in one word.'),
  message: field(5, omitEmpty(string), 'Why, in a sentence.'),
});
export type DaemonSetCondition = Infer<typeof DaemonSetCondition>;

export const DaemonSetStatus = struct('DaemonSetStatus', 'On how many nodes the pod runs.', {
  currentNumberScheduled: field(1, int32, 'Nodes that should run the pod and do.'),
  numberMisscheduled: field(2, int32, 'Nodes that run the pod and should not.'),
  desiredNumberScheduled: field(3, int32, 'Nodes that should run the pod.'),
  numberReady: field(4, int32, 'Nodes that should run the pod and have a ready one.'),
  observedGeneration: field(5, omitEmpty(int64), 'Generation that the rest is about.'),
  updatedNumberScheduled: field(6, omitEmpty(int32), 'Nodes whose pod is of the current template.'),
  numberAvailable: field(7, omitEmpty(int32), 'Nodes whose pod has been ready for minReadySeconds.'),
  numberUnavailable: field(8, omitEmpty(int32), 'Nodes that should have an available pod and have none.'),
  collisionCount: field(9, optional(int32), 'Collisions of hashes so far, for the names of ControllerRevisions.'),
  conditions: field(10, omitEmpty(list(DaemonSetCondition)), 'What else is so.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type DaemonSetStatus = Infer<typeof DaemonSetStatus>;

export const DaemonSet = struct('DaemonSet', 'Runs a pod on every node, or on the nodes that its template selects.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(DaemonSetSpec), 'The pod that nodes should run.'),
  status: field(3, omitEmpty(DaemonSetStatus), 'On how many nodes it runs.'),
});
export type DaemonSet = Infer<typeof DaemonSet>;
