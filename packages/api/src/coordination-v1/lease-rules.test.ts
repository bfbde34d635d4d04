import { describe, expect, it } from 'vitest';

import { dropCoordination, validateLease } from './lease-rules.ts';
import { Lease } from './lease.ts';
import { decodeJson } from '../schema/decode-json.ts';

describe('a Lease', () => {
  it.each<[string, object, string[]]>([
    ['what leader election writes', { holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 }, []],
    [
      'no time at all and less than no changes',
      { leaseDurationSeconds: 0, leaseTransitions: -1 },
      [
        'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
        'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
      ],
    ],
  ])('is judged by %s', (_name, spec, errors) => {
    expect(validateLease(decodeJson(Lease, { spec }).value).map(String)).toEqual(errors);
  });

  it('loses what belongs to a feature that is off', () => {
    const lease = decodeJson(Lease, { spec: { strategy: 'OldestEmulationVersion', preferredHolder: 'a' } }).value;
    dropCoordination(lease);
    expect(lease.spec).toEqual({});
  });
});
