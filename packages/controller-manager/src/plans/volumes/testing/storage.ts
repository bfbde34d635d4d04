/** Claims, volumes and classes as planners see them. */
import type { PersistentVolume, PersistentVolumeClaim } from '@wherry/api/core-v1';
import type { StorageClass } from '@wherry/api/storage-v1';

export interface ClaimTraits {
  readonly annotations?: Record<string, string>;
  readonly phase?: PersistentVolumeClaim['status']['phase'];
  readonly spec?: Partial<PersistentVolumeClaim['spec']>;
}

/** `default/data`, which asks for 2Gi for one node. */
export function claimOf({ annotations, phase = 'Pending', spec }: ClaimTraits = {}): PersistentVolumeClaim {
  return {
    metadata: { namespace: 'default', name: 'data', uid: 'c', ...(annotations === undefined ? {} : { annotations }) },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, ...spec },
    status: { phase },
  };
}

export interface VolumeTraits {
  readonly name?: string;
  readonly metadata?: Partial<PersistentVolume['metadata']>;
  readonly phase?: PersistentVolume['status']['phase'];
  readonly spec?: Partial<PersistentVolume['spec']>;
}

/** An available folder of 2Gi for one node. */
export function volumeOf({ name = 'pv', metadata, phase = 'Available', spec }: VolumeTraits = {}): PersistentVolume {
  return {
    metadata: { name, uid: name, ...metadata },
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: '/srv' },
      ...spec,
    },
    status: { phase },
  };
}

export const classOf = (name: string, more: Partial<StorageClass> = {}): StorageClass => ({
  metadata: { name },
  provisioner: 'example.com/disks',
  volumeBindingMode: 'Immediate',
  ...more,
});

/** The claim `default/data` with a uid, as a volume names it. */
export const refTo = (uid?: string, name = 'data') => ({
  namespace: 'default',
  name,
  ...(uid === undefined ? {} : { uid }),
});
