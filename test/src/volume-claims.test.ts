// What outlives a pod: claims for storage, the volumes that they get, and what people are told while there is none.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { patience, useNamespaces } from './note/note-namespaces.ts';
import type { NoteNamespace } from './note/note-namespaces.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const open = useNamespaces(cluster);
const timeout = 600_000;

/** Every node has it: they share the engine's machine. */
let folder: string;
const volumes: string[] = [];
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wherry-storage-'))));
afterAll(async () => {
  if (volumes.length > 0) await cluster.kubectl.run(['delete', 'pv', ...volumes, '--ignore-not-found', '--wait=false']);
  await rm(folder, { recursive: true, force: true });
});

/** A volume of this file's folder, of a class that is the namespace's alone. */
function volume({ name }: NoteNamespace, more: object = {}): object {
  volumes.push(name);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: name,
      hostPath: { path: join(folder, name), type: 'DirectoryOrCreate' },
      ...more,
    },
  };
}

const claimSpec = ({ name }: NoteNamespace): object => ({
  accessModes: ['ReadWriteOnce'],
  resources: { requests: { storage: '1Gi' } },
  storageClassName: name,
});
const claim = (here: NoteNamespace): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: claimSpec(here),
});
const writes = (text: string): object => ({
  containers: [
    {
      name: 'main',
      image: 'luksa/kubia',
      imagePullPolicy: 'Never',
      command: ['sh', '-c', `echo ${text} >> /data/written; trap 'exit 0' TERM; while :; do sleep 0.1; done`],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
  ],
});
const pod = (name: string, source: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { ...writes(name), volumes: [{ name: 'data', ...source }] },
});
const claimed = { persistentVolumeClaim: { claimName: 'data' } };

const eventsAre = (here: NoteNamespace, object: string, expected: RegExp): Promise<unknown> =>
  waitFor(`an event of ${object}`, async () => expected.test(await here.kubectl(`describe ${object}`)), patience);
const isGone = (here: NoteNamespace, object: string): Promise<unknown> =>
  waitFor(
    `${object} to be gone`,
    async () => (await here.kubectl(`get ${object} --ignore-not-found --no-headers`)) === '',
    patience,
  );

describe.concurrent('a claim', { timeout }, () => {
  it('waits with a word, gets a volume, outlives pods, stays while one has it, and leaves the volume', async () => {
    const here = await open('claim');
    await here.apply(claim(here), pod('first', claimed));
    await eventsAre(here, 'pvc data', new RegExp(`Warning +ProvisioningFailed .*"${here.name}" not found`));
    await eventsAre(here, 'pod first', /FailedScheduling .*pod has unbound immediate PersistentVolumeClaims/);

    await here.apply(volume(here));
    await here.ready('app=first', 1);
    expect(await here.kubectl('get pvc data --no-headers')).toMatch(
      new RegExp(`^data +Bound +${here.name} +2Gi +RWO +${here.name} `),
    );
    expect(await here.kubectl(`get pv ${here.name} --no-headers`)).toMatch(
      new RegExp(`^${here.name} +2Gi +RWO +Retain +Bound +${here.name}/data +${here.name} `),
    );

    await here.kubectl('delete pod first');
    await here.apply(pod('second', claimed));
    await here.ready('app=second', 1);
    const written = () => here.kubectl('exec second -- cat /data/written');
    await waitFor('both to have written', async () => (await written()) === 'first\nsecond\n', patience);

    await here.kubectl('delete pvc data --wait=false');
    expect(await here.kubectl('get pvc data --no-headers')).toMatch(/^data +Terminating /);
    await here.ready('app=second', 1);
    await here.kubectl('delete pod second');
    await isGone(here, 'pvc/data');
    await waitFor(
      'the volume to be released',
      async () => / Retain +Released /.test(await here.kubectl(`get pv ${here.name} --no-headers`)),
      patience,
    );
  });

  it('of a class that waits for its pod gets a volume where the pod can be', async () => {
    const here = await open('late');
    const node = { key: 'kubernetes.io/hostname', operator: 'In', values: ['node-2'] };
    await here.apply(
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: here.name },
        provisioner: 'kubernetes.io/no-provisioner',
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      volume(here, { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [node] }] } } }),
      claim(here),
    );
    try {
      await eventsAre(
        here,
        'pvc data',
        /WaitForFirstConsumer .*waiting for first consumer to be created before binding/,
      );
      await here.apply(pod('only', claimed));
      const [only] = await here.ready('app=only', 1);
      expect(only?.spec.nodeName).toBe('node-2');
      expect((await here.get<PersistentVolumeClaim>('pvc data')).status.phase).toBe('Bound');
    } finally {
      await here.kubectl(`delete storageclass ${here.name}`);
    }
  });

  it('is made for an ephemeral volume and goes with its pod, and so does its volume when it is to be deleted', async () => {
    const here = await open('scratch');
    const volumeClaimTemplate = { spec: claimSpec(here) };
    await here.apply(
      volume(here, { persistentVolumeReclaimPolicy: 'Delete' }),
      pod('scratch', { ephemeral: { volumeClaimTemplate } }),
    );
    await here.ready('app=scratch', 1);
    const made = await here.get<PersistentVolumeClaim>('pvc scratch-data');
    const { metadata } = await here.get<Pod>('pod scratch');
    expect(made.metadata.ownerReferences?.map(({ uid }) => uid)).toEqual([metadata.uid]);
    await here.kubectl('delete pod scratch');
    await isGone(here, 'pvc/scratch-data');
    await isGone(here, `pv/${here.name}`);
  });
});
