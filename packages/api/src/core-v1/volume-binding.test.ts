import { describe, expect, it } from 'vitest';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import type { PersistentVolume } from './persistent-volume.ts';
import { isClaimBound, storageClassOf, volumeBoundTo } from './volume-binding.ts';

const claim: PersistentVolumeClaim = {
  metadata: { namespace: 'default', name: 'data', uid: 'c', resourceVersion: '7' },
  spec: { resources: {} },
  status: {},
};
const volume = (claimRef?: PersistentVolume['spec']['claimRef']): PersistentVolume => ({
  metadata: { name: 'pv', annotations: { a: 'b' } },
  spec: claimRef === undefined ? {} : { claimRef },
  status: {},
});
const own = { namespace: 'default', name: 'data' };

describe('volumeBoundTo', () => {
  it('names the claim, and says that nobody has asked for it', () => {
    expect(volumeBoundTo(claim, volume())).toEqual({
      metadata: { name: 'pv', annotations: { a: 'b', 'pv.kubernetes.io/bound-by-controller': 'yes' } },
      spec: { claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...own, uid: 'c', resourceVersion: '7' } },
      status: {},
    });
  });

  it('says nothing of the kind of a volume that was kept for the claim', () => {
    const bound = volumeBoundTo(claim, volume(own));
    expect([bound.spec.claimRef?.uid, bound.metadata.annotations]).toEqual(['c', { a: 'b' }]);
  });

  it('is the very volume that is bound already', () => {
    const bound = volume({ ...own, uid: 'c' });
    expect(volumeBoundTo(claim, bound)).toBe(bound);
  });
});

describe('storageClassOf', () => {
  it.each([
    ['the field', undefined, 'fast', 'fast'],
    ['the old annotation before the field', 'old', 'fast', 'old'],
    ['none', undefined, undefined, ''],
  ])('is %s', (_name, annotation, storageClassName, expected) => {
    const annotations = annotation === undefined ? {} : { 'volume.beta.kubernetes.io/storage-class': annotation };
    const spec = storageClassName === undefined ? {} : { storageClassName };
    expect(storageClassOf({ metadata: { annotations }, spec })).toBe(expected);
  });
});

describe('isClaimBound', () => {
  it('takes more than a name', () => {
    const named = { ...claim, spec: { ...claim.spec, volumeName: 'pv' } };
    const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
    expect(isClaimBound(named)).toBe(false);
    expect(isClaimBound({ ...named, metadata: { ...named.metadata, annotations } })).toBe(true);
    expect(isClaimBound({ ...claim, metadata: { ...claim.metadata, annotations } })).toBe(false);
  });
});
