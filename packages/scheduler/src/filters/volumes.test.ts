import { describe, expect, it } from 'vitest';
import { nodeFor } from '../testing/decide-for.ts';
import { clusterOf, pod, type ClusterWords, type PodWords } from '../testing/objects.ts';

const nodes = [{ name: 'n1', labels: { 'topology.kubernetes.io/zone': 'a' } }];
const mounts = (...claims: string[]) => ({
  spec: { volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })) },
});
const claim = (
  name: string,
  {
    volume,
    className = 'slow',
    modes = ['ReadWriteOnce'],
    annotations = {},
    size = '1Gi',
  }: {
    volume?: string;
    className?: string;
    modes?: string[];
    annotations?: Record<string, string>;
    size?: string;
  } = {},
) => ({
  metadata: {
    name,
    namespace: 'default',
    uid: name,
    annotations: { ...(volume === undefined ? {} : { 'pv.kubernetes.io/bind-completed': 'yes' }), ...annotations },
  },
  spec: {
    storageClassName: className,
    accessModes: modes as ['ReadWriteOnce'],
    resources: { requests: { storage: size } },
    ...(volume === undefined ? {} : { volumeName: volume }),
  },
});
const on = (hostname: string) => ({
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values: [hostname] }] },
      ],
    },
  },
});
const volume = (name: string, spec: object = {}, labels: Record<string, string> = {}) => ({
  metadata: { name, labels },
  spec: { capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce' as const], storageClassName: 'slow', ...spec },
  status: { phase: 'Available' as const },
});
const classOf = (name: string, provisioner: string, more: object = {}) => ({
  metadata: { name },
  provisioner,
  volumeBindingMode: 'WaitForFirstConsumer' as const,
  ...more,
});
const csi = (volumeHandle: string) => ({ csi: { driver: 'disk.example.com', volumeHandle } });
const limit = (count: number) => ({
  csiNode: () => ({
    metadata: { name: 'n1' },
    spec: { drivers: [{ name: 'disk.example.com', nodeID: 'n1', topologyKeys: [], allocatable: { count } }] },
  }),
});

type Case = [what: string, pod: Omit<PodWords, 'name'>, cluster: Partial<ClusterWords>, expected: string];
const one = '0/1 nodes are available: ';

describe('filters of volumes', () => {
  it.each<Case>([
    [
      'a claim with a volume that is there',
      mounts('c'),
      { claims: [claim('c', { volume: 'v' })], volumes: [volume('v', on('n1'))] },
      'n1',
    ],
    [
      'a claim with a volume elsewhere',
      mounts('c'),
      { claims: [claim('c', { volume: 'v' })], volumes: [volume('v', on('n2'))] },
      `${one}1 node(s) didn't match PersistentVolume's node affinity.`,
    ],
    [
      'a claim whose volume is gone',
      mounts('c'),
      { claims: [claim('c', { volume: 'v' })] },
      `${one}persistentvolume "v" not found.`,
    ],
    [
      'a claim on its way out',
      mounts('c'),
      {
        claims: [
          { ...claim('c'), metadata: { name: 'c', namespace: 'default', deletionTimestamp: '2026-01-01T00:00:00Z' } },
        ],
      },
      `${one}persistentvolumeclaim "c" is being deleted.`,
    ],
    [
      'a claim that has lost its volume',
      mounts('c'),
      { claims: [{ ...claim('c', { volume: 'v' }), status: { phase: 'Lost' } }] },
      `${one}persistentvolumeclaim "c" bound to non-existent persistentvolume "v".`,
    ],
    [
      'a claim that waits, and a volume for it',
      mounts('c'),
      {
        claims: [claim('c')],
        classes: [classOf('slow', 'kubernetes.io/no-provisioner')],
        volumes: [volume('v', on('n1'))],
      },
      'n1',
    ],
    [
      'a claim that waits, and a volume elsewhere',
      mounts('c'),
      {
        claims: [claim('c')],
        classes: [classOf('slow', 'kubernetes.io/no-provisioner')],
        volumes: [volume('v', on('n2'))],
      },
      `${one}1 node(s) didn't find available persistent volumes to bind.`,
    ],
    [
      'a claim that waits, and a volume that is too small',
      mounts('c'),
      {
        claims: [claim('c', { size: '11Gi' })],
        classes: [classOf('slow', 'kubernetes.io/no-provisioner')],
        volumes: [volume('v')],
      },
      `${one}1 node(s) didn't find available persistent volumes to bind.`,
    ],
    [
      'two claims that wait, and one volume',
      mounts('c', 'd'),
      {
        claims: [claim('c'), claim('d')],
        classes: [classOf('slow', 'kubernetes.io/no-provisioner')],
        volumes: [volume('v')],
      },
      `${one}1 node(s) didn't find available persistent volumes to bind.`,
    ],
    [
      'a claim that waits for a volume to be made',
      mounts('c'),
      { claims: [claim('c')], classes: [classOf('slow', 'example.com/disk')] },
      'n1',
    ],
    [
      'a claim whose volume may not be made here',
      mounts('c'),
      {
        claims: [claim('c')],
        classes: [
          classOf('slow', 'example.com/disk', {
            allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values: ['b'] }] }],
          }),
        ],
      },
      `${one}1 node(s) didn't find available persistent volumes to bind.`,
    ],
    [
      'a claim whose volume is being made elsewhere',
      mounts('c'),
      {
        claims: [claim('c', { annotations: { 'volume.kubernetes.io/selected-node': 'n2' } })],
        classes: [classOf('slow', 'example.com/disk')],
      },
      `${one}1 node(s) didn't find available persistent volumes to bind.`,
    ],
    [
      'a driver that says it has no space',
      mounts('c'),
      {
        claims: [claim('c')],
        classes: [classOf('slow', 'example.com/disk')],
        storage: {
          csiDriver: () => ({ metadata: {}, spec: { storageCapacity: true } }) as never,
          csiCapacities: () => [{ metadata: {}, storageClassName: 'slow', nodeTopology: {}, capacity: '1Mi' }],
        },
      },
      `${one}1 node(s) did not have enough free storage.`,
    ],
    [
      'an ephemeral volume whose claim is not there yet',
      { spec: { volumes: [{ name: 'tmp', ephemeral: {} }] } },
      {},
      `${one}waiting for ephemeral volume controller to create the persistentvolumeclaim "p-tmp".`,
    ],
    [
      'a claim that only one pod may have, taken',
      mounts('c'),
      {
        claims: [claim('c', { volume: 'v', modes: ['ReadWriteOncePod'] })],
        volumes: [volume('v')],
        pods: [{ name: 'x', on: 'n1', ...mounts('c') }],
      },
      `${one}1 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.`,
    ],
    [
      'a disk that another pod writes to',
      { spec: { volumes: [{ name: 'd', gcePersistentDisk: { pdName: 'disk' } }] } },
      {
        pods: [
          {
            name: 'x',
            on: 'n1',
            spec: { volumes: [{ name: 'd', gcePersistentDisk: { pdName: 'disk', readOnly: true } }] },
          },
        ],
      },
      `${one}1 node(s) had no available disk.`,
    ],
    [
      'a disk that all only read',
      { spec: { volumes: [{ name: 'd', gcePersistentDisk: { pdName: 'disk', readOnly: true } }] } },
      {
        pods: [
          {
            name: 'x',
            on: 'n1',
            spec: { volumes: [{ name: 'd', gcePersistentDisk: { pdName: 'disk', readOnly: true } }] },
          },
        ],
      },
      'n1',
    ],
    [
      'a volume of another zone',
      mounts('c'),
      {
        claims: [claim('c', { volume: 'v' })],
        volumes: [volume('v', {}, { 'failure-domain.beta.kubernetes.io/zone': 'b' })],
      },
      `${one}1 node(s) had no available volume zone.`,
    ],
    [
      'a volume of several zones',
      mounts('c'),
      { claims: [claim('c', { volume: 'v' })], volumes: [volume('v', {}, { 'topology.kubernetes.io/zone': 'b__a' })] },
      'n1',
    ],
    [
      'more volumes of a driver than the node takes',
      mounts('c'),
      {
        claims: [claim('c', { volume: 'v' }), claim('d', { volume: 'w' })],
        volumes: [volume('v', csi('1')), volume('w', csi('2'))],
        pods: [{ name: 'x', on: 'n1', ...mounts('d') }],
        storage: limit(1),
      },
      `${one}1 node(s) exceed max volume count.`,
    ],
    [
      'a volume that is on the node already',
      mounts('c'),
      {
        claims: [claim('c', { volume: 'v' })],
        volumes: [volume('v', csi('1'))],
        pods: [{ name: 'x', on: 'n1', ...mounts('c') }],
        storage: limit(1),
      },
      'n1',
    ],
  ])('%s', (_what, words, cluster, expected) => {
    expect(nodeFor(pod({ name: 'p', ...words }), clusterOf({ nodes, ...cluster }))).toBe(expected);
  });
});
