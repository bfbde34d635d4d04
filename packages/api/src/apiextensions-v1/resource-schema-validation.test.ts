import { describe, expect, it } from 'vitest';
import { FieldPath } from '../status/field-path.ts';
import { decodeJson } from '../schema/decode-json.ts';
import { CustomResourceValidation } from './custom-resource-definition.ts';
import { validateResourceSchema } from './resource-schema-validation.ts';

const AT = FieldPath.of('v');
const errorsOf = (schema: object, { hasStatus = false } = {}): string[] => {
  const { value } = decodeJson(CustomResourceValidation, { openAPIV3Schema: schema });
  return validateResourceSchema(AT, value, { hasStatus }).map(String);
};
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const STRING = { type: 'string' };
const ITEM = object({ name: STRING, size: { type: 'integer' } }, { required: ['name'] });
const spec = (property: object): object => object({ spec: property });
const SPEC = 'v.openAPIV3Schema.properties[spec]';

describe('validateResourceSchema', () => {
  it.each<[string, object]>([
    ['an object', object({ spec: object({ color: { type: 'string', default: 'red' } }) })],
    ['a map', spec({ type: 'object', additionalProperties: STRING })],
    [
      'a map with keys',
      spec({ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], items: ITEM }),
    ],
    ['integers or strings', spec({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, STRING] })],
    ['conditions on a field', object({ spec: object({ a: STRING }, { anyOf: [{ required: ['a'] }] }) })],
    ['a name of its own', object({ metadata: object({ name: { type: 'string', maxLength: 9 } }) })],
    ['a rule', object({ a: STRING }, { 'x-kubernetes-validations': [{ rule: 'has(self.a)', fieldPath: '.a' }] })],
    ['anything', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }],
    ['a pattern of Go', spec({ type: 'string', pattern: String.raw`^(?P<a>[[:alpha:]]+)\z` })],
  ])('accepts %s', (_, schema) => {
    expect(errorsOf(schema)).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['no type', {}, ['v.openAPIV3Schema.type: Required value: must not be empty at the root']],
    [
      'a field without a type',
      object({ spec: {} }),
      [`${SPEC}.type: Required value: must not be empty for specified object fields`],
    ],
    ['a list of what', spec({ type: 'array' }), [`${SPEC}.items: Required value: must be specified`]],
    [
      'a type of its own',
      spec({ type: 'text' }),
      [
        `${SPEC}.type: Unsupported value: "text": supported values: ` +
          '"array", "boolean", "integer", "number", "object", "string"',
      ],
    ],
    ['a reference', spec({ $ref: '#/a' }), [`${SPEC}.$ref: Forbidden: $ref is not supported`]],
    [
      'the name of the language',
      object({}, { $schema: 'https://json-schema.org/' }),
      ['v.openAPIV3Schema: Invalid value: "": OpenAPIV3Schema \'schema\' is not supported'],
    ],
    [
      'properties and more of them',
      spec(object({ a: STRING }, { additionalProperties: STRING })),
      [`${SPEC}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`],
    ],
    [
      'labels in the metadata',
      object({ metadata: object({ labels: { type: 'object', additionalProperties: STRING } }) }),
      [
        'v.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and ' +
          'generateName, but metadata is implicitly specified',
      ],
    ],
    [
      'a default for the kind',
      object({ kind: { type: 'string', default: 'A' } }),
      ['v.openAPIV3Schema.properties[kind].default: Forbidden: must not be set in top-level kind'],
    ],
    [
      'a type in a condition',
      spec(object({ a: STRING }, { anyOf: [{ properties: { a: STRING } }] })),
      [`${SPEC}.anyOf[0].properties[a].type: Forbidden: must be empty to be structural`],
    ],
    [
      'a condition on a field that is not there',
      object({}, { anyOf: [{ properties: { a: { minLength: 1 } } }] }),
      [
        'v.openAPIV3Schema.properties[a]: Required value: ' +
          'because it is defined in v.openAPIV3Schema.anyOf[0].properties[a]',
      ],
    ],
    [
      'a pattern that looks ahead',
      spec({ type: 'string', pattern: 'a(?=b)' }),
      [
        `${SPEC}.pattern: Invalid value: "a(?=b)": must be a valid regular expression, but isn't: ` +
          'error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
      ],
    ],
    [
      'a null at the root',
      object({}, { nullable: true }),
      ['v.openAPIV3Schema.nullable: Forbidden: nullable cannot be true at the root'],
    ],
    [
      'unique items',
      spec({ type: 'array', items: STRING, uniqueItems: true }),
      [
        `${SPEC}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
      ],
    ],
  ])('refuses %s', (_, schema, errors) => {
    expect(errorsOf(schema)).toEqual(errors);
  });

  it.each<[string, object, string[]]>([
    [
      'a map list without keys',
      { 'x-kubernetes-list-type': 'map', items: ITEM },
      ['.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map'],
    ],
    [
      'keys that may be missing',
      { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['size'], items: ITEM },
      [
        '.items.properties[size].default: Required value: this property is in x-kubernetes-list-map-keys, ' +
          'so it must have a default or be a required property',
      ],
    ],
    [
      'keys of no map',
      { 'x-kubernetes-list-map-keys': ['name'], items: ITEM },
      ['.x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty'],
    ],
    [
      'a set of objects that merge',
      { 'x-kubernetes-list-type': 'set', items: ITEM },
      [
        '.items.x-kubernetes-map-type: Invalid value: null: ' +
          'must be atomic as item of a list with x-kubernetes-list-type=set',
      ],
    ],
    [
      'a bag',
      { 'x-kubernetes-list-type': 'bag', items: STRING },
      ['.x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map"'],
    ],
  ])('refuses a list that is %s', (_, more, errors) => {
    expect(errorsOf(spec({ type: 'array', ...more }))).toEqual(errors.map((error) => `${SPEC}${error}`));
  });

  it.each<[string, object, string[]]>([
    ['no rule', { rule: ' ' }, ['rule: Required value: rule is not specified']],
    [
      'no message',
      { rule: 'a\n|| b' },
      ['message: Required value: message must be specified if rule contains line breaks'],
    ],
    [
      'a reason of its own',
      { rule: 'a', reason: 'Because' },
      [
        'reason: Unsupported value: "Because": supported values: "FieldValueDuplicate", "FieldValueForbidden", ' +
          '"FieldValueInvalid", "FieldValueRequired"',
      ],
    ],
    [
      'a field that is not there',
      { rule: 'a', fieldPath: '.b' },
      ['fieldPath: Invalid value: ".b": must be a valid path'],
    ],
  ])('refuses a rule with %s', (_, rule, errors) => {
    expect(errorsOf(object({ a: STRING }, { 'x-kubernetes-validations': [rule] }))).toEqual(
      errors.map((error) => `v.openAPIV3Schema.x-kubernetes-validations[0].${error}`),
    );
  });

  it('says only of parts what cannot be said of an object whose status is written apart', () => {
    const [error = ''] = errorsOf(object({}, { minProperties: 1 }), { hasStatus: true });
    expect(error).toMatch(/: only \[Description Type Format .* XValidations\] fields are allowed at the root/);
  });
});
