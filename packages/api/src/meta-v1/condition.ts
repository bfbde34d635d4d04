/** A condition: one aspect of the state of an object, in the form that newer kinds share. */
import type { Infer } from '../schema/infer.ts';
import { int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const Condition = struct('Condition', 'One aspect of the state of an object.', {
  type: field(1, string, 'Which aspect, in CamelCase, perhaps with a domain before it.'),
  status: field(2, string, 'True, False or Unknown.'),
  observedGeneration: field(3, omitEmpty(int64), 'Generation that it is about.'),
  lastTransitionTime: field(4, time, 'When the status last changed.'),
  reason: field(5, string, 'Why it last changed: one CamelCase word.'),
  message: field(6, string, 'Why it last changed: a sentence for people.'),
});
export type Condition = Infer<typeof Condition>;
