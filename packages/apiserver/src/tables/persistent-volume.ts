/** How PersistentVolumes and claims for them are shown. */
import { PersistentVolumeClaims, PersistentVolumes, storageClassOf } from '@wherry/api/core-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const UNSET = '<unset>';
const SHORT_MODES = new Map([
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]);

export const persistentVolumeTable: TableEntry = tableFor(PersistentVolumes, {
  columns: [
    nameColumn,
    column('Capacity', 'Its size.'),
    column('Access Modes', 'Ways in which it can be mounted.'),
    column('Reclaim Policy', 'What becomes of it when its claim is deleted.'),
    column('Status', 'Whether it is free, bound, or left over.'),
    column('Claim', 'Namespace and name of the claim that it is bound to.'),
    column('StorageClass', 'Class that it belongs to.'),
    column('VolumeAttributesClass', 'Class whose attributes it follows.'),
    column('Reason', 'Why it is in this state.'),
    ageColumn,
    wideColumn('VolumeMode', 'Filesystem or raw block device.'),
  ],
  cells: ({ metadata, spec, status }, now) => [
    metadata.name ?? '',
    spec.capacity?.['storage'] ?? '0',
    formatModes(spec.accessModes ?? []),
    spec.persistentVolumeReclaimPolicy ?? '',
    metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
    spec.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
    storageClassOf({ metadata, spec }),
    spec.volumeAttributesClassName ?? UNSET,
    status.reason ?? '',
    formatAge(metadata.creationTimestamp, now),
    spec.volumeMode ?? UNSET,
  ],
});

export const persistentVolumeClaimTable: TableEntry = tableFor(PersistentVolumeClaims, {
  columns: [
    nameColumn,
    column('Status', 'Whether it has its volume.'),
    column('Volume', 'Volume that it is bound to.'),
    column('Capacity', 'Size of its volume.'),
    column('Access Modes', 'Ways in which its volume can be mounted.'),
    column('StorageClass', 'Class of storage that it asks for.'),
    column('VolumeAttributesClass', 'Class whose attributes its volume is to follow.'),
    ageColumn,
    wideColumn('VolumeMode', 'Filesystem or raw block device.'),
  ],
  cells: ({ metadata, spec, status }, now) => {
    const { volumeName = '' } = spec;
    return [
      metadata.name ?? '',
      metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      volumeName,
      volumeName === '' ? '' : (status.capacity?.['storage'] ?? '0'),
      volumeName === '' ? '' : formatModes(status.accessModes ?? []),
      storageClassOf({ metadata, spec }),
      spec.volumeAttributesClassName ?? UNSET,
      formatAge(metadata.creationTimestamp, now),
      spec.volumeMode ?? UNSET,
    ];
  },
});

/** The modes in short, always in the same order. */
function formatModes(modes: readonly string[]): string {
  return [...SHORT_MODES]
    .filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
