import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { dropDeallocatedDevices } from './allocated-devices.ts';
import { validateResourceClaimStatus } from './resource-claim-status-validation.ts';
import { ResourceClaim } from './resource-claim.ts';

const DEVICE = { driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' };
const ALLOCATION = { devices: { results: [{ request: 'gpu', ...DEVICE }] } };
const POD = { resource: 'pods', name: 'a', uid: '1' };
const claim = (status: object, metadata: object = {}): ResourceClaim =>
  decodeJson(ResourceClaim, { metadata, spec: { devices: { requests: [{ name: 'gpu' }] } }, status }).value;
const state = (more: object) => ({ allocation: ALLOCATION, devices: [{ ...DEVICE, ...more }] });

describe('validateResourceClaimStatus', () => {
  it.each<[string, object, string[]]>([
    ['a good status', { ...state({ networkData: { ips: ['192.0.2.5/24'] } }), reservedFor: [POD] }, []],
    [
      'a device for no request',
      { allocation: { devices: { results: [{ request: 'tpu', ...DEVICE }] } } },
      [
        'allocation.devices.results[0].request: Invalid value: "tpu": ' +
          "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'",
      ],
    ],
    [
      'use of nothing',
      { reservedFor: [POD] },
      ['reservedFor: Forbidden: may not be specified when `allocated` is not set'],
    ],
    [
      'use by the same pod twice',
      { allocation: ALLOCATION, reservedFor: [POD, POD] },
      ['reservedFor[1]: Duplicate value: "1"'],
    ],
    [
      'the state of another device',
      { devices: [DEVICE] },
      ['devices[0]: Invalid value: "gpu.example.com/node-1/gpu-0": must be an allocated device in the claim'],
    ],
    [
      'an address without a prefix',
      state({ networkData: { ips: ['192.0.2.5'] } }),
      [
        'devices[0].networkData.ips[0]: Invalid value: "192.0.2.5": ' +
          'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)',
      ],
    ],
  ])('%s', (_name, status, expected) => {
    expect(validateResourceClaimStatus(claim(status), claim({})).map(String)).toEqual(
      expected.map((error) => `status.${error}`),
    );
  });

  it('refuses other devices once there are some, and new users of what is about to go', () => {
    const old = claim({ allocation: ALLOCATION });
    const other = claim({ allocation: { devices: { results: [] } } });
    expect(validateResourceClaimStatus(other, old).map(String)).toEqual([
      expect.stringMatching(/^status\.allocation: Invalid value: .*: field is immutable$/),
    ]);
    const going = claim({ allocation: ALLOCATION, reservedFor: [POD] }, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(validateResourceClaimStatus(going, old).map(String)).toEqual([
      'status.reservedFor: Forbidden: ' +
        'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set',
    ]);
  });
});

describe('dropDeallocatedDevices', () => {
  it('forgets the devices that are gone, not those that never were', () => {
    const now = claim({ devices: [DEVICE, { ...DEVICE, device: 'gpu-1' }] });
    dropDeallocatedDevices(now, claim(state({})));
    expect(now.status?.devices?.map(({ device }) => device)).toEqual(['gpu-1']);
  });
});
