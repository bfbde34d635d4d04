/** The metadata that every list has. */
import type { Infer } from '../schema/infer.ts';
import { int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const ListMeta = struct('ListMeta', 'What every list has.', {
  selfLink: field(1, omitEmpty(string), 'Deprecated and always empty.'),
  resourceVersion: field(2, omitEmpty(string), 'State of the store that the list shows; a watch can start there.'),
  continue: field(3, omitEmpty(string), 'Token to get the next page with. Empty on the last.'),
  remainingItemCount: field(4, optional(int64), 'How many items follow this page, where that is known.'),
});
export type ListMeta = Infer<typeof ListMeta>;
