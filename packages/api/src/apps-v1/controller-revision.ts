/** The kind ControllerRevision: a state of a StatefulSet or DaemonSet, kept so that one can go back to it. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, rawExtension } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const ControllerRevision = struct('ControllerRevision', 'A state that a workload had; it does not change.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  data: field(2, omitEmpty(rawExtension), 'The state, in whatever form its controller likes.'),
  revision: field(3, int64, 'Which state this is, counted from the first.'),
});
export type ControllerRevision = Infer<typeof ControllerRevision>;
