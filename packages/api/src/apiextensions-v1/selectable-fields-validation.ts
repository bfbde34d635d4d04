/** Fields that field selectors can name. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { SelectableField } from './custom-resource-definition.ts';
import { findField } from './schema-field-path.ts';
import { unsupportedField } from './structural-schema.ts';
import type { Props } from './sub-schemas.ts';

const MAX_FIELDS = 8;

const TYPES: readonly string[] = ['string', 'boolean', 'integer'];

/** Everything wrong with the fields, which the schema has to have. */
export function validateSelectableFields(
  path: FieldPath,
  fields: readonly SelectableField[],
  schema: Props,
): FieldError[] {
  // Fields that are not supported are refused where they stand.
  if (unsupportedField(schema) !== undefined) return [];
  const seen = new Set<string>();
  const errors = fields.flatMap(({ jsonPath }, position) =>
    validateField(path.index(position).child('jsonPath'), jsonPath, { schema, seen }),
  );
  return seen.size > MAX_FIELDS
    ? [...errors, FieldError.tooMany(path, { actual: seen.size, max: MAX_FIELDS })]
    : errors;
}

function validateField(
  at: FieldPath,
  jsonPath: string,
  { schema, seen }: { schema: Props; seen: Set<string> },
): FieldError[] {
  if (jsonPath === '') return [FieldError.required(at)];
  const found = findField(jsonPath, schema, { subscripts: false });
  if (typeof found === 'string') return [FieldError.invalid(at, jsonPath, `is an invalid path: ${found}`)];
  const name = found.names.join('.');
  const isRepeated = seen.has(name);
  seen.add(name);
  return [
    ...(found.names[0] === 'metadata'
      ? [FieldError.invalid(at, jsonPath, 'must not point to fields in metadata')]
      : []),
    ...(TYPES.includes(found.schema.type ?? '')
      ? []
      : [
          FieldError.invalid(
            at,
            jsonPath,
            'must point to a field of type string, boolean or integer. ' +
              'Enum string fields and strings with formats are allowed.',
          ),
        ]),
    ...(isRepeated ? [FieldError.duplicate(at, jsonPath)] : []),
  ];
}
