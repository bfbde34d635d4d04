import { PersistentVolumeClaims, PersistentVolumes } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { startTestRegistry } from '../testing/start-test-registry.ts';

const accessModes = ['ReadWriteOnce'];

describe('storageObjectInUseProtection', () => {
  it.each([
    ['given', undefined, ['kubernetes.io/pvc-protection']],
    ['added to others', ['example.com/x'], ['example.com/x', 'kubernetes.io/pvc-protection']],
    ['not given twice', ['kubernetes.io/pvc-protection'], ['kubernetes.io/pvc-protection']],
  ])('is %s to a claim', async (_name, finalizers, expected) => {
    const { create } = await startTestRegistry();
    const claim = await create(PersistentVolumeClaims, {
      metadata: { namespace: 'default', name: 'data', finalizers },
      spec: { accessModes, resources: { requests: { storage: '1Gi' } } },
    });
    expect(claim.metadata.finalizers).toEqual(expected);
  });

  it('is given to a volume', async () => {
    const { create } = await startTestRegistry();
    const volume = await create(PersistentVolumes, {
      metadata: { name: 'disk' },
      spec: { accessModes, capacity: { storage: '1Gi' }, hostPath: { path: '/srv' } },
    });
    expect(volume.metadata.finalizers).toEqual(['kubernetes.io/pv-protection']);
  });
});
