import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v1');

export const ScaleSpec = struct('ScaleSpec', '', {
  replicas: field(1, omitEmpty(int32), ''),
});
export type ScaleSpec = Infer<typeof ScaleSpec>;

export const ScaleStatus = struct('ScaleStatus', '', {
  replicas: field(1, int32, ''),
  selector: field(2, omitEmpty(string), ''),
});
export type ScaleStatus = Infer<typeof ScaleStatus>;

export const Scale = struct('Scale', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ScaleSpec), ''),
  status: field(3, omitEmpty(ScaleStatus), ''),
});
export type Scale = Infer<typeof Scale>;
