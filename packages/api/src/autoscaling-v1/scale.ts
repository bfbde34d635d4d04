/** The type Scale: how many pods a workload has and should have, the same for all workloads. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v1');

export const ScaleSpec = struct('ScaleSpec', 'How many pods are wanted.', {
  replicas: field(1, omitEmpty(int32), 'Number of pods wanted.'),
});
export type ScaleSpec = Infer<typeof ScaleSpec>;

export const ScaleStatus = struct('ScaleStatus', 'How many pods there are.', {
  replicas: field(1, int32, 'Number of pods that exist.'),
  selector: field(2, omitEmpty(string), 'The label selector of the pods, as text.'),
});
export type ScaleStatus = Infer<typeof ScaleStatus>;

export const Scale = struct('Scale', 'The size of a workload, as the scale subresource shows and changes it.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Name, namespace, uid and version of the workload.'),
  spec: field(2, omitEmpty(ScaleSpec), 'How many pods are wanted.'),
  status: field(3, omitEmpty(ScaleStatus), 'How many pods there are.'),
});
export type Scale = Infer<typeof Scale>;
