import { LocalObjectReference } from './object-reference.ts';
import { PersistentVolumeClaimTemplate } from './persistent-volume-claim.ts';
import { KeyToPath } from './projected-volume.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const GCEPersistentDiskVolumeSource = struct('GCEPersistentDiskVolumeSource', '', {
  pdName: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  partition: field(3, omitEmpty(int32), ''),
  readOnly: field(4, omitEmpty(bool), ''),
});
export type GCEPersistentDiskVolumeSource = Infer<typeof GCEPersistentDiskVolumeSource>;

export const AWSElasticBlockStoreVolumeSource = struct('AWSElasticBlockStoreVolumeSource', '', {
  volumeID: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  partition: field(3, omitEmpty(int32), ''),
  readOnly: field(4, omitEmpty(bool), ''),
});
export type AWSElasticBlockStoreVolumeSource = Infer<typeof AWSElasticBlockStoreVolumeSource>;

export const HostPathType = oneOf(
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
);
export type HostPathType = Infer<typeof HostPathType>;

export const HostPathVolumeSource = struct('HostPathVolumeSource', '', {
  path: field(1, string, ''),
  type: field(2, optional(HostPathType), ''),
});
export type HostPathVolumeSource = Infer<typeof HostPathVolumeSource>;

export const NFSVolumeSource = struct('NFSVolumeSource', '', {
  server: field(1, string, ''),
  path: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
});
export type NFSVolumeSource = Infer<typeof NFSVolumeSource>;

export const FCVolumeSource = struct('FCVolumeSource', '', {
  targetWWNs: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  lun: field(2, optional(int32), ''),
  fsType: field(3, omitEmpty(string), ''),
  readOnly: field(4, omitEmpty(bool), ''),
  wwids: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type FCVolumeSource = Infer<typeof FCVolumeSource>;

export const FlockerVolumeSource = struct('FlockerVolumeSource', '', {
  datasetName: field(1, omitEmpty(string), ''),
  datasetUUID: field(2, omitEmpty(string), ''),
});
export type FlockerVolumeSource = Infer<typeof FlockerVolumeSource>;

export const VsphereVirtualDiskVolumeSource = struct('VsphereVirtualDiskVolumeSource', '', {
  volumePath: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  storagePolicyName: field(3, omitEmpty(string), ''),
  storagePolicyID: field(4, omitEmpty(string), ''),
});
export type VsphereVirtualDiskVolumeSource = Infer<typeof VsphereVirtualDiskVolumeSource>;

export const QuobyteVolumeSource = struct('QuobyteVolumeSource', '', {
  registry: field(1, string, ''),
  volume: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
  user: field(4, omitEmpty(string), ''),
  group: field(5, omitEmpty(string), ''),
  tenant: field(6, omitEmpty(string), ''),
});
export type QuobyteVolumeSource = Infer<typeof QuobyteVolumeSource>;

export const AzureDiskVolumeSource = struct('AzureDiskVolumeSource', '', {
  diskName: field(1, string, ''),
  diskURI: field(2, string, ''),
  cachingMode: field(3, optional(string), ''),
  fsType: field(4, optional(string), '', { default: 'ext4' }),
  readOnly: field(5, optional(bool), ''),
  kind: field(6, optional(string), ''),
});
export type AzureDiskVolumeSource = Infer<typeof AzureDiskVolumeSource>;

export const PhotonPersistentDiskVolumeSource = struct('PhotonPersistentDiskVolumeSource', '', {
  pdID: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
});
export type PhotonPersistentDiskVolumeSource = Infer<typeof PhotonPersistentDiskVolumeSource>;

export const PortworxVolumeSource = struct('PortworxVolumeSource', '', {
  volumeID: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  readOnly: field(3, omitEmpty(bool), ''),
});
export type PortworxVolumeSource = Infer<typeof PortworxVolumeSource>;

export const StorageMedium = oneOf('', 'Memory', 'HugePages', 'HugePages-');
export type StorageMedium = Infer<typeof StorageMedium>;

export const EmptyDirVolumeSource = struct('EmptyDirVolumeSource', '', {
  medium: field(1, omitEmpty(StorageMedium), ''),
  sizeLimit: field(2, optional(quantity), ''),
});
export type EmptyDirVolumeSource = Infer<typeof EmptyDirVolumeSource>;

export const GitRepoVolumeSource = struct('GitRepoVolumeSource', '', {
  repository: field(1, string, ''),
  revision: field(2, omitEmpty(string), ''),
  directory: field(3, omitEmpty(string), ''),
});
export type GitRepoVolumeSource = Infer<typeof GitRepoVolumeSource>;

export const SecretVolumeSource = struct('SecretVolumeSource', '', {
  secretName: field(1, omitEmpty(string), ''),
  items: field(2, omitEmpty(list(KeyToPath)), '', { merge: 'atomic' }),
  defaultMode: field(3, optional(int32), ''),
  optional: field(4, optional(bool), ''),
});
export type SecretVolumeSource = Infer<typeof SecretVolumeSource>;

export const ISCSIVolumeSource = struct('ISCSIVolumeSource', '', {
  targetPortal: field(1, string, ''),
  iqn: field(2, string, ''),
  lun: field(3, int32, ''),
  iscsiInterface: field(4, omitEmpty(string), '', { default: 'default' }),
  fsType: field(5, omitEmpty(string), ''),
  readOnly: field(6, omitEmpty(bool), ''),
  portals: field(7, omitEmpty(list(string)), '', { merge: 'atomic' }),
  chapAuthDiscovery: field(8, omitEmpty(bool), ''),
  chapAuthSession: field(11, omitEmpty(bool), ''),
  secretRef: field(10, optional(LocalObjectReference), ''),
  initiatorName: field(12, optional(string), ''),
});
export type ISCSIVolumeSource = Infer<typeof ISCSIVolumeSource>;

export const GlusterfsVolumeSource = struct('GlusterfsVolumeSource', '', {
  endpoints: field(1, string, ''),
  path: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
});
export type GlusterfsVolumeSource = Infer<typeof GlusterfsVolumeSource>;

export const PersistentVolumeClaimVolumeSource = struct('PersistentVolumeClaimVolumeSource', '', {
  claimName: field(1, string, ''),
  readOnly: field(2, omitEmpty(bool), ''),
});
export type PersistentVolumeClaimVolumeSource = Infer<typeof PersistentVolumeClaimVolumeSource>;

export const RBDVolumeSource = struct('RBDVolumeSource', '', {
  monitors: field(1, list(string), '', { merge: 'atomic' }),
  image: field(2, string, ''),
  fsType: field(3, omitEmpty(string), ''),
  pool: field(4, omitEmpty(string), '', { default: 'rbd' }),
  user: field(5, omitEmpty(string), '', { default: 'admin' }),
  keyring: field(6, omitEmpty(string), '', { default: '/etc/ceph/keyring' }),
  secretRef: field(7, optional(LocalObjectReference), ''),
  readOnly: field(8, omitEmpty(bool), ''),
});
export type RBDVolumeSource = Infer<typeof RBDVolumeSource>;

export const FlexVolumeSource = struct('FlexVolumeSource', '', {
  driver: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  secretRef: field(3, optional(LocalObjectReference), ''),
  readOnly: field(4, omitEmpty(bool), ''),
  options: field(5, omitEmpty(dict(string)), ''),
});
export type FlexVolumeSource = Infer<typeof FlexVolumeSource>;

export const CinderVolumeSource = struct('CinderVolumeSource', '', {
  volumeID: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  readOnly: field(3, omitEmpty(bool), ''),
  secretRef: field(4, optional(LocalObjectReference), ''),
});
export type CinderVolumeSource = Infer<typeof CinderVolumeSource>;

export const CephFSVolumeSource = struct('CephFSVolumeSource', '', {
  monitors: field(1, list(string), '', { merge: 'atomic' }),
  path: field(2, omitEmpty(string), ''),
  user: field(3, omitEmpty(string), ''),
  secretFile: field(4, omitEmpty(string), ''),
  secretRef: field(5, optional(LocalObjectReference), ''),
  readOnly: field(6, omitEmpty(bool), ''),
});
export type CephFSVolumeSource = Infer<typeof CephFSVolumeSource>;

export const AzureFileVolumeSource = struct('AzureFileVolumeSource', '', {
  secretName: field(1, string, ''),
  shareName: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
});
export type AzureFileVolumeSource = Infer<typeof AzureFileVolumeSource>;

export const ConfigMapVolumeSource = struct('ConfigMapVolumeSource', '', {
  localObjectReference: inline(1, LocalObjectReference),
  items: field(2, omitEmpty(list(KeyToPath)), '', { merge: 'atomic' }),
  defaultMode: field(3, optional(int32), ''),
  optional: field(4, optional(bool), ''),
});
export type ConfigMapVolumeSource = Infer<typeof ConfigMapVolumeSource>;

export const ScaleIOVolumeSource = struct('ScaleIOVolumeSource', '', {
  gateway: field(1, string, ''),
  system: field(2, string, ''),
  secretRef: field(3, optional(LocalObjectReference), ''),
  sslEnabled: field(4, omitEmpty(bool), ''),
  protectionDomain: field(5, omitEmpty(string), ''),
  storagePool: field(6, omitEmpty(string), ''),
  storageMode: field(7, omitEmpty(string), '', { default: 'ThinProvisioned' }),
  volumeName: field(8, omitEmpty(string), ''),
  fsType: field(9, omitEmpty(string), '', { default: 'xfs' }),
  readOnly: field(10, omitEmpty(bool), ''),
});
export type ScaleIOVolumeSource = Infer<typeof ScaleIOVolumeSource>;

export const StorageOSVolumeSource = struct('StorageOSVolumeSource', '', {
  volumeName: field(1, omitEmpty(string), ''),
  volumeNamespace: field(2, omitEmpty(string), ''),
  fsType: field(3, omitEmpty(string), ''),
  readOnly: field(4, omitEmpty(bool), ''),
  secretRef: field(5, optional(LocalObjectReference), ''),
});
export type StorageOSVolumeSource = Infer<typeof StorageOSVolumeSource>;

export const CSIVolumeSource = struct('CSIVolumeSource', '', {
  driver: field(1, string, ''),
  readOnly: field(2, optional(bool), ''),
  fsType: field(3, optional(string), ''),
  volumeAttributes: field(4, omitEmpty(dict(string)), ''),
  nodePublishSecretRef: field(5, optional(LocalObjectReference), ''),
});
export type CSIVolumeSource = Infer<typeof CSIVolumeSource>;

export const EphemeralVolumeSource = struct('EphemeralVolumeSource', '', {
  volumeClaimTemplate: field(1, optional(PersistentVolumeClaimTemplate), ''),
});
export type EphemeralVolumeSource = Infer<typeof EphemeralVolumeSource>;

export const PullPolicy = oneOf('Always', 'Never', 'IfNotPresent');
export type PullPolicy = Infer<typeof PullPolicy>;

export const ImageVolumeSource = struct('ImageVolumeSource', '', {
  reference: field(1, omitEmpty(string), ''),
  pullPolicy: field(2, omitEmpty(PullPolicy), ''),
});
export type ImageVolumeSource = Infer<typeof ImageVolumeSource>;

export const ImageVolumeStatus = struct('ImageVolumeStatus', '', {
  imageRef: field(1, omitEmpty(string), '', { required: true }),
});
export type ImageVolumeStatus = Infer<typeof ImageVolumeStatus>;

export const VolumeStatus = struct('VolumeStatus', '', {
  image: field(1, optional(ImageVolumeStatus), ''),
});
export type VolumeStatus = Infer<typeof VolumeStatus>;

export const ConfigMapNodeConfigSource = struct('ConfigMapNodeConfigSource', '', {
  namespace: field(1, string, ''),
  name: field(2, string, ''),
  uid: field(3, omitEmpty(string), ''),
  resourceVersion: field(4, omitEmpty(string), ''),
  kubeletConfigKey: field(5, string, ''),
});
export type ConfigMapNodeConfigSource = Infer<typeof ConfigMapNodeConfigSource>;

export const AttachedVolume = struct('AttachedVolume', '', {
  name: field(1, string, ''),
  devicePath: field(2, string, ''),
});
export type AttachedVolume = Infer<typeof AttachedVolume>;
