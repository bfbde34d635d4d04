/** The subset of JSON Schema (OpenAPI 3.0) in which custom resources are described, with Kubernetes' extensions. */
import type { Infer } from '../schema/infer.ts';
import { bool, double, int64, json, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, lazy, list, omitEmpty, optional, variant, type Schema } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1');

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

// Named first, because the type contains itself.
export interface JSONSchemaProps extends Infer<typeof JSONSchemaProps> {}

/** The schema itself, within its own fields. */
const self = lazy<JSONSchemaProps>((): Schema => JSONSchemaProps);

/** A schema, or a list of schemas. */
export const JSONSchemaPropsOrArray = variant<JSONSchemaProps | JSONSchemaProps[]>('JSONSchemaPropsOrArray', [
  { tag: 1, schema: self, matches: isObject },
  { tag: 2, schema: list(self), matches: Array.isArray },
]);

/** `false`, `true` or a schema. */
export const JSONSchemaPropsOrBool = variant<boolean | JSONSchemaProps>('JSONSchemaPropsOrBool', [
  { tag: 2, schema: self, matches: isObject },
  { tag: 1, schema: bool, matches: (value) => typeof value === 'boolean' },
]);

/** A schema, or a list of property names. */
export const JSONSchemaPropsOrStringArray = variant<JSONSchemaProps | string[]>('JSONSchemaPropsOrStringArray', [
  { tag: 1, schema: self, matches: isObject },
  { tag: 2, schema: list(string), matches: Array.isArray },
]);

export const ExternalDocumentation = struct('ExternalDocumentation', 'Documentation elsewhere.', {
  description: field(1, omitEmpty(string), 'What is to be found there.'),
  url: field(2, omitEmpty(string), 'Where it is.'),
});
export type ExternalDocumentation = Infer<typeof ExternalDocumentation>;

export const ValidationRule = struct('ValidationRule', 'Something in CEL that must be true of a value.', {
  rule: field(1, string, 'CEL expression over self (and oldSelf on updates) that gives a bool.'),
  message: field(
    2,
    omitEmpty(string),
    'What to say when it is false; one line. Required if the rule has several lines.',
  ),
  messageExpression: field(3, omitEmpty(string), 'CEL expression that gives what to say; goes before message.'),
  reason: field(
    4,
    optional(string),
    'Reason of the refusal: FieldValueInvalid (the default), -Forbidden, -Required or -Duplicate.',
  ),
  fieldPath: field(5, omitEmpty(string), 'Path of the field to blame, relative to the value, such as .spec.size.'),
  optionalOldSelf: field(6, optional(bool), 'The rule holds on creation, too; oldSelf is then an optional.'),
});
export type ValidationRule = Infer<typeof ValidationRule>;

export const JSONSchemaProps = struct('JSONSchemaProps', 'What a value must look like.', {
  id: field(1, omitEmpty(string), 'Not supported.'),
  $schema: field(2, omitEmpty(string), 'Not supported.'),
  $ref: field(3, optional(string), 'Not supported.'),
  description: field(4, omitEmpty(string), 'What the value is, for people.'),
  type: field(5, omitEmpty(string), 'Type of the value: object, array, string, integer, number or boolean.'),
  format: field(6, omitEmpty(string), 'Form of a string, such as date-time, uuid or ipv4; unknown ones are ignored.'),
  title: field(7, omitEmpty(string), 'Short name of the value, for people.'),
  default: field(8, optional(json), 'Value that stands in when none is given.'),
  maximum: field(9, optional(double), 'Largest number.'),
  exclusiveMaximum: field(10, omitEmpty(bool), 'The number must be less than maximum.'),
  minimum: field(11, optional(double), 'Smallest number.'),
  exclusiveMinimum: field(12, omitEmpty(bool), 'The number must be more than minimum.'),
  maxLength: field(13, optional(int64), 'Most characters of a string.'),
  minLength: field(14, optional(int64), 'Fewest characters of a string.'),
  pattern: field(15, omitEmpty(string), 'Regular expression (RE2) that a string must match.'),
  maxItems: field(16, optional(int64), 'Most items of a list.'),
  minItems: field(17, optional(int64), 'Fewest items of a list.'),
  uniqueItems: field(18, omitEmpty(bool), 'Must be false: comparing all items is too slow.'),
  multipleOf: field(19, optional(double), 'The number must be a multiple of this.'),
  enum: field(20, omitEmpty(list(json)), 'The values that are allowed.', { merge: 'atomic' }),
  maxProperties: field(21, optional(int64), 'Most properties of an object.'),
  minProperties: field(22, optional(int64), 'Fewest properties of an object.'),
  required: field(23, omitEmpty(list(string)), 'Properties that must be given.', { merge: 'atomic' }),
  items: field(24, optional(JSONSchemaPropsOrArray), 'What the items of a list look like.'),
  allOf: field(25, omitEmpty(list(self)), 'The value must also look like all of these.', { merge: 'atomic' }),
  oneOf: field(26, omitEmpty(list(self)), 'The value must also look like exactly one of these.', { merge: 'atomic' }),
  anyOf: field(27, omitEmpty(list(self)), 'The value must also look like at least one of these.', { merge: 'atomic' }),
  not: field(28, optional(self), 'The value must not look like this.'),
  properties: field(29, omitEmpty(dict(self)), 'What the properties of an object look like, by name.'),
  additionalProperties: field(
    30,
    optional(JSONSchemaPropsOrBool),
    'What the values of a map look like; instead of properties.',
  ),
  patternProperties: field(31, omitEmpty(dict(self)), 'Not supported.'),
  dependencies: field(32, omitEmpty(dict(JSONSchemaPropsOrStringArray)), 'Not supported.'),
  additionalItems: field(33, optional(JSONSchemaPropsOrBool), 'Not supported.'),
  definitions: field(34, omitEmpty(dict(self)), 'Not supported.'),
  externalDocs: field(35, optional(ExternalDocumentation), 'Documentation elsewhere.'),
  example: field(36, optional(json), 'A value, for people.'),
  nullable: field(37, omitEmpty(bool), 'The value may be null.'),
  'x-kubernetes-preserve-unknown-fields': field(
    38,
    optional(bool),
    'Fields that the schema does not name are kept, not pruned; true or absent.',
  ),
  'x-kubernetes-embedded-resource': field(
    39,
    omitEmpty(bool),
    'The value is an object with apiVersion, kind, metadata.',
  ),
  'x-kubernetes-int-or-string': field(40, omitEmpty(bool), 'The value is an integer or a string; type is absent.'),
  'x-kubernetes-list-map-keys': field(
    41,
    omitEmpty(list(string)),
    'Properties that tell the items of a map list apart.',
    {
      merge: 'atomic',
    },
  ),
  'x-kubernetes-list-type': field(42, optional(string), 'How lists merge: atomic (the default), set or map.'),
  'x-kubernetes-map-type': field(43, optional(string), 'How objects merge: granular (the default) or atomic.'),
  'x-kubernetes-validations': field(44, omitEmpty(list(ValidationRule)), 'What must be true of the value, in CEL.', {
    patch: 'merge',
    mergeKey: 'rule',
    mapKeys: ['rule'],
  }),
});
