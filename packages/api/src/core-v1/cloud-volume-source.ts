/** Volumes that a cloud or a storage product offers through plugins in Kubernetes itself; CSI has replaced them. */
import { LocalObjectReference } from './object-reference.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const GCEPersistentDiskVolumeSource = struct(
  'GCEPersistentDiskVolumeSource',
  'A persistent disk of Google Compute Engine, which must exist in the zone of the node.',
  {
    pdName: field(1, string, 'Name of the disk.'),
    fsType: field(2, omitEmpty(string), 'Filesystem on the disk, such as ext4 or xfs. Defaults to ext4.'),
    partition: field(3, omitEmpty(int32), 'Partition to mount; the whole disk when 0 or absent.'),
    readOnly: field(4, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  },
);
export type GCEPersistentDiskVolumeSource = Infer<typeof GCEPersistentDiskVolumeSource>;

export const AWSElasticBlockStoreVolumeSource = struct(
  'AWSElasticBlockStoreVolumeSource',
  'An EBS volume of Amazon Web Services, which must exist in the zone of the node.',
  {
    volumeID: field(1, string, 'Id of the EBS volume.'),
    fsType: field(2, omitEmpty(string), 'Filesystem on the volume, such as ext4 or xfs. Defaults to ext4.'),
    partition: field(3, omitEmpty(int32), 'Partition to mount; the whole volume when 0 or absent.'),
    readOnly: field(4, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  },
);
export type AWSElasticBlockStoreVolumeSource = Infer<typeof AWSElasticBlockStoreVolumeSource>;

export const VsphereVirtualDiskVolumeSource = struct('VsphereVirtualDiskVolumeSource', 'A virtual disk of vSphere.', {
  volumePath: field(1, string, 'Path of the vmdk file of the disk.'),
  fsType: field(2, omitEmpty(string), 'Filesystem on the disk, such as ext4 or xfs. Defaults to ext4.'),
  storagePolicyName: field(3, omitEmpty(string), 'Name of the storage policy profile of the disk.'),
  storagePolicyID: field(4, omitEmpty(string), 'Id of the storage policy profile that storagePolicyName names.'),
});
export type VsphereVirtualDiskVolumeSource = Infer<typeof VsphereVirtualDiskVolumeSource>;

export const AzureDataDiskCachingMode = oneOf('None', 'ReadOnly', 'ReadWrite');
export type AzureDataDiskCachingMode = Infer<typeof AzureDataDiskCachingMode>;

export const AzureDataDiskKind = oneOf('Shared', 'Dedicated', 'Managed');
export type AzureDataDiskKind = Infer<typeof AzureDataDiskKind>;

export const AzureDiskVolumeSource = struct('AzureDiskVolumeSource', 'A data disk of Azure.', {
  diskName: field(1, string, 'Name of the disk in the blob storage.'),
  diskURI: field(2, string, 'URI of the disk in the blob storage, or resource path of a managed disk.'),
  cachingMode: field(3, optional(AzureDataDiskCachingMode), 'Caching on the host. Defaults to ReadWrite.', {
    default: 'ReadWrite',
  }),
  fsType: field(4, optional(string), 'Filesystem on the disk, such as ext4 or xfs. Defaults to ext4.', {
    default: 'ext4',
  }),
  readOnly: field(5, optional(bool), 'Mount read-only. Defaults to false.', { default: false }),
  kind: field(6, optional(AzureDataDiskKind), 'How the storage account of the disk is used. Defaults to Shared.', {
    default: 'Shared',
  }),
});
export type AzureDiskVolumeSource = Infer<typeof AzureDiskVolumeSource>;

export const AzureFileVolumeSource = struct('AzureFileVolumeSource', 'A file share of Azure.', {
  secretName: field(1, string, 'Secret with the name and key of the storage account.'),
  shareName: field(2, string, 'Name of the share.'),
  readOnly: field(3, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
});
export type AzureFileVolumeSource = Infer<typeof AzureFileVolumeSource>;

export const PhotonPersistentDiskVolumeSource = struct(
  'PhotonPersistentDiskVolumeSource',
  'A persistent disk of Photon Controller. No longer supported by any node.',
  {
    pdID: field(1, string, 'Id of the disk.'),
    fsType: field(2, omitEmpty(string), 'Filesystem on the disk, such as ext4 or xfs. Defaults to ext4.'),
  },
);
export type PhotonPersistentDiskVolumeSource = Infer<typeof PhotonPersistentDiskVolumeSource>;

export const PortworxVolumeSource = struct('PortworxVolumeSource', 'A Portworx volume.', {
  volumeID: field(1, string, 'Id of the Portworx volume.'),
  fsType: field(2, omitEmpty(string), 'Filesystem on the volume, such as ext4 or xfs. Defaults to ext4.'),
  readOnly: field(3, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
});
export type PortworxVolumeSource = Infer<typeof PortworxVolumeSource>;

export const FlexVolumeSource = struct('FlexVolumeSource', 'A volume of an executable driver installed on the node.', {
  driver: field(1, string, 'Name of the driver.'),
  fsType: field(2, omitEmpty(string), 'Filesystem on the volume. Defaults to what the driver chooses.'),
  secretRef: field(3, optional(LocalObjectReference), 'Secret that is handed to the driver.'),
  readOnly: field(4, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  options: field(5, omitEmpty(dict(string)), 'Further options for the driver.'),
});
export type FlexVolumeSource = Infer<typeof FlexVolumeSource>;

export const ScaleIOVolumeSource = struct('ScaleIOVolumeSource', 'A ScaleIO volume. No longer supported by any node.', {
  gateway: field(1, string, 'Host address of the ScaleIO API gateway.'),
  system: field(2, string, 'Name of the storage system in ScaleIO.'),
  secretRef: field(3, optional(LocalObjectReference), 'Secret with user and password for ScaleIO.', { required: true }),
  sslEnabled: field(4, omitEmpty(bool), 'Use TLS with the gateway. Defaults to false.'),
  protectionDomain: field(5, omitEmpty(string), 'ScaleIO protection domain of the storage.'),
  storagePool: field(6, omitEmpty(string), 'Storage pool in the protection domain.'),
  storageMode: field(7, omitEmpty(string), 'ThickProvisioned or ThinProvisioned. Defaults to ThinProvisioned.', {
    default: 'ThinProvisioned',
  }),
  volumeName: field(8, omitEmpty(string), 'Name of an existing volume in the ScaleIO system.'),
  fsType: field(9, omitEmpty(string), 'Filesystem on the volume, such as ext4 or xfs. Defaults to xfs.', {
    default: 'xfs',
  }),
  readOnly: field(10, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
});
export type ScaleIOVolumeSource = Infer<typeof ScaleIOVolumeSource>;

export const StorageOSVolumeSource = struct(
  'StorageOSVolumeSource',
  'A StorageOS volume. No longer supported by any node.',
  {
    volumeName: field(1, omitEmpty(string), 'Name of the volume, unique in its StorageOS namespace.'),
    volumeNamespace: field(2, omitEmpty(string), 'StorageOS namespace of the volume. Defaults to that of the pod.'),
    fsType: field(3, omitEmpty(string), 'Filesystem on the volume, such as ext4 or xfs. Defaults to ext4.'),
    readOnly: field(4, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
    secretRef: field(5, optional(LocalObjectReference), 'Secret with the credentials for the StorageOS API.'),
  },
);
export type StorageOSVolumeSource = Infer<typeof StorageOSVolumeSource>;
