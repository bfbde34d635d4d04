import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { CustomResourceDefinition } from './custom-resource-definition.ts';
import { strategies } from './strategies.ts';

const strategy = strategies[0]?.strategy;
const definition = (storage: string, format = 'date-time'): CustomResourceDefinition =>
  decodeJson(CustomResourceDefinition, {
    spec: {
      names: { plural: 'shirts', kind: 'Shirt' },
      versions: ['v1', 'v2'].map((name) => ({
        name,
        storage: name === storage,
        schema: { openAPIV3Schema: { type: 'object', properties: { washed: { type: 'string', format } } } },
      })),
    },
  }).value;

describe('the strategy of definitions', () => {
  it('fills in the names that follow from the kind, and no conversion', () => {
    const object = definition('v1');
    strategy?.defaults?.(object);
    expect(object.spec).toMatchObject({
      names: { singular: 'shirt', listKind: 'ShirtList' },
      conversion: { strategy: 'None' },
    });
  });

  it('remembers every version that objects were stored in', () => {
    const object = definition('v1');
    strategy?.prepareForCreate?.(object);
    const changed = { ...definition('v2'), status: structuredClone(object.status) };
    strategy?.prepareForUpdate?.(changed, object);
    expect([object.status?.storedVersions, changed.status?.storedVersions]).toEqual([['v1'], ['v1', 'v2']]);
  });

  it('warns of formats that nobody checks, once', () => {
    expect(strategy?.warnings?.(definition('v1', 'shoe'))).toEqual(['unrecognized format "shoe"']);
    expect(strategy?.warnings?.(definition('v1', 'shoe'), definition('v1', 'shoe'))).toEqual([]);
    expect(strategy?.warnings?.(definition('v1'))).toEqual([]);
  });
});
