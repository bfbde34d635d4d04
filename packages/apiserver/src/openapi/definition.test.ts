import { CustomResourceDefinition } from '@wherry/api/apiextensions-v1';
import { LimitRange, Pod, PodSpec, Secret } from '@wherry/api/core-v1';
import {
  bool,
  bytes,
  definitionsIn,
  dict,
  double,
  field,
  inline,
  int32,
  int64,
  intOrString,
  json,
  list,
  omitEmpty,
  oneOf,
  optional,
  quantity,
  rawExtension,
  string,
  time,
  type Field,
  type Presence,
  type Schema,
} from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { definitionOf } from './definition.ts';
import { Definitions } from './definitions.ts';
import { openapi3, swagger2, type Dialect } from './schema-object.ts';

const struct = definitionsIn('io.example.v1');
const Inner = struct('Inner', 'What is inside.', { a: field(1, string, 'A.') });

function built(schema: Parameters<typeof definitionOf>[0], dialect: Dialect) {
  const definitions = new Definitions({ dialect, kinds: new Map() });
  definitions.refer(definitionOf(schema));
  return new Map(definitions.drain());
}

function property(given: Field<Schema, Presence>, dialect: Dialect) {
  const outer = struct('Outer', '', { x: given });
  return built(outer, dialect).get('io.example.v1.Outer')?.properties?.['x'];
}

const inV3 = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const inV2 = (name: string) => ({ $ref: `#/definitions/${name}` });
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const TIME = 'io.k8s.apimachinery.pkg.apis.meta.v1.Time';

describe('definitionOf()', () => {
  it.each<[string, Field<Schema, Presence>, object, object]>([
    [
      'a text that is always there',
      field(1, string, 'X.'),
      { type: 'string', default: '', description: 'X.' },
      { type: 'string', description: 'X.' },
    ],
    ['a text that may be missing', field(1, omitEmpty(string)), { type: 'string' }, { type: 'string' }],
    [
      'a pointer',
      field(1, optional(int32)),
      { type: 'integer', format: 'int32' },
      { type: 'integer', format: 'int32' },
    ],
    [
      'a number that is always there',
      field(1, int64),
      { type: 'integer', format: 'int64', default: 0 },
      { type: 'integer', format: 'int64' },
    ],
    ['a truth value', field(1, bool), { type: 'boolean', default: false }, { type: 'boolean' }],
    [
      'a float',
      field(1, omitEmpty(double)),
      { type: 'number', format: 'double' },
      { type: 'number', format: 'double' },
    ],
    ['bytes', field(1, omitEmpty(bytes)), { type: 'string', format: 'byte' }, { type: 'string', format: 'byte' }],
    [
      'known values, in order',
      field(1, omitEmpty(oneOf('b', 'a'))),
      { type: 'string', enum: ['a', 'b'] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'a default of its own',
      field(1, omitEmpty(string), '', { default: 'TCP' }),
      { type: 'string', default: 'TCP' },
      { type: 'string' },
    ],
    ['a quantity, bare', field(1, optional(quantity)), inV3(QUANTITY), inV2(QUANTITY)],
    [
      'a time with a description',
      field(1, optional(time), 'When.'),
      { allOf: [inV3(TIME)], description: 'When.' },
      { ...inV2(TIME), description: 'When.' },
    ],
    [
      'a struct',
      field(1, omitEmpty(Inner), 'In.'),
      { allOf: [inV3('io.example.v1.Inner')], default: {}, description: 'In.' },
      { ...inV2('io.example.v1.Inner'), description: 'In.' },
    ],
    ['a pointer to a struct', field(1, optional(Inner)), inV3('io.example.v1.Inner'), inV2('io.example.v1.Inner')],
    [
      'a list of structs that is merged',
      field(1, omitEmpty(list(Inner)), '', { patch: 'merge', mergeKey: 'a', mapKeys: ['a', 'b'] }),
      {
        type: 'array',
        items: { allOf: [inV3('io.example.v1.Inner')], default: {} },
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['a', 'b'],
        'x-kubernetes-patch-merge-key': 'a',
        'x-kubernetes-patch-strategy': 'merge',
      },
      {
        type: 'array',
        items: inV2('io.example.v1.Inner'),
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['a', 'b'],
        'x-kubernetes-patch-merge-key': 'a',
        'x-kubernetes-patch-strategy': 'merge',
      },
    ],
    [
      'a set of texts',
      field(1, omitEmpty(list(string)), '', { merge: 'set' }),
      { type: 'array', items: { type: 'string', default: '' }, 'x-kubernetes-list-type': 'set' },
      { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
    ],
    [
      'a map that is one value',
      field(1, omitEmpty(dict(string)), '', { merge: 'atomic' }),
      {
        type: 'object',
        additionalProperties: { type: 'string', default: '' },
        'x-kubernetes-map-type': 'atomic',
      },
      { type: 'object', additionalProperties: { type: 'string' }, 'x-kubernetes-map-type': 'atomic' },
    ],
    [
      'a map of quantities',
      field(1, omitEmpty(dict(quantity))),
      { type: 'object', additionalProperties: inV3(QUANTITY) },
      { type: 'object', additionalProperties: inV2(QUANTITY) },
    ],
  ])('describes %s', (_what, given, v3, v2) => {
    expect(property(given, openapi3)).toEqual(v3);
    expect(property(given, swagger2)).toEqual(v2);
  });

  it('requires what is always written, unless the field says otherwise, and shows inlined fields as its own', () => {
    const Outer = struct('Outer', 'Outside.', {
      written: field(1, string),
      loose: field(2, string, '', { required: false }),
      strict: field(3, omitEmpty(string), '', { required: true }),
      more: inline(4, Inner),
    });
    const definition = built(Outer, openapi3).get('io.example.v1.Outer');
    expect(definition).toMatchObject({ type: 'object', description: 'Outside.', required: ['written', 'strict', 'a'] });
    expect(Object.keys(definition?.properties ?? {})).toEqual(['written', 'loose', 'strict', 'a']);
  });

  it('marks a struct that is one value', () => {
    const Whole = struct('Whole', '', {}, { atomic: true });
    expect(built(Whole, openapi3).get('io.example.v1.Whole')).toEqual({
      type: 'object',
      'x-kubernetes-map-type': 'atomic',
    });
  });

  it.each([
    [openapi3, { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] }],
    [swagger2, { format: 'int-or-string', type: 'string' }],
  ])('says in its own way that a port may be a number or a name (%#)', (dialect, expected) => {
    const Outer = struct('Outer', '', { port: field(1, intOrString) });
    expect(built(Outer, dialect).get('io.k8s.apimachinery.pkg.util.intstr.IntOrString')).toMatchObject(expected);
  });

  it('leaves any JSON without a type, and any object with no more than that', () => {
    const Outer = struct('Outer', '', { any: field(1, json), object: field(2, rawExtension) });
    const all = built(Outer, openapi3);
    expect(all.get('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON')).not.toHaveProperty('type');
    expect(all.get('io.k8s.apimachinery.pkg.runtime.RawExtension')).toMatchObject({ type: 'object' });
  });

  it('comes to an end with types that contain themselves', () => {
    const all = built(CustomResourceDefinition, openapi3);
    const props = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
    expect(all.get(props)?.properties?.['not']).toMatchObject({ allOf: [inV3(props)] });
    expect(all.get(props)?.properties?.['items']).toMatchObject({ allOf: [inV3(`${props}OrArray`)] });
    expect(all.get(`${props}OrArray`)).toEqual({ description: expect.any(String) });
  });

  it('does not close lists of values that users add to', () => {
    expect(built(Secret, openapi3).get(Secret.definition)?.properties?.['type']).not.toHaveProperty('enum');
    expect(
      built(LimitRange, openapi3).get('io.k8s.api.core.v1.LimitRangeItem')?.properties?.['type'],
    ).not.toHaveProperty('enum');
    expect(built(Pod, openapi3).get(PodSpec.definition)?.properties?.['restartPolicy']).toHaveProperty('enum');
  });
});
