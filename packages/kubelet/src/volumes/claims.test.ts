import { StatusError } from '@wherry/api';
import type { PersistentVolume, PersistentVolumeClaim, Volume } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { podOf, UID } from '../pods/testing/pictures.ts';
import { createClaimReader } from './claims.ts';

type Objects = Readonly<Record<string, object | undefined>>;

/** Claims and volumes by name; what is not there is not found, and `cut` answers nothing at all. */
function readerOf(objects: Objects) {
  const state = { isCut: false };
  const get = (_resource: unknown, { name }: { readonly name: string }) => {
    if (state.isCut) return Promise.reject(new Error('connect ECONNREFUSED'));
    const found = objects[name];
    return found === undefined
      ? Promise.reject(new StatusError({ code: 404, reason: 'NotFound', message: 'not found' }))
      : Promise.resolve(found);
  };
  return { state, read: createClaimReader({ client: { get: get as never } }) };
}
const claim = (more: object = {}, spec: object = {}): Partial<PersistentVolumeClaim> =>
  ({
    metadata: { name: 'data', uid: 'c' },
    spec: { volumeName: 'pv', ...spec },
    status: { phase: 'Bound' },
    ...more,
  }) as PersistentVolumeClaim;
const disk = (spec: object): Partial<PersistentVolume> => ({ metadata: { name: 'pv' }, spec }) as PersistentVolume;
const volume = (readOnly = false): Volume => ({ name: 'v', persistentVolumeClaim: { claimName: 'data', readOnly } });

describe('createClaimReader', () => {
  it.each<[string, object, object]>([
    [
      'a path of the node',
      { hostPath: { path: '/srv/data', type: 'DirectoryOrCreate' } },
      { path: '/srv/data', type: 'DirectoryOrCreate', takesGroup: false },
    ],
    ['a local disk', { local: { path: '/mnt/disk' } }, { path: '/mnt/disk', type: 'Directory', takesGroup: true }],
  ])('follows a claim to %s', async (_name, spec, expected) => {
    const { read } = readerOf({ data: claim(), pv: disk(spec) });
    expect(await read(podOf(), volume(true))).toEqual({ ...expected, readOnly: true });
  });

  it.each<[string, Objects, RegExp]>([
    [
      'is missing',
      {},
      /error processing PVC default\/data: failed to fetch PVC from API server: persistentvolumeclaims "data" not found$/,
    ],
    ['is not bound', { data: claim({ status: { phase: 'Pending' } }) }, /: PVC is not bound$/],
    ['is to go', { data: claim({ metadata: { deletionTimestamp: 'now' } }) }, /: PVC is being deleted$/],
    [
      'is bound to nothing',
      { data: claim() },
      /: failed to fetch PV pv from API server: persistentvolumes "pv" not found$/,
    ],
    [
      'lost its volume to another',
      { data: claim(), pv: disk({ claimRef: { uid: 'x' }, hostPath: { path: '/' } }) },
      /bound to another claim$/,
    ],
    [
      'means storage of another kind',
      { data: claim(), pv: disk({ capacity: {}, nfs: { server: 'x' } }) },
      /no volume plugin matched: .*, not nfs$/,
    ],
    [
      'means a folder that is to be mounted in a way of its own',
      { data: claim(), pv: disk({ hostPath: { path: '/' }, mountOptions: ['noexec'] }) },
      /^MountVolume.MountOptionSupport check failed for volume "pv" : mount options are not supported for this volume type$/,
    ],
    [
      'means a device',
      { data: claim(), pv: disk({ volumeMode: 'Block', local: { path: '/dev/x' } }) },
      /no block volumes$/,
    ],
  ])('says why when a claim %s', async (_name, objects, expected) => {
    await expect(readerOf(objects).read(podOf(), volume())).rejects.toThrow(expected);
  });

  it('takes a claim that was made for a pod only when the pod owns it', async () => {
    const ephemeral: Volume = { name: 'v', ephemeral: {} };
    const pv = disk({ hostPath: { path: '/srv' } });
    const owned = claim({ metadata: { uid: 'c', ownerReferences: [{ uid: UID }] } });
    expect(await readerOf({ 'web-v': owned, pv }).read(podOf(), ephemeral)).toMatchObject({ path: '/srv' });
    await expect(readerOf({ 'web-v': claim(), pv }).read(podOf(), ephemeral)).rejects.toThrow(/pod is not owner/);
  });

  it('goes by what it knew while the API does not answer', async () => {
    const { state, read } = readerOf({ data: claim(), pv: disk({ hostPath: { path: '/srv' } }) });
    const known = await read(podOf(), volume());
    state.isCut = true;
    expect(await read(podOf(), volume())).toEqual(known);
    await expect(read(podOf(), { ...volume(), name: 'other' })).rejects.toThrow(/ECONNREFUSED/);
  });
});
