/** The list kind of a kind: `PodList` of `Pod`. All lists are alike, so none is declared. */
import { ListMeta } from '../meta-v1/list-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import { definitionsIn, field, list, omitEmpty, type Fields, type StructSchema } from './schema.ts';

const made = new WeakMap<StructSchema<Fields>, StructSchema<Fields>>();

/** The schema of a kind's list. */
export function listOf(schema: StructSchema<Fields>): StructSchema<Fields> {
  let result = made.get(schema);
  if (result === undefined) {
    const prefix = schema.definition.slice(0, -schema.name.length - 1);
    result = definitionsIn(prefix)(`${schema.name}List`, `A list of ${schema.name} objects.`, {
      ...typeMeta,
      metadata: field(1, omitEmpty(ListMeta), 'Standard list metadata.'),
      items: field(2, list(schema), 'The objects.'),
    });
    made.set(schema, result);
  }
  return result;
}
