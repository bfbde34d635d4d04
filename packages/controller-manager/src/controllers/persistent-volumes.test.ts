// Claims, volumes, and what keeps them: who gets what, what becomes of it, and what people are told.

import { isNotFound } from '@wherry/api';
import { Events, PersistentVolumeClaims, PersistentVolumes, Pods } from '@wherry/api/core-v1';
import { StorageClasses } from '@wherry/api/storage-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endPod } from '../testing/pods.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { ephemeralVolumeEntry } from './ephemeral-volume.ts';
import { garbageCollectorEntry } from './garbage-collector.ts';
import { persistentVolumeBinderEntry } from './persistent-volume-binder.ts';
import { claimProtectionEntry, volumeProtectionEntry } from './storage-protection.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  cluster = await startTestCluster({
    controllers: [
      persistentVolumeBinderEntry,
      ephemeralVolumeEntry,
      claimProtectionEntry,
      volumeProtectionEntry,
      garbageCollectorEntry,
    ],
  });
  client = cluster.client;
});
afterAll(() => cluster.stop());

const namespace = 'default';
/** Each story has a class of its own, so that none gets the volumes of another. */
const claimSpec = (className: string, more: object = {}) => ({
  accessModes: ['ReadWriteOnce' as const],
  resources: { requests: { storage: '1Gi' } },
  storageClassName: className,
  ...more,
});
const createClaim = (name: string, className = name, more: object = {}) =>
  client.create(PersistentVolumeClaims, { metadata: { namespace, name }, spec: claimSpec(className, more) });
const createVolume = (name: string, className = name, more: object = {}) =>
  client.create(PersistentVolumes, {
    metadata: { name },
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
      storageClassName: className,
      hostPath: { path: `/srv/${name}` },
      ...more,
    },
  });
const claimOf = (name: string) => client.get(PersistentVolumeClaims, { namespace, name });
const volumeOf = (name: string) => client.get(PersistentVolumes, { name });
const isGone = async (answer: Promise<unknown>): Promise<boolean> => {
  try {
    await answer;
    return false;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
};
async function toldOf(name: string): Promise<string[]> {
  const { items } = await client.list(Events, { fieldSelector: `involvedObject.name=${name}` });
  return items.map(({ type = '', reason = '', message = '' }) => `${type} ${reason}: ${message}`);
}
const createPod = (name: string, volume: object, nodeName?: string) =>
  client.create(Pods, {
    metadata: { namespace, name },
    spec: {
      containers: [{ name: 'c', image: 'i' }],
      volumes: [{ name: 'v', ...volume }],
      ...(nodeName === undefined ? {} : { nodeName }),
    },
  });
const bindsTo = async (claim: string, volume: string): Promise<void> =>
  eventually(async () => {
    expect((await claimOf(claim)).status.phase).toBe('Bound');
    expect((await volumeOf(volume)).status.phase).toBe('Bound');
  });

describe('a claim', () => {
  it('gets a volume that comes after it, and both say so', async () => {
    await createClaim('late');
    await eventually(async () =>
      expect(await toldOf('late')).toEqual([
        'Warning ProvisioningFailed: storageclass.storage.k8s.io "late" not found',
      ]),
    );
    await createVolume('late');
    await bindsTo('late', 'late');
    const [claim, volume] = [await claimOf('late'), await volumeOf('late')];
    expect(claim).toMatchObject({
      metadata: {
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' },
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: { volumeName: 'late' },
      status: { capacity: { storage: '2Gi' }, accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] },
    });
    expect(volume).toMatchObject({
      metadata: {
        annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' },
        finalizers: ['kubernetes.io/pv-protection'],
      },
      spec: { claimRef: { kind: 'PersistentVolumeClaim', namespace, name: 'late', uid: claim.metadata.uid } },
    });
  });

  it('shares no volume with another, however many come at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `many-${index}`);
    await Promise.all(names.flatMap((name) => [createClaim(name, 'many'), createVolume(name, 'many')]));
    const given = await eventually(async () => {
      const claims = await Promise.all(names.map(claimOf));
      expect(claims.map(({ status }) => status.phase)).toEqual(names.map(() => 'Bound'));
      return claims.map(({ spec }) => spec.volumeName);
    });
    expect(new Set(given).size).toBe(names.length);
    const { items } = await client.list(PersistentVolumes);
    const owners = items
      .filter(({ spec }) => spec.storageClassName === 'many')
      .map(({ spec }) => spec.claimRef?.name ?? '');
    expect(owners.toSorted()).toEqual(names.toSorted());
  });

  it('gets the volume that is kept for it, and no other claim does', async () => {
    await createVolume('kept', 'kept', { claimRef: { namespace, name: 'kept' } });
    await createClaim('other', 'kept');
    await createClaim('kept');
    await bindsTo('kept', 'kept');
    expect((await volumeOf('kept')).metadata.annotations).toBeUndefined();
    expect((await claimOf('other')).status.phase).toBe('Pending');
  });

  it('gets the volume that it names, and is told when it is another’s', async () => {
    await createVolume('named');
    await createClaim('named', 'named', { volumeName: 'named' });
    await bindsTo('named', 'named');
    expect((await claimOf('named')).metadata.annotations).toEqual({ 'pv.kubernetes.io/bind-completed': 'yes' });
    await createClaim('second', 'named', { volumeName: 'named' });
    await eventually(async () =>
      expect(await toldOf('second')).toEqual([
        'Warning FailedBinding: volume "named" already bound to a different claim.',
      ]),
    );
  });

  it('waits for its pod when its class says so', async () => {
    await client.create(StorageClasses, {
      metadata: { name: 'waiting' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    await createVolume('waiting');
    await createClaim('waiting');
    await eventually(async () =>
      expect(await toldOf('waiting')).toContain(
        'Normal WaitForFirstConsumer: waiting for first consumer to be created before binding',
      ),
    );
    expect((await volumeOf('waiting')).status.phase).toBe('Available');
  });

  it('says for whom it waits when somebody makes the volumes of its class', async () => {
    await client.create(StorageClasses, { metadata: { name: 'made' }, provisioner: 'example.com/disks' });
    await createClaim('made');
    await eventually(async () => {
      expect((await claimOf('made')).metadata.annotations).toEqual({
        'volume.beta.kubernetes.io/storage-provisioner': 'example.com/disks',
        'volume.kubernetes.io/storage-provisioner': 'example.com/disks',
      });
      expect((await toldOf('made')).join()).toMatch(/^Normal ExternalProvisioning: Waiting for a volume to be created/);
    });
    const { uid = '' } = (await claimOf('made')).metadata;
    await createVolume('pvc-made', 'made', { claimRef: { namespace, name: 'made', uid } });
    await bindsTo('made', 'pvc-made');
  });

  it('gets the default class when there comes to be one', async () => {
    await client.create(PersistentVolumeClaims, {
      metadata: { namespace, name: 'open' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    await eventually(async () =>
      expect(await toldOf('open')).toEqual([
        'Normal FailedBinding: no persistent volumes available for this claim and no storage class is set',
      ]),
    );
    await client.create(StorageClasses, {
      metadata: { name: 'usual', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'example.com/disks',
    });
    await eventually(async () => expect((await claimOf('open')).spec.storageClassName).toBe('usual'));
    await client.delete(StorageClasses, { name: 'usual' });
  });

  it('is lost with its volume', async () => {
    await createVolume('lost');
    await createClaim('lost');
    await bindsTo('lost', 'lost');
    await client.patch(
      PersistentVolumes,
      { name: 'lost' },
      { type: 'merge', body: { metadata: { finalizers: null } } },
    );
    await client.delete(PersistentVolumes, { name: 'lost' });
    // The volume is protected again, as one that was made without protection would be.
    await eventually(async () => {
      await client
        .patch(PersistentVolumes, { name: 'lost' }, { type: 'merge', body: { metadata: { finalizers: null } } })
        .catch(() => undefined);
      expect(await claimOf('lost')).toMatchObject({ status: { phase: 'Lost' } });
    });
    expect(await toldOf('lost')).toContain(
      'Warning ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    );
  });

  it('stays while a pod has it, and a volume while a claim has it', async () => {
    await createVolume('used');
    await createClaim('used');
    await bindsTo('used', 'used');
    const pod = await createPod('user', { persistentVolumeClaim: { claimName: 'used' } }, 'n1');
    await client.delete(PersistentVolumes, { name: 'used' });
    await client.delete(PersistentVolumeClaims, { namespace, name: 'used' });
    // Another claim without users goes meanwhile: whoever looks after them has looked.
    await createClaim('unused');
    await client.delete(PersistentVolumeClaims, { namespace, name: 'unused' });
    await eventually(async () => expect(await isGone(claimOf('unused'))).toBe(true));
    expect((await claimOf('used')).metadata.deletionTimestamp).toBeDefined();
    expect((await volumeOf('used')).metadata.deletionTimestamp).toBeDefined();
    await endPod(client, pod);
    await eventually(async () => {
      expect(await isGone(claimOf('used'))).toBe(true);
      expect(await isGone(volumeOf('used'))).toBe(true);
    });
  });
});

describe('a volume', () => {
  it.each([
    ['Retain', '/srv/x', 'Released', undefined],
    ['Recycle', '/srv/x', 'Failed', 'Warning VolumeFailedRecycle: No recycler plugin found for the volume!'],
    [
      'Delete',
      '/srv/x',
      'Failed',
      'Warning VolumeFailedDelete: host_path deleter only supports /tmp/.+ but received provided /srv/x',
    ],
    ['Delete', '/tmp/x', undefined, undefined],
  ] as const)('to %s, of %s, is then %s', async (persistentVolumeReclaimPolicy, path, phase, told) => {
    const name = `${persistentVolumeReclaimPolicy}${path.replaceAll('/', '-')}`.toLowerCase();
    await createVolume(name, name, { persistentVolumeReclaimPolicy, hostPath: { path } });
    await createClaim(name);
    await bindsTo(name, name);
    await client.delete(PersistentVolumeClaims, { namespace, name });
    if (phase === undefined) {
      await eventually(async () => expect(await isGone(volumeOf(name))).toBe(true));
      return;
    }
    await eventually(async () => expect((await volumeOf(name)).status.phase).toBe(phase));
    if (told !== undefined) await eventually(async () => expect(await toldOf(name)).toContain(told));
    // What has been somebody's is not given to another.
    await createClaim(`${name}-next`, name);
    await eventually(async () => expect(await toldOf(`${name}-next`)).not.toEqual([]));
    expect((await claimOf(`${name}-next`)).status.phase).toBe('Pending');
  });
});

describe('an ephemeral volume', () => {
  const template = (className: string) => ({
    ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec: claimSpec(className) } },
  });

  it('gets a claim that goes with its pod', async () => {
    const pod = await createPod('scratch', template('scratch'));
    const claim = await eventually(() => claimOf('scratch-v'));
    expect(claim.metadata).toMatchObject({
      labels: { a: 'b' },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          name: 'scratch',
          uid: pod.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    });
    await client.delete(PersistentVolumeClaims, { namespace, name: 'scratch-v' });
    const again = await eventually(async () => {
      const found = await claimOf('scratch-v');
      expect(found.metadata.uid).not.toBe(claim.metadata.uid);
      return found;
    });
    expect(again.metadata.ownerReferences?.[0]?.uid).toBe(pod.metadata.uid);
    await endPod(client, pod);
    await eventually(async () => expect(await isGone(claimOf('scratch-v'))).toBe(true));
  });

  it('does not take the claim of somebody else, and says so', async () => {
    await createClaim('thief-v');
    await createPod('thief', template('thief'));
    await eventually(async () =>
      expect(await toldOf('thief')).toContain(
        'Warning FailedBinding: ephemeral volume v: PVC default/thief-v was not created for pod default/thief (pod is not owner)',
      ),
    );
  });
});
