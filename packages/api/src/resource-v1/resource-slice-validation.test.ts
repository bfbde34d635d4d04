import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { validateResourceSlice, validateResourceSliceUpdate } from './resource-slice-validation.ts';
import { ResourceSlice } from './resource-slice.ts';

const GOOD = {
  driver: 'gpu.example.com',
  pool: { name: 'node-1/gpus', generation: 1, resourceSliceCount: 1 },
  nodeName: 'node-1',
  devices: [
    {
      name: 'gpu-0',
      attributes: { 'example.com/model': { string: 'a' }, version: { version: '1.2.3-rc.1+b.2' } },
      capacity: { memory: { value: '40Gi' } },
    },
  ],
};
const slice = (spec: object): ResourceSlice => decodeJson(ResourceSlice, { spec: { ...GOOD, ...spec } }).value;
const device = (more: object) => ({ devices: [{ name: 'gpu-0', ...more }] });
const NODES = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';

describe('validateResourceSlice', () => {
  it.each<[string, object, string[]]>([
    ['a good slice', {}, []],
    ['no nodes', { nodeName: null }, [`spec: Required value: ${NODES}`]],
    [
      'one node and all nodes',
      { allNodes: true },
      ['spec: Invalid value: "{`nodeName`, `allNodes`}": ' + `${NODES}, but multiple fields are set`],
    ],
    [
      'not all nodes',
      { allNodes: false },
      ['spec.allNodes: Invalid value: false: must be either unset or set to true'],
    ],
    [
      'an empty pool of no generation',
      { pool: { name: '', generation: -1, resourceSliceCount: 0 } },
      [
        'spec.pool.name: Required value',
        'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero',
        'spec.pool.generation: Invalid value: -1: must be greater than or equal to zero',
      ],
    ],
    [
      'the same device twice',
      { devices: [{ name: 'gpu-0' }, { name: 'gpu-0' }] },
      ['spec.devices[1]: Duplicate value: "gpu-0"'],
    ],
    [
      'an attribute without a value',
      device({ attributes: { a: {} } }),
      ['spec.devices[0].attributes[a]: Invalid value: "": exactly one value must be specified'],
    ],
    [
      'a version of two numbers',
      device({ attributes: { a: { version: '1.2' } } }),
      [
        'spec.devices[0].attributes[a].version: Invalid value: "1.2": ' +
          'must be a string compatible with semver.org spec 2.0.0',
      ],
    ],
    [
      'an attribute of a domain alone',
      device({ attributes: { 'example.com/': { bool: true } } }),
      ['spec.devices[0].attributes[example.com/]: Invalid value: "": the name must not be empty'],
    ],
    [
      'too many capacities',
      device({ capacity: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`c${i}`, { value: '1' }])) }),
      ['spec.devices[0]: Invalid value: 33: the total number of attributes and capacities must not exceed 32'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateResourceSlice(slice(spec)).map(String)).toEqual(expected);
  });
});

describe('validateResourceSliceUpdate', () => {
  it('refuses another driver and another node', () => {
    const errors = validateResourceSliceUpdate(slice({ driver: 'a.example.com', nodeName: 'node-2' }), slice({}));
    expect(errors.map(String)).toEqual([
      'spec.driver: Invalid value: "a.example.com": field is immutable',
      'spec.nodeName: Invalid value: "node-2": field is immutable',
    ]);
  });
});
