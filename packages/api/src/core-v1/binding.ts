import { ObjectReference } from './object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const Binding = struct('Binding', 'The decision of a scheduler that a pod runs on a node.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Name of the pod; labels and annotations are added to it.'),
  target: field(2, ObjectReference, 'The node: its kind is Node or empty.'),
});
export type Binding = Infer<typeof Binding>;
