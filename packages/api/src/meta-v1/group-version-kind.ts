import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const GroupVersionKind = struct('GroupVersionKind', '', {
  group: field(1, string, ''),
  version: field(2, string, ''),
  kind: field(3, string, ''),
});
export type GroupVersionKind = Infer<typeof GroupVersionKind>;
