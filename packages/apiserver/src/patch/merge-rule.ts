/** What the schema says about merging: the patch strategies and merge keys of fields. */
import type { Field, Presence, Schema } from '@wherry/api/schema';

/** How a list, map or struct in a patch meets the present one. */
export interface MergeRule {
  readonly schema: Schema | undefined;
  readonly merges: boolean;
  readonly replaces: boolean;
  readonly mergeKey: string;
}

const UNKNOWN: MergeRule = { schema: undefined, merges: false, replaces: false, mergeKey: '' };

/** What the schema says of a field of a struct, or of any key of a map. */
export function ruleFor(schema: Schema | undefined, name: string): MergeRule {
  if (schema === undefined) return UNKNOWN;
  if (schema.type === 'lazy') return ruleFor(schema.get(), name);
  if (schema.type === 'dict') return { ...UNKNOWN, schema: schema.value };
  if (schema.type !== 'struct') return UNKNOWN;
  const found = schema.byName.get(name);
  return found === undefined ? UNKNOWN : fieldRule(found.field);
}

function fieldRule({ schema, options }: Field<Schema, Presence>): MergeRule {
  const strategies = options.patch?.split(',') ?? [];
  return {
    schema,
    merges: strategies.includes('merge'),
    replaces: strategies.includes('replace'),
    mergeKey: options.mergeKey ?? '',
  };
}
