import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@wherry/api/resources';
import { planClaim, type Claim } from './claim.ts';

const owner = { metadata: { name: 'web', uid: 'mine' } };
const goingOwner = { metadata: { ...owner.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };

function object(controller?: string, isGoing = false): KubeObject {
  const reference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', controller: true };
  return {
    metadata: {
      name: 'pod',
      ...(controller === undefined ? {} : { ownerReferences: [{ ...reference, uid: controller }] }),
      ...(isGoing ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
  };
}

describe('planClaim()', () => {
  it.each<[string, KubeObject, KubeObject, boolean, Claim]>([
    ['keeps its own', owner, object('mine'), true, 'keep'],
    ['keeps its own that are going', owner, object('mine', true), true, 'keep'],
    ['releases its own that match no longer', owner, object('mine'), false, 'release'],
    ['leaves what another controls, though it matches', owner, object('theirs'), true, 'leave'],
    ['adopts what nobody controls', owner, object(), true, 'adopt'],
    ['does not adopt what does not match', owner, object(), false, 'leave'],
    ['does not adopt what is going', owner, object(undefined, true), true, 'leave'],
    ['adopts nothing when it is going itself', goingOwner, object(), true, 'leave'],
    ['releases nothing when it is going itself', goingOwner, object('mine'), false, 'leave'],
  ])('%s', (_name, of, what, matches, expected) => {
    expect(planClaim(of, what, matches)).toBe(expected);
  });
});
