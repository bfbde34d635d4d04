/** The kind PriorityClass: names for how important pods are. */
import { PreemptionPolicy } from '../core-v1/pod.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.scheduling.v1');

export const PriorityClass = struct('PriorityClass', 'A name for a priority that pods can have.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  value: field(2, int32, 'The priority: higher is more important. Cannot be changed; 1000000000 at most.'),
  globalDefault: field(3, omitEmpty(bool), 'Pods that name no class get this one. Only one class should say so.'),
  description: field(4, omitEmpty(string), 'When to use this class, in words.'),
  preemptionPolicy: field(
    5,
    optional(PreemptionPolicy),
    'PreemptLowerPriority (the default) makes room by evicting less important pods; Never does not.',
    { default: 'PreemptLowerPriority' },
  ),
});
export type PriorityClass = Infer<typeof PriorityClass>;
