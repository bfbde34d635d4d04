import { Toleration } from '../core-v1/toleration.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.node.v1');

export const Overhead = struct('Overhead', 'What a pod needs besides its containers.', {
  podFixed: field(1, omitEmpty(dict(quantity)), 'Resources that every pod of the class needs on top.'),
});
export type Overhead = Infer<typeof Overhead>;

export const Scheduling = struct('Scheduling', 'Where pods of a runtime class can run.', {
  nodeSelector: field(
    1,
    omitEmpty(dict(string)),
    'Labels that a node must have; added to the node selector of the pods.',
    { merge: 'atomic' },
  ),
  tolerations: field(2, omitEmpty(list(Toleration)), 'Tolerations that are added to those of the pods.', {
    merge: 'atomic',
  }),
});
export type Scheduling = Infer<typeof Scheduling>;

export const RuntimeClass = struct('RuntimeClass', 'A way of running containers that pods can ask for by name.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  handler: field(2, string, "Name of the runtime in the node's configuration: a DNS label. Immutable."),
  overhead: field(3, optional(Overhead), 'What pods of the class need besides their containers.'),
  scheduling: field(4, optional(Scheduling), 'Where pods of the class can run; on every node when absent.'),
});
export type RuntimeClass = Infer<typeof RuntimeClass>;
