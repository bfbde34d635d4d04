import { describe, expect, it } from 'vitest';
import { protobufV2 } from './protobuf-v2.ts';
import { fieldsAt, textsAt } from './testing/message-at.ts';

const kind = { group: 'g', version: 'v1', kind: 'K' };
const query = { name: 'dryRun', in: 'query', description: 'D.', type: 'string', uniqueItems: true };
const onPath = { name: 'name', in: 'path', type: 'string', required: true };

const message = protobufV2({
  info: { title: 'T', version: 'v1' },
  paths: [
    [
      '/k/{name}',
      {
        patch: {
          description: 'Patches.',
          operationId: 'patchK',
          tags: ['k'],
          consumes: ['a/b'],
          produces: ['c/d'],
          parameters: [
            query,
            { $ref: '#/parameters/limit' },
            { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/K' } },
          ],
          responses: { '200': { description: 'OK', schema: { type: 'string' } } },
          'x-kubernetes-group-version-kind': kind,
        },
        parameters: [onPath],
      },
    ],
  ],
  definitions: [
    [
      'K',
      {
        description: 'A K.',
        type: 'object',
        required: ['list'],
        properties: {
          list: { type: 'array', items: { type: 'integer', format: 'int32' } },
          map: { type: 'object', additionalProperties: { $ref: '#/definitions/L' } },
          choice: { type: 'string', enum: ['a', 'b'] },
        },
        'x-kubernetes-group-version-kind': [kind],
      },
    ],
    ['L', {}],
  ],
  parameters: [['limit', { ...query, name: 'limit', type: 'integer' }]],
});

// The numbers are those of gnostic's OpenAPIv2.proto, from the document downwards.
const PATCH = [8, 2, 2, 8];
const QUERY = [...PATCH, 8, 1, 2, 3];
const BODY = [...PATCH, 8, 1, 1];
const ON_PATH = [8, 2, 2, 9, 1, 2, 4];
const K = [9, 1, 2];
const PROPERTY = [...K, 25, 1];

describe('protobufV2()', () => {
  it.each<[string, readonly number[], readonly string[]]>([
    ['the version of OpenAPI', [1], ['2.0']],
    ['the title', [2, 1], ['T']],
    ['the version', [2, 2], ['v1']],
    ['paths', [8, 2, 1], ['/k/{name}']],
    ['a description', [...PATCH, 3], ['Patches.']],
    ['the name of an operation', [...PATCH, 5], ['patchK']],
    ['tags', [...PATCH, 1], ['k']],
    ['what is produced', [...PATCH, 6], ['c/d']],
    ['what is consumed', [...PATCH, 7], ['a/b']],
    ['extensions', [...PATCH, 13, 1], ['x-kubernetes-group-version-kind']],
    ['the values of extensions', [...PATCH, 13, 2, 2], [JSON.stringify(kind)]],
    ['where a query parameter is', [...QUERY, 2], ['query']],
    ['what it means', [...QUERY, 3], ['D.']],
    ['its name', [...QUERY, 4], ['dryRun']],
    ['its type', [...QUERY, 6], ['string']],
    ['that it is given once', [...QUERY, 20], ['\x01']],
    ['references to parameters', [...PATCH, 8, 2, 1], ['#/parameters/limit']],
    ['the name of the body', [...BODY, 2], ['body']],
    ['that it is required', [...BODY, 4], ['\x01']],
    ['the type of the body', [...BODY, 5, 1], ['#/definitions/K']],
    ['parameters of the path', [...ON_PATH, 4], ['name']],
    ['that they are required', [...ON_PATH, 1], ['\x01']],
    ['their type', [...ON_PATH, 5], ['string']],
    ['statuses', [...PATCH, 9, 1, 1], ['200']],
    ['what a status means', [...PATCH, 9, 1, 2, 1, 1], ['OK']],
    ['the type of an answer', [...PATCH, 9, 1, 2, 1, 2, 1, 22, 1], ['string']],
    ['definitions', [9, 1, 1], ['K', 'L']],
    ['what a definition means', [...K, 4], ['A K.']],
    ['its type', [...K, 22, 1], ['object']],
    ['required properties', [...K, 19], ['list']],
    ['properties', [...PROPERTY, 1], ['list', 'map', 'choice']],
    ['the type of elements', [...PROPERTY, 2, 23, 1, 22, 1], ['integer']],
    ['the format of elements', [...PROPERTY, 2, 23, 1, 2], ['int32']],
    ['the type of values in a map', [...PROPERTY, 2, 21, 1, 1], ['#/definitions/L']],
    ['known values', [...PROPERTY, 2, 20, 2], ['"a"', '"b"']],
    ['the kinds of a definition', [...K, 31, 2, 2], [JSON.stringify([kind])]],
    ['shared parameters', [10, 1, 1], ['limit']],
    ['their names', [10, 1, 2, 2, 3, 4], ['limit']],
  ])('writes %s', (_what, path, expected) => {
    expect(textsAt(message, path)).toEqual(expected);
  });

  it('writes a definition without anything in it', () => {
    expect(fieldsAt(message, K)[1]).toHaveLength(0);
  });
});
