import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { CSIDriver } from './csi-driver.ts';
import { validateCSIDriver, validateCSIDriverUpdate } from './csi-driver-validation.ts';
import { CSINode } from './csi-node.ts';
import { validateCSINode, validateCSINodeUpdate } from './csi-node-validation.ts';
import { CSIStorageCapacity } from './csi-storage-capacity.ts';
import { validateCSIStorageCapacity, validateCSIStorageCapacityUpdate } from './csi-storage-capacity-validation.ts';
import { strategies } from './strategies.ts';

const driver = (spec: object): CSIDriver => decodeJson(CSIDriver, { metadata: { name: 'disk' }, spec }).value;
const node = (...drivers: object[]): CSINode =>
  decodeJson(CSINode, { metadata: { name: 'n' }, spec: { drivers } }).value;
const capacity = (json: object): CSIStorageCapacity =>
  decodeJson(CSIStorageCapacity, { metadata: { name: 'c' }, storageClassName: 'fast', ...json }).value;

describe('validateCSIDriver', () => {
  it('a driver that says nothing', () => {
    expect(validateCSIDriver(driver({}))).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'a group policy that does not exist',
      { fsGroupPolicy: 'Any' },
      'spec.fsGroupPolicy: Unsupported value: "Any": supported values: "File", "None", "ReadWriteOnceWithFSType"',
    ],
    [
      'an audience twice',
      { tokenRequests: [{ audience: 'a' }, { audience: 'a' }] },
      'spec.tokenRequests[1].audience: Duplicate value: "a"',
    ],
    [
      'a token for a minute',
      { tokenRequests: [{ audience: 'a', expirationSeconds: 60 }] },
      'spec.tokenRequests[0].expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    ],
    [
      'a lifecycle that does not exist',
      { volumeLifecycleModes: ['Eternal'] },
      'spec.volumeLifecycleModes: Unsupported value: "Eternal": supported values: "Persistent", "Ephemeral"',
    ],
    [
      'updates every second',
      { nodeAllocatableUpdatePeriodSeconds: 1 },
      'spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 1: must be greater than or equal to 10 seconds',
    ],
    [
      'a place for tokens that are not asked for',
      { serviceAccountTokenInSecrets: true },
      'spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified',
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateCSIDriver(driver(spec)).map(String)).toEqual([expected]);
  });

  it('does not let attachment change', () => {
    expect(validateCSIDriverUpdate(driver({ attachRequired: false }), driver({})).map(String)).toEqual([
      'spec.attachedRequired: Invalid value: false: field is immutable',
    ]);
  });

  it('provides persistent volumes unless it says otherwise', () => {
    const { strategy } = strategies.find(({ resource }) => resource.kind === 'CSIDriver') ?? {};
    const silent = driver({});
    strategy?.defaults?.(silent);
    expect(silent.spec.volumeLifecycleModes).toEqual(['Persistent']);
  });
});

describe('validateCSINode', () => {
  const disk = { name: 'disk.example.com', nodeID: 'n', topologyKeys: ['zone'] };

  it.each<[string, object[], string[]]>([
    ['a good driver', [disk], []],
    ['a driver twice', [disk, disk], ['spec.drivers[1].name: Duplicate value: "disk.example.com"']],
    ['no node id', [{ ...disk, nodeID: '' }], ['spec.drivers[0].nodeID: Required value']],
    ['a topology key twice', [{ ...disk, topologyKeys: ['a', 'a'] }], ['spec.drivers[0]: Duplicate value: "a"']],
    [
      'fewer than no volumes',
      [{ ...disk, allocatable: { count: -1 } }],
      ['spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0'],
    ],
  ])('%s', (_name, drivers, expected) => {
    expect(validateCSINode(node(...drivers)).map(String)).toEqual(expected);
  });

  it('lets a driver take more volumes, but not become another node', () => {
    expect(validateCSINodeUpdate(node({ ...disk, allocatable: { count: 9 } }), node(disk))).toEqual([]);
    expect(validateCSINodeUpdate(node({ ...disk, nodeID: 'm' }), node(disk)).map(String)).toEqual([
      expect.stringMatching(/^spec\.drivers: Invalid value: .*: field is immutable$/),
    ]);
  });
});

describe('validateCSIStorageCapacity', () => {
  it('room that is less than none', () => {
    expect(validateCSIStorageCapacity(capacity({ capacity: '-1Gi' })).map(String)).toEqual([
      'capacity: Invalid value: "-1Gi": must be greater than or equal to 0',
    ]);
  });

  it('another storage class later', () => {
    expect(validateCSIStorageCapacityUpdate(capacity({ storageClassName: 'slow' }), capacity({})).map(String)).toEqual([
      'storageClassName: Invalid value: "slow": field is immutable',
    ]);
  });
});
