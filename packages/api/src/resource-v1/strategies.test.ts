import { expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { ResourceClaims } from './resources.ts';
import { ResourceClaim } from './resource-claim.ts';
import { strategies } from './strategies.ts';

it('asks for one device unless the claim says otherwise', () => {
  const requests = [
    { name: 'a', exactly: { deviceClassName: 'gpu' } },
    { name: 'b', exactly: { deviceClassName: 'gpu', allocationMode: 'All' } },
    { name: 'c', firstAvailable: [{ name: 'd', deviceClassName: 'gpu', count: 2 }] },
  ];
  const claim = decodeJson(ResourceClaim, { spec: { devices: { requests } } }).value;
  strategies.find(({ resource }) => resource === ResourceClaims)?.strategy.defaults?.(claim);
  expect(claim.spec.devices.requests).toMatchObject([
    { exactly: { allocationMode: 'ExactCount', count: 1 } },
    { exactly: { allocationMode: 'All' } },
    { firstAvailable: [{ allocationMode: 'ExactCount', count: 2 }] },
  ]);
});
