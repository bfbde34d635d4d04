/**
 * Whether a schema is structural: every value that it says something about has its type and place in the schema
 * outside of allOf, anyOf, oneOf and not. Only then can objects be pruned and defaulted.
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema)
 */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { validateNesting } from './nested-schema-validation.ts';
import { regularExpressionProblem } from './regular-expression.ts';
import { additionalPropertiesOf, itemsOf, subSchemas, type Props } from './sub-schemas.ts';

/** What stands in the way of even looking at the structure of a schema: fields that are not supported. */
export function unsupportedField(schema: Props): string | undefined {
  const { id = '', $schema = '', $ref = '', items } = schema;
  const { patternProperties = {}, dependencies = {}, definitions = {} } = schema;
  const isSet: Record<string, boolean> = {
    id: id !== '',
    schema: $schema !== '',
    $ref: $ref !== '',
    patternProperties: Object.keys(patternProperties).length > 0,
    dependencies: Object.keys(dependencies).length > 0,
    additionalItems: schema.additionalItems !== undefined,
    definitions: Object.keys(definitions).length > 0,
  };
  const [name] = Object.keys(isSet).filter((field) => isSet[field]);
  if (name !== undefined) return `OpenAPIV3Schema '${name}' is not supported`;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (Array.isArray(items)) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  return subSchemas(schema)
    .map(unsupportedField)
    .find((problem) => problem !== undefined);
}

/** Everything that keeps a schema, which has no unsupported field, from being structural; in alphabetical order. */
export function validateStructure(path: FieldPath, schema: Props): FieldError[] {
  const errors = [...validateLevel(path, schema, 'root'), ...validateNesting(path, schema)];
  return errors
    .map((error) => ({ error, text: error.toString() }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ error }) => error);
}

type Level = 'root' | 'items' | 'field';

const UNTYPED: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  items: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function validateLevel(path: FieldPath, schema: Props, level: Level): FieldError[] {
  const { type = '', pattern = '', properties = {} } = schema;
  const items = itemsOf(schema);
  const additional = additionalPropertiesOf(schema);
  const isRoot = level === 'root';
  const problem = pattern === '' ? undefined : regularExpressionProblem(pattern);
  return [
    ...(type === 'array' && items === undefined ? [FieldError.required(path.child('items'), 'must be specified')] : []),
    ...(items === undefined ? [] : validateLevel(path.child('items'), items, 'items')),
    ...Object.entries(properties).flatMap(([name, property]) =>
      validateLevel(path.child('properties').key(name), property, 'field'),
    ),
    ...(isRoot && schema.additionalProperties !== undefined
      ? [FieldError.forbidden(path.child('additionalProperties'), 'must not be used at the root')]
      : []),
    ...(additional === undefined ? [] : validateLevel(path.child('additionalProperties'), additional, 'field')),
    ...(problem === undefined
      ? []
      : [
          FieldError.invalid(
            path.child('pattern'),
            pattern,
            `must be a valid regular expression, but isn't: ${problem}`,
          ),
        ]),
    ...validateExtensions(path, schema),
    ...validateType(path, schema, level),
    ...validateMetaFields(path, schema, isRoot),
  ];
}

function validateExtensions(path: FieldPath, schema: Props): FieldError[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  return (['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const).flatMap((name) =>
    schema[name] === true
      ? [FieldError.invalid(path.child(name), true, 'must be false if x-kubernetes-int-or-string is true')]
      : [],
  );
}

function validateType(path: FieldPath, schema: Props, level: Level): FieldError[] {
  const { type = '' } = schema;
  const at = path.child('type');
  if (schema['x-kubernetes-embedded-resource'] === true) return validateEmbedded(path, schema);
  if (type === '') {
    const isFree =
      schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
    return isFree ? [] : [FieldError.required(at, UNTYPED[level])];
  }
  return level === 'root' && type !== 'object' ? [FieldError.invalid(at, type, 'must be object at the root')] : [];
}

function validateEmbedded(path: FieldPath, schema: Props): FieldError[] {
  const { type = '', properties = {}, additionalProperties } = schema;
  const detail = 'must be object if x-kubernetes-embedded-resource is true';
  const wrongType = type === '' ? FieldError.required(path.child('type'), detail) : undefined;
  const isEmpty = schema['x-kubernetes-preserve-unknown-fields'] !== true && Object.keys(properties).length === 0;
  return [
    ...(type === 'object' ? [] : [wrongType ?? FieldError.invalid(path.child('type'), type, detail)]),
    ...(additionalProperties === undefined
      ? []
      : [
          FieldError.forbidden(
            path.child('additionalProperties'),
            'must not be used if x-kubernetes-embedded-resource is set',
          ),
        ]),
    ...(isEmpty
      ? [
          FieldError.required(
            path.child('properties'),
            'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
          ),
        ]
      : []),
  ];
}

/** `kind`, `apiVersion` and `metadata` are what they are in every object. */
function validateMetaFields(path: FieldPath, schema: Props, isRoot: boolean): FieldError[] {
  const isObject = isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const { kind, apiVersion, metadata } = schema.properties ?? {};
  const at = (name: string): FieldPath => path.child('properties').key(name);
  const typed = (name: string, property: Props | undefined, type: string): FieldError[] =>
    !isObject || property === undefined || property.type === type
      ? []
      : [FieldError.invalid(at(name).child('type'), property.type ?? '', `must be ${type}`)];
  return [
    ...typed('kind', kind, 'string'),
    ...typed('apiVersion', apiVersion, 'string'),
    ...typed('metadata', metadata, 'object'),
    ...(isRoot && metadata !== undefined && !saysOnlyNames(metadata)
      ? [
          FieldError.forbidden(
            at('metadata'),
            'must not specify anything other than name and generateName, but metadata is implicitly specified',
          ),
        ]
      : []),
  ];
}

function saysOnlyNames(metadata: Props): boolean {
  const { properties = {}, ...rest } = metadata;
  const ignored = ['type', 'default', 'externalDocs', 'example'];
  const names = Object.keys(properties);
  return (
    names.every((name) => name === 'name' || name === 'generateName') &&
    Object.keys(rest).every((field) => ignored.includes(field))
  );
}
