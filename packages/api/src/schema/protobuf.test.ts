import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deployment } from '../apps-v1/deployment.ts';
import { CustomResourceDefinition } from '../apiextensions-v1/custom-resource-definition.ts';
import { Pod } from '../core-v1/pod.ts';
import { Secret } from '../core-v1/secret.ts';
import { Service } from '../core-v1/service.ts';
import { WireReader } from '../encoding/wire-reader.ts';
import { WireError } from '../encoding/wire-error.ts';
import { resourceTable } from '../resources/resource-table.ts';
import { decodeJson } from './decode-json.ts';
import { readProtobuf } from './read-protobuf.ts';
import type { Fields, Schema, StructSchema } from './schema.ts';
import { encodeProtobuf } from './write-protobuf.ts';

const normal = (schema: StructSchema<Fields>, json: unknown) => decodeJson(schema, json, { defaults: false }).value;
const there = (schema: StructSchema<Fields>, value: object) =>
  readProtobuf(schema, new WireReader(encodeProtobuf(schema, value)));

describe('protobuf', () => {
  it.each<[string, StructSchema<Fields>, object]>([
    [
      'quantities, times and int-or-strings',
      Pod,
      {
        metadata: { name: 'p', creationTimestamp: '2026-01-02T03:04:05Z', labels: { a: 'b', '': '' } },
        spec: {
          containers: [
            {
              name: 'a',
              resources: { limits: { cpu: '500m', memory: '1Gi' } },
              livenessProbe: { httpGet: { port: 'http', path: '/x' }, periodSeconds: 3 },
              readinessProbe: { tcpSocket: { port: 80 } },
            },
          ],
          terminationGracePeriodSeconds: 0,
          volumes: [
            { name: 'v', emptyDir: { sizeLimit: '1Mi' } },
            { name: 'w', configMap: { name: 'c', defaultMode: 420 } },
          ],
        },
        status: { containerStatuses: [{ name: 'a', state: { terminated: { exitCode: -1 } } }] },
      },
    ],
    [
      'pointers to zero',
      Deployment,
      { spec: { replicas: 0, template: {}, strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } } } },
    ],
    ['bytes', Secret, { data: { a: 'AAEC/w==' }, type: 'Opaque' }],
    [
      'recursive schemas with variants',
      CustomResourceDefinition,
      {
        spec: {
          group: 'x.io',
          versions: [
            {
              name: 'v1',
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: { a: { type: 'array', items: { type: 'string', default: 'x' } } },
                  additionalProperties: false,
                  maximum: 1.5,
                },
              },
            },
          ],
        },
      },
    ],
  ])('keeps %s', (_, schema, json) => {
    const value = normal(schema, json);
    expect(normal(schema, there(schema, value))).toEqual(value);
  });

  it('skips fields that it does not know', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xf8, 0x07, 0x01]),
      encodeProtobuf(Service, normal(Service, { metadata: { name: 's' } })),
    ]);
    expect(readProtobuf(Service, new WireReader(bytes))).toMatchObject({ metadata: { name: 's' } });
  });

  it('never fails on bytes but with a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readProtobuf(Pod, new WireReader(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(['WireError', 'JsonError']).toContain((error as Error).name);
        }
      }),
    );
    expect(() => readProtobuf(Pod, new WireReader(Buffer.from([0x0a, 0x05, 0x01])))).toThrow(WireError);
  });

  it.each(resourceTable.map(({ kind, version, schema }) => [`${version} ${kind}`, schema] as const))(
    'keeps any %s',
    (_, schema) => {
      fc.assert(
        fc.property(arbitraryOf(schema, 5), (json) => {
          const value = normal(schema, json);
          expect(normal(schema, there(schema, value))).toEqual(value);
        }),
        { numRuns: 15 },
      );
    },
  );
});

/** Any JSON of a schema, down to a depth. */
function arbitraryOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'struct': {
      const names = [...schema.byName].filter(([name]) => name !== 'apiVersion' && name !== 'kind');
      if (depth === 0 || names.length === 0) return fc.constant({});
      const some = fc.subarray(names, { maxLength: Math.min(5, names.length) });
      return some.chain((chosen) =>
        fc.record(Object.fromEntries(chosen.map(([name, { field }]) => [name, arbitraryOf(field.schema, depth - 1)]))),
      );
    }
    case 'list':
      return fc.array(arbitraryOf(schema.element, depth), { maxLength: 2 });
    case 'dict':
      return fc.dictionary(fc.string({ maxLength: 5 }), arbitraryOf(schema.value, depth), { maxKeys: 2 });
    case 'lazy':
      return depth === 0 ? fc.constant({}) : arbitraryOf(schema.get(), depth - 1);
    case 'variant':
      // An empty list in it cannot be told from nothing, in Kubernetes' own encoding neither.
      return fc
        .oneof(...schema.forms.map((form) => arbitraryOf(form.schema, depth)))
        .filter((value) => !Array.isArray(value) || value.length > 0);
    case 'scalar':
      return scalarArbitraries[schema.name];
  }
}

const scalarArbitraries = {
  string: fc.string({ unit: 'grapheme', maxLength: 8 }),
  bool: fc.boolean(),
  int32: fc.integer(),
  int64: fc.maxSafeInteger(),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  bytes: fc.uint8Array({ maxLength: 8 }).map((value) => Buffer.from(value).toString('base64')),
  quantity: fc.constantFrom('1', '500m', '1Gi', '2k', '1e9', '0'),
  time: fc.integer({ min: 0, max: 4e9 }).map((seconds) => new Date(seconds * 1000).toISOString()),
  microTime: fc
    .integer({ min: 0, max: 4e9 })
    .map((seconds) => new Date(seconds * 1000 + 123).toISOString().replace('Z', '456Z')),
  duration: fc.constantFrom('1s', '1h0m0s', '1.5s', '0s'),
  intOrString: fc.oneof(fc.integer(), fc.string({ maxLength: 5 })),
  json: fc
    .jsonValue({ maxDepth: 2 })
    .filter((value) => value !== null)
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  rawExtension: fc.dictionary(fc.string({ maxLength: 3 }), fc.integer(), { maxKeys: 2 }),
  fieldsV1: fc.dictionary(fc.string({ maxLength: 3 }), fc.constant({}), { maxKeys: 2 }),
};
