/** The full name of a type. */
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const GroupVersionKind = struct('GroupVersionKind', 'The full name of a type.', {
  group: field(1, string, 'Group; empty for the core group.'),
  version: field(2, string, 'Version.'),
  kind: field(3, string, 'Kind.'),
});
export type GroupVersionKind = Infer<typeof GroupVersionKind>;
