import type { PersistentVolume, PersistentVolumeClaim } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { planVolume, unboundVolume } from './plan-volume.ts';
import { claimOf, refTo, volumeOf, type VolumeTraits } from './testing/storage.ts';

const bound: VolumeTraits['spec'] = { claimRef: refTo('c') };
const elsewhere = claimOf({ spec: { volumeName: 'other' } });
const MADE = { annotations: { 'pv.kubernetes.io/provisioned-by': 'example.com/disks' } };
const released = (spec: VolumeTraits['spec'], metadata: VolumeTraits['metadata'] = {}): PersistentVolume =>
  volumeOf({ phase: 'Released', spec: { ...bound, ...spec }, metadata });

describe('planVolume()', () => {
  it.each<[string, PersistentVolume, PersistentVolumeClaim | undefined, object]>([
    ['a new one is for anybody', volumeOf({ phase: 'Pending' }), undefined, { action: 'show', phase: 'Available' }],
    ['a free one stays so', volumeOf(), undefined, { action: 'none' }],
    [
      'one that is kept for a name is free for that',
      volumeOf({ phase: 'Pending', spec: { claimRef: refTo() } }),
      claimOf(),
      { action: 'show', phase: 'Available' },
    ],
    ['one waits for its claim to take it', volumeOf({ spec: bound }), claimOf(), { action: 'none' }],
    [
      'one is bound when its claim says so',
      volumeOf({ spec: bound }),
      claimOf({ spec: { volumeName: 'pv' } }),
      { action: 'show', phase: 'Bound' },
    ],
    ['one whose claim is elsewhere is given back', volumeOf({ spec: bound }), elsewhere, { action: 'unbind' }],
    [
      'one that was made for a claim elsewhere is nobody’s',
      volumeOf({ phase: 'Bound', metadata: MADE, spec: { ...bound, persistentVolumeReclaimPolicy: 'Delete' } }),
      elsewhere,
      { action: 'show', phase: 'Released' },
    ],
    [
      'one whose claim is gone is released',
      volumeOf({ phase: 'Bound', spec: bound }),
      undefined,
      { action: 'show', phase: 'Released' },
    ],
    [
      'a new claim of the old name does not have it',
      volumeOf({ phase: 'Bound', spec: { claimRef: refTo('before') } }),
      claimOf(),
      { action: 'show', phase: 'Released' },
    ],
    ['one that is to be retained stays', released({}), undefined, { action: 'none' }],
    [
      'nobody recycles it',
      released({ persistentVolumeReclaimPolicy: 'Recycle' }),
      undefined,
      {
        action: 'fail',
        event: { type: 'Warning', reason: 'VolumeFailedRecycle', message: 'No recycler plugin found for the volume!' },
      },
    ],
    [
      'a folder for what need not last goes',
      released({ persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/tmp/data' } }),
      undefined,
      { action: 'delete' },
    ],
    [
      'another folder does not',
      released({ persistentVolumeReclaimPolicy: 'Delete' }),
      undefined,
      {
        action: 'fail',
        event: {
          type: 'Warning',
          reason: 'VolumeFailedDelete',
          message: 'host_path deleter only supports /tmp/.+ but received provided /srv',
        },
      },
    ],
    [
      'what its maker takes away is left to him',
      released({ persistentVolumeReclaimPolicy: 'Delete' }, MADE),
      undefined,
      { action: 'none' },
    ],
    [
      'a failure stays to be seen',
      volumeOf({ phase: 'Failed', spec: { ...bound, persistentVolumeReclaimPolicy: 'Recycle' } }),
      undefined,
      { action: 'none' },
    ],
  ])('%s', (_name, volume, claim, expected) => {
    expect(planVolume(volume, claim)).toEqual(expected);
  });

  it('says that nothing can delete a local disk', () => {
    const { hostPath: _none, ...spec } = released({
      persistentVolumeReclaimPolicy: 'Delete',
      local: { path: '/x' },
    }).spec;
    expect(planVolume({ ...released({}), spec }, undefined)).toMatchObject({
      event: { message: 'error getting deleter volume plugin for volume "pv": no deletable volume plugin matched' },
    });
  });
});

describe('unboundVolume()', () => {
  it('is for anybody when the controller had bound it', () => {
    const volume = volumeOf({
      spec: bound,
      metadata: { annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes', a: 'b' } },
    });
    const { spec, metadata } = unboundVolume(volume);
    expect(spec).not.toHaveProperty('claimRef');
    expect(metadata.annotations).toEqual({ a: 'b' });
  });

  it('stays kept for the name that its author gave', () => {
    expect(unboundVolume(volumeOf({ spec: bound })).spec.claimRef).toEqual(refTo());
  });
});
