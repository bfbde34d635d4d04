/**
 * What may stand within allOf, anyOf, oneOf and not of a structural schema: only what limits values, not what gives
 * them a structure, and only about values whose structure the schema gives elsewhere.
 */
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { regularExpressionProblem } from './regular-expression.ts';
import { additionalPropertiesOf, itemsOf, type Props } from './sub-schemas.ts';
import { entryOf } from '../schema/entry-of.ts';

/** The one way to say with anyOf what `x-kubernetes-int-or-string` says. */
const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

/** Everything wrong within the junctors of a schema and of the schemas that give it structure. */
export function validateNesting(path: FieldPath, schema: Props): FieldError[] {
  return [...validateJunctorsBelow(path, schema), ...validateComplete(path, schema)];
}

function validateJunctorsBelow(path: FieldPath, schema: Props): FieldError[] {
  const { properties = {} } = schema;
  const items = itemsOf(schema);
  const additional = additionalPropertiesOf(schema);
  const saysIntOrString = semanticEqual(schema.anyOf, INT_OR_STRING);
  const allSayIntOrString = semanticEqual(schema.allOf?.[0]?.anyOf, INT_OR_STRING);
  return [
    ...junctors(path, schema)
      .filter(({ name }) => !(name === 'anyOf' && saysIntOrString))
      .flatMap(({ name, at, nested }, position) =>
        validateNested(at, nested, name === 'allOf' && position === 0 && allSayIntOrString),
      ),
    ...(items === undefined ? [] : validateJunctorsBelow(path.child('items'), items)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      validateJunctorsBelow(path.child('properties').key(name), property),
    ),
    ...(additional === undefined ? [] : validateJunctorsBelow(path.child('additionalProperties'), additional)),
  ];
}

interface Nested {
  readonly name: 'allOf' | 'anyOf' | 'oneOf' | 'not';
  readonly at: FieldPath;
  readonly nested: Props;
}

function junctors(path: FieldPath, schema: Props): Nested[] {
  const several = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((name) =>
    (schema[name] ?? []).map((nested, position) => ({ name, at: path.child(name).index(position), nested })),
  );
  const { not } = schema;
  return not === undefined ? several : [...several, { name: 'not', at: path.child('not'), nested: not }];
}

/** Fields that give structure, with what to say of them; in any order, since errors are sorted in the end. */
const STRUCTURE: readonly (readonly [field: keyof Props, detail: string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

function validateNested(path: FieldPath, schema: Props, skipsAnyOf = false): FieldError[] {
  const { properties = {}, pattern = '' } = schema;
  const items = itemsOf(schema);
  const problem = pattern === '' ? undefined : regularExpressionProblem(pattern);
  const detail = `must be a valid regular expression, but isn't: ${problem ?? ''}`;
  return [
    ...junctors(path, schema)
      .filter(({ name }) => !(skipsAnyOf && name === 'anyOf'))
      .flatMap(({ at, nested }) => validateNested(at, nested)),
    ...(problem === undefined ? [] : [FieldError.invalid(path.child('pattern'), pattern, detail)]),
    ...(items === undefined ? [] : validateNested(path.child('items'), items)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      validateNested(path.child('properties').key(name), property),
    ),
    ...STRUCTURE.filter(([field]) => schema[field] !== undefined && schema[field] !== false).map(([field, text]) =>
      FieldError.forbidden(path.child(field), text),
    ),
    ...(properties['metadata'] === undefined
      ? []
      : [FieldError.forbidden(path.child('properties').key('metadata'), 'must not be specified in a nested context')]),
  ];
}

/** What the junctors at the root speak of has to be there outside of them. */
function validateComplete(path: FieldPath, schema: Props): FieldError[] {
  return junctors(path, schema).flatMap(({ at, nested }) => validateCounterpart(nested, at, { schema, path }));
}

interface Structure {
  readonly schema: Props | undefined;
  readonly path: FieldPath;
}

function validateCounterpart(nested: Props, at: FieldPath, structure: Structure): FieldError[] {
  const { schema, path } = structure;
  if (schema === undefined) return [FieldError.required(path, `because it is defined in ${at.toString()}`)];
  const items = itemsOf(nested);
  return [
    ...junctors(at, nested).flatMap((inner) => validateCounterpart(inner.nested, inner.at, structure)),
    ...(items === undefined
      ? []
      : validateCounterpart(items, at.child('items'), { schema: itemsOf(schema), path: path.child('items') })),
    ...Object.entries(nested.properties ?? {}).flatMap(([name, property]) =>
      validateCounterpart(property, at.child('properties').key(name), {
        schema: entryOf(schema.properties, name),
        path: path.child('properties').key(name),
      }),
    ),
  ];
}
