/**
 * What Kubernetes supports of OpenAPI's schemas, and rules on its own extensions of them. Whether the schema is
 * structural is another matter.
 */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { validateTopology } from './list-type-validation.ts';
import { validateRules } from './validation-rule-validation.ts';
import type { Props } from './sub-schemas.ts';

/** Where in the whole schema one stands. */
interface Place {
  readonly isRoot?: boolean;
  /** Within apiVersion, kind or metadata, of the object or one embedded in it. */
  readonly isInMeta?: boolean;
  /** Why there can be no default here. */
  readonly noDefaultsBecause?: string;
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

const META_FIELDS: readonly string[] = ['metadata', 'kind', 'apiVersion'];

/** Everything wrong with a whole schema. */
export function validateOpenApiSchema(path: FieldPath, schema: Props): FieldError[] {
  return validateSchema(path, schema, { isRoot: true });
}

function validateSchema(path: FieldPath, schema: Props, place: Place): FieldError[] {
  return [
    ...validateSupported(path, schema, place),
    ...(schema.uniqueItems === true
      ? [
          FieldError.forbidden(
            path.child('uniqueItems'),
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...validateAdditionalProperties(path, schema, place),
    ...validateProperties(path, schema, place),
    ...validateJunctors(path, schema, place),
    ...validateItems(path, schema, place),
    ...validateDependencies(path, schema, place),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === false
      ? [FieldError.invalid(path.child('x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined')]
      : []),
    ...validateTopology(path, schema),
    ...validateRules(path, schema),
  ];
}

function validateSupported(
  path: FieldPath,
  schema: Props,
  { isInMeta = false, noDefaultsBecause }: Place,
): FieldError[] {
  const { type = '', items } = schema;
  const forbidden = (isSet: boolean, field: string, detail: string): FieldError[] =>
    isSet ? [FieldError.forbidden(path.child(field), detail)] : [];
  const unsupported = (isSet: boolean, field: string): FieldError[] =>
    forbidden(isSet, field, `${field} is not supported`);
  return [
    ...(type !== '' && !TYPES.includes(type) ? [FieldError.notSupported(path.child('type'), type, TYPES)] : []),
    ...forbidden(
      schema.default !== undefined && noDefaultsBecause !== undefined,
      'default',
      `must not be set ${noDefaultsBecause ?? ''}`,
    ),
    ...unsupported((schema.id ?? '') !== '', 'id'),
    ...unsupported(schema.additionalItems !== undefined, 'additionalItems'),
    ...unsupported(isNotEmpty(schema.patternProperties), 'patternProperties'),
    ...unsupported(isNotEmpty(schema.definitions), 'definitions'),
    ...unsupported(schema.dependencies !== undefined, 'dependencies'),
    ...unsupported(schema.$ref !== undefined, '$ref'),
    ...forbidden(type === 'null', 'type', 'type cannot be set to null, use nullable as an alternative'),
    ...forbidden(Array.isArray(items) && items.length > 0, 'items', 'items must be a schema object and not an array'),
    ...forbidden(
      isInMeta && schema['x-kubernetes-embedded-resource'] === true,
      'x-kubernetes-embedded-resource',
      'must not be used inside of resource meta',
    ),
  ];
}

function isNotEmpty(fields: object | undefined): boolean {
  return Object.keys(fields ?? {}).length > 0;
}

/** A struct has properties, a map additional ones. An object with both would contradict that unknown ones go away. */
function validateAdditionalProperties(path: FieldPath, schema: Props, place: Place): FieldError[] {
  const { additionalProperties, properties } = schema;
  if (additionalProperties === undefined) return [];
  const at = path.child('additionalProperties');
  const noDefaultsBecause = 'inside additionalProperties applying to object metadata';
  return [
    ...(isNotEmpty(properties) && additionalProperties !== true
      ? [FieldError.forbidden(at, 'additionalProperties and properties are mutual exclusive')]
      : []),
    ...(typeof additionalProperties === 'object'
      ? validateSchema(at, additionalProperties, {
          ...below(place),
          ...(place.isInMeta === true && { noDefaultsBecause }),
        })
      : []),
  ];
}

function validateProperties(path: FieldPath, schema: Props, place: Place): FieldError[] {
  const isObject = place.isRoot === true || schema['x-kubernetes-embedded-resource'] === true;
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const isMeta = isObject && META_FIELDS.includes(name);
    return validateSchema(path.child('properties').key(name), property, {
      ...below(place),
      ...(isMeta && { isInMeta: true }),
      ...(isMeta && place.isRoot === true && { noDefaultsBecause: `in top-level ${name}` }),
    });
  });
}

function below(place: Place): Place {
  return { ...place, isRoot: false };
}

function validateJunctors(path: FieldPath, schema: Props, place: Place): FieldError[] {
  const { not, definitions = {} } = schema;
  return [
    ...(not === undefined ? [] : validateSchema(path.child('not'), not, below(place))),
    ...(['allOf', 'oneOf', 'anyOf'] as const).flatMap((name) =>
      (schema[name] ?? []).flatMap((nested, position) =>
        validateSchema(path.child(name).index(position), nested, below(place)),
      ),
    ),
    ...Object.entries(definitions).flatMap(([name, definition]) =>
      validateSchema(path.child('definitions').key(name), definition, below(place)),
    ),
  ];
}

function validateItems(path: FieldPath, { items }: Props, place: Place): FieldError[] {
  if (items === undefined) return [];
  const at = path.child('items');
  return Array.isArray(items)
    ? items.flatMap((item, position) => validateSchema(at.index(position), item, below(place)))
    : validateSchema(at, items, below(place));
}

function validateDependencies(path: FieldPath, { dependencies = {} }: Props, place: Place): FieldError[] {
  return Object.entries(dependencies).flatMap(([name, dependency]) =>
    Array.isArray(dependency) ? [] : validateSchema(path.child('dependencies').key(name), dependency, below(place)),
  );
}
