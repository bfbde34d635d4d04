import { PersistentVolumeClaims, type PersistentVolumeClaim } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import { StorageClasses } from '@wherry/api/storage-v1';
import { describe, expect, it } from 'vitest';
import { statusRules } from '../registry/update.ts';
import { administrator, startTestRegistry } from '../testing/start-test-registry.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';

const name = { namespace: 'default', name: 'data' };
const size = (storage: string) => ({ requests: { storage } });
const notExpandable =
  'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

describe('persistentVolumeClaimResize', () => {
  it.each([
    ['grow', { phase: 'Bound', expandable: true, class: 'local', to: '2Gi' }, undefined],
    ['grow where its class cannot', { phase: 'Bound', expandable: false, class: 'local', to: '2Gi' }, notExpandable],
    ['grow without a class', { phase: 'Bound', expandable: true, class: '', to: '2Gi' }, notExpandable],
    ['stay as it is', { phase: 'Pending', expandable: false, class: 'local', to: '1Gi' }, undefined],
  ])('judges a claim that is to %s', async (_name, { phase, expandable, class: storageClassName, to }, message) => {
    const { create, update, served } = await startTestRegistry();
    await create(StorageClasses, {
      metadata: { name: 'local' },
      provisioner: 'example.com/local',
      allowVolumeExpansion: expandable,
    });
    const spec = { accessModes: ['ReadWriteOnce'], storageClassName, volumeName: 'pv', resources: size('1Gi') };
    await create(PersistentVolumeClaims, { metadata: name, spec });
    const rules = statusRules(served(PersistentVolumeClaims));
    const bound = { phase, capacity: { storage: '1Gi' } };
    await update(PersistentVolumeClaims, name, (claim) => ({ ...claim, status: bound }), {
      rules,
      subresource: 'status',
    });
    const grow = update(PersistentVolumeClaims, name, (claim) => ({
      ...claim,
      spec: { ...claim.spec, resources: size(to) },
    }));
    if (message === undefined) expect((await grow).spec.resources).toEqual(size(to));
    else {
      await expect(grow).rejects.toMatchObject({
        code: 403,
        message: `persistentvolumeclaims "data" is forbidden: ${message}`,
      });
    }
  });

  it('refuses a claim that is to grow before it is bound', async () => {
    const { served, lookup } = await startTestRegistry();
    const claim = (storage: string) =>
      decodeJson(PersistentVolumeClaims.schema, { metadata: name, spec: { resources: size(storage) } })
        .value as PersistentVolumeClaim;
    const judged = persistentVolumeClaimResize({ lookup }).validate?.({
      operation: 'UPDATE',
      served: served(PersistentVolumeClaims),
      subresource: '',
      ...name,
      old: claim('1Gi'),
      object: claim('2Gi'),
      user: administrator,
      dryRun: false,
      warn: () => undefined,
    });
    await expect(judged).rejects.toThrow('Only bound persistent volume claims can be expanded');
  });
});
