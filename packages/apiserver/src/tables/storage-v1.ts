import type { ObjectMeta } from '@wherry/api/meta-v1';
import {
  CSIDrivers,
  CSINodes,
  CSIStorageCapacities,
  StorageClasses,
  VolumeAttachments,
  VolumeAttributesClasses,
} from '@wherry/api/storage-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(StorageClasses, {
    columns: [
      nameColumn,
      column('Provisioner', 'What makes the volumes.'),
      column('ReclaimPolicy', 'What becomes of volumes that are no longer claimed.'),
      column('VolumeBindingMode', 'When a claim gets its volume.'),
      column('AllowVolumeExpansion', 'Whether claims may ask for more room later.'),
      ageColumn,
    ],
    cells: ({ metadata, provisioner, ...storageClass }, now) => [
      nameWithDefault(metadata, [
        'storageclass.kubernetes.io/is-default-class',
        'storageclass.beta.kubernetes.io/is-default-class',
      ]),
      provisioner,
      storageClass.reclaimPolicy ?? 'Delete',
      storageClass.volumeBindingMode ?? 'Immediate',
      storageClass.allowVolumeExpansion ?? false,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(VolumeAttributesClasses, {
    columns: [nameColumn, column('DriverName', 'CSI driver that understands the attributes.'), ageColumn],
    cells: ({ metadata, driverName }, now) => [
      nameWithDefault(metadata, ['volumeattributesclass.alpha.kubernetes.io/is-default-class']),
      driverName,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(VolumeAttachments, {
    columns: [
      nameColumn,
      { ...column('Attacher', 'CSI driver that attaches the volume.'), format: 'name' },
      column('PV', 'PersistentVolume that is attached.'),
      column('Node', 'Node that it is attached to.'),
      column('Attached', 'Whether it is attached by now.', 'boolean'),
      ageColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      spec.attacher,
      spec.source.persistentVolumeName ?? '',
      spec.nodeName,
      status.attached,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(CSINodes, {
    columns: [nameColumn, column('Drivers', 'Number of CSI drivers on the node.', 'integer'), ageColumn],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      spec.drivers.length,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(CSIDrivers, {
    columns: [
      nameColumn,
      column('AttachRequired', 'Whether volumes must be attached before they are mounted.', 'boolean'),
      column('PodInfoOnMount', 'Whether the driver is told about the pod.', 'boolean'),
      column('StorageCapacity', 'Whether scheduling heeds how much room the driver has.', 'boolean'),
      column('TokenRequests', 'Audiences of the tokens that the driver gets.'),
      column('RequiresRepublish', 'Whether the driver is called again and again.', 'boolean'),
      column('Modes', 'Kinds of volumes the driver provides.'),
      ageColumn,
    ],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
      spec.requiresRepublish ?? false,
      spec.volumeLifecycleModes?.join(',') ?? '<none>',
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(CSIStorageCapacities, {
    columns: [
      nameColumn,
      column('StorageClassName', 'Storage class that the figure is for.'),
      column('Capacity', 'Room that is free.'),
    ],
    cells: ({ metadata, storageClassName, capacity }) => [metadata.name ?? '', storageClassName, capacity ?? '<unset>'],
  }),
];

function nameWithDefault({ name = '', annotations = {} }: ObjectMeta, marks: readonly string[]): string {
  return marks.some((mark) => annotations[mark] === 'true') ? `${name} (default)` : name;
}
