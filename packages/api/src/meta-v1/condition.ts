import type { Infer } from '../schema/infer.ts';
import { int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const Condition = struct('Condition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  observedGeneration: field(3, omitEmpty(int64), ''),
  lastTransitionTime: field(4, time, ''),
  reason: field(5, string, ''),
  message: field(6, string, ''),
});
export type Condition = Infer<typeof Condition>;
