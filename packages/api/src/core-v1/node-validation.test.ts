import { describe, expect, it } from 'vitest';

import { dropNodeConfigSource, nodeWarnings, setNodeDefaults } from './node-defaults.ts';
import { validateNode, validateNodeStatusUpdate, validateNodeUpdate } from './node-validation.ts';
import { Node } from './node.ts';
import { decodeJson } from '../schema/decode-json.ts';

function read(json: object): Node {
  const node = decodeJson(Node, { metadata: { name: 'node-1' }, ...json }).value;
  setNodeDefaults(node);
  return node;
}

describe('setNodeDefaults', () => {
  it('lets pods have all that the node has', () => {
    expect(read({ status: { capacity: { cpu: '2' } } }).status.allocatable).toEqual({ cpu: '2' });
    expect(read({ status: { capacity: { cpu: '2' }, allocatable: { cpu: '1' } } }).status.allocatable).toEqual({
      cpu: '1',
    });
  });

  it.each([
    ['the old field fills the new one', { podCIDR: '10.0.0.0/24' }, ['10.0.0.0/24']],
    ['the new field fills the old one', { podCIDRs: ['10.0.0.0/24', 'fd00::/64'] }, ['10.0.0.0/24', 'fd00::/64']],
    ['the old field wins', { podCIDR: '10.0.0.0/24', podCIDRs: ['10.1.0.0/24'] }, ['10.0.0.0/24']],
  ])('%s', (_name, spec, podCIDRs) => {
    expect(read({ spec }).spec).toEqual({ podCIDR: '10.0.0.0/24', podCIDRs });
  });

  it('drops the settings of a removed feature, and warns of what an old node still has', () => {
    const node = read({ spec: { configSource: {}, externalID: 'x' } });
    expect(nodeWarnings(node)).toEqual([
      'spec.configSource: the feature is removed',
      'spec.externalID: this field is deprecated, and is unused by Kubernetes',
    ]);
    dropNodeConfigSource(node);
    expect(node.spec).toEqual({ externalID: 'x' });
  });
});

describe('validateNode', () => {
  it.each<[string, object, string[]]>([
    [
      'a taint twice',
      {
        spec: {
          taints: [
            { key: 'a', effect: 'NoSchedule' },
            { key: 'a', value: 'b', effect: 'NoSchedule' },
          ],
        },
      },
      [
        'metadata.taints[1]: Duplicate value: {"Key":"a","Value":"b","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    ],
    [
      'an unknown effect',
      { spec: { taints: [{ key: 'a', effect: 'Never' }] } },
      [
        'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      'a negative amount',
      { status: { capacity: { cpu: '-1' }, allocatable: { cpu: '0' } } },
      ['status.capacity.cpu: Invalid value: "-1": must be greater than or equal to 0'],
    ],
    [
      'half a pod',
      { status: { capacity: {}, allocatable: { pods: '500m' } } },
      ['status.allocatable.pods: Invalid value: "500m": must be an integer'],
    ],
    [
      'two address blocks of one family',
      { spec: { podCIDRs: ['10.0.0.0/24', '10.0.1.0/24'] } },
      [
        'spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.1.0/24"]: may specify no more than one CIDR for each IP family',
      ],
    ],
    [
      'an address block that is none',
      { spec: { podCIDR: '10.0.0.0' } },
      ['spec.podCIDRs[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ],
  ])('refuses %s', (_name, json, errors) => {
    expect(validateNode(read(json)).map(String)).toEqual(errors);
  });
});

describe('validateNodeUpdate', () => {
  const spec = { podCIDR: '10.0.0.0/24', providerID: 'wherry://1' };

  it.each<[string, object, string[]]>([
    ['accepts a cordon and a taint', { ...spec, unschedulable: true, taints: [{ key: 'a', effect: 'NoExecute' }] }, []],
    [
      'refuses another address block',
      { ...spec, podCIDR: '10.0.1.0/24' },
      ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
    ],
    [
      'refuses another identity',
      { ...spec, providerID: 'wherry://2' },
      ['spec.providerID: Forbidden: node updates may not change providerID except from "" to valid'],
    ],
    ['refuses an external id', { ...spec, externalID: 'x' }, ['spec.externalID: Forbidden: may not be updated']],
  ])('%s', (_name, now, errors) => {
    expect(validateNodeUpdate(read({ spec: now }), read({ spec })).map(String)).toEqual(errors);
  });

  it('refuses an address twice in the status', () => {
    const address = { type: 'InternalIP', address: '10.0.0.1' };
    const node = read({ status: { addresses: [address, { ...address, type: 'ExternalIP' }, address] } });
    expect(validateNodeStatusUpdate(node, read({})).map(String)).toEqual([
      'status.addresses[2]: Duplicate value: {"Type":"InternalIP","Address":"10.0.0.1"}',
    ]);
  });
});
