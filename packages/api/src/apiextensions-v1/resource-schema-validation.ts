/** The schema of a custom resource: what may stand at its root, and then everything below. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { CustomResourceValidation } from './custom-resource-definition.ts';
import { validateOpenApiSchema } from './open-api-schema-validation.ts';
import { unsupportedField, validateStructure } from './structural-schema.ts';
import type { Props } from './sub-schemas.ts';

/** What may be said of the whole object when its status is written apart, with the names that Kubernetes shows. */
const BESIDE_STATUS: Readonly<Record<string, string>> = {
  description: 'Description',
  type: 'Type',
  format: 'Format',
  title: 'Title',
  maximum: 'Maximum',
  exclusiveMaximum: 'ExclusiveMaximum',
  minimum: 'Minimum',
  exclusiveMinimum: 'ExclusiveMinimum',
  maxLength: 'MaxLength',
  minLength: 'MinLength',
  pattern: 'Pattern',
  maxItems: 'MaxItems',
  minItems: 'MinItems',
  uniqueItems: 'UniqueItems',
  multipleOf: 'MultipleOf',
  required: 'Required',
  items: 'Items',
  properties: 'Properties',
  externalDocs: 'ExternalDocs',
  example: 'Example',
  'x-kubernetes-preserve-unknown-fields': 'XPreserveUnknownFields',
  'x-kubernetes-validations': 'XValidations',
};

/** Everything wrong with a schema. `hasStatus`: the resource has a status that is written by a path of its own. */
export function validateResourceSchema(
  path: FieldPath,
  { openAPIV3Schema: schema }: Readonly<CustomResourceValidation>,
  { hasStatus }: { hasStatus: boolean },
): FieldError[] {
  if (schema === undefined) return [];
  const at = path.child('openAPIV3Schema');
  const unsupported = unsupportedField(schema);
  const errors = [
    ...(hasStatus ? validateBesideStatus(at, schema) : []),
    ...(schema.nullable === true
      ? [FieldError.forbidden(at.child('nullable'), 'nullable cannot be true at the root')]
      : []),
    ...(unsupported === undefined ? validateStructure(at, schema) : []),
    ...validateOpenApiSchema(at, schema),
  ];
  // Most unsupported fields have been named where they stand.
  return errors.length > 0 || unsupported === undefined ? errors : [FieldError.invalid(at, '', unsupported)];
}

function validateBesideStatus(at: FieldPath, schema: Props): FieldError[] {
  const { type = '' } = schema;
  const fields = Object.entries(schema)
    .filter(([name, value]) => isSaid(name, value) && !Object.hasOwn(BESIDE_STATUS, name))
    .map(([name]) => name);
  const isEarly = fields.some((name) => ['id', '$schema', '$ref'].includes(name));
  if (type !== '' && type !== 'object' && !isEarly) {
    const detail =
      'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [FieldError.invalid(at.child('type'), type, detail)];
  }
  const allowed = `[${Object.values(BESIDE_STATUS).join(' ')}]`;
  const detail = `only ${allowed} fields are allowed at the root of the schema if the status subresource is enabled`;
  return fields.length === 0 ? [] : [FieldError.invalid(at, schema, detail)];
}

function isSaid(name: string, value: unknown): boolean {
  if (name === 'additionalProperties' || name === 'additionalItems') return value !== undefined;
  return value !== undefined && value !== '' && value !== false;
}
