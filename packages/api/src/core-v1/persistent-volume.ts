import { VolumeNodeAffinity } from './affinity.ts';
import {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  GCEPersistentDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from './cloud-volume-source.ts';
import { FCVolumeSource, FlockerVolumeSource, NFSVolumeSource, QuobyteVolumeSource } from './network-volume-source.ts';
import { ObjectReference, SecretReference } from './object-reference.ts';
import { PersistentVolumeAccessMode, PersistentVolumeMode } from './persistent-volume-claim.ts';
import { HostPathVolumeSource } from './volume-source.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const GlusterfsPersistentVolumeSource = struct('GlusterfsPersistentVolumeSource', '', {
  endpoints: field(1, string, ''),
  path: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
  endpointsNamespace: field(4, optional(string), ''),
});
export type GlusterfsPersistentVolumeSource = Infer<typeof GlusterfsPersistentVolumeSource>;

export const RBDPersistentVolumeSource = struct('RBDPersistentVolumeSource', '', {
  monitors: field(1, list(string), '', { merge: 'atomic' }),
  image: field(2, string, ''),
  fsType: field(3, omitEmpty(string), ''),
  pool: field(4, omitEmpty(string), '', { default: 'rbd' }),
  user: field(5, omitEmpty(string), '', { default: 'admin' }),
  keyring: field(6, omitEmpty(string), '', { default: '/etc/ceph/keyring' }),
  secretRef: field(7, optional(SecretReference), ''),
  readOnly: field(8, omitEmpty(bool), ''),
});
export type RBDPersistentVolumeSource = Infer<typeof RBDPersistentVolumeSource>;

export const ISCSIPersistentVolumeSource = struct('ISCSIPersistentVolumeSource', '', {
  targetPortal: field(1, string, ''),
  iqn: field(2, string, ''),
  lun: field(3, int32, ''),
  iscsiInterface: field(4, omitEmpty(string), '', { default: 'default' }),
  fsType: field(5, omitEmpty(string), ''),
  readOnly: field(6, omitEmpty(bool), ''),
  portals: field(7, omitEmpty(list(string)), '', { merge: 'atomic' }),
  chapAuthDiscovery: field(8, omitEmpty(bool), ''),
  chapAuthSession: field(11, omitEmpty(bool), ''),
  secretRef: field(10, optional(SecretReference), ''),
  initiatorName: field(12, optional(string), ''),
});
export type ISCSIPersistentVolumeSource = Infer<typeof ISCSIPersistentVolumeSource>;

export const CinderPersistentVolumeSource = struct('CinderPersistentVolumeSource', '', {
  volumeID: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  readOnly: field(3, omitEmpty(bool), ''),
  secretRef: field(4, optional(SecretReference), ''),
});
export type CinderPersistentVolumeSource = Infer<typeof CinderPersistentVolumeSource>;

export const CephFSPersistentVolumeSource = struct('CephFSPersistentVolumeSource', '', {
  monitors: field(1, list(string), '', { merge: 'atomic' }),
  path: field(2, omitEmpty(string), ''),
  user: field(3, omitEmpty(string), ''),
  secretFile: field(4, omitEmpty(string), ''),
  secretRef: field(5, optional(SecretReference), ''),
  readOnly: field(6, omitEmpty(bool), ''),
});
export type CephFSPersistentVolumeSource = Infer<typeof CephFSPersistentVolumeSource>;

export const FlexPersistentVolumeSource = struct('FlexPersistentVolumeSource', '', {
  driver: field(1, string, ''),
  fsType: field(2, omitEmpty(string), ''),
  secretRef: field(3, optional(SecretReference), ''),
  readOnly: field(4, omitEmpty(bool), ''),
  options: field(5, omitEmpty(dict(string)), ''),
});
export type FlexPersistentVolumeSource = Infer<typeof FlexPersistentVolumeSource>;

export const AzureFilePersistentVolumeSource = struct('AzureFilePersistentVolumeSource', '', {
  secretName: field(1, string, ''),
  shareName: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
  secretNamespace: field(4, optional(string), ''),
});
export type AzureFilePersistentVolumeSource = Infer<typeof AzureFilePersistentVolumeSource>;

export const ScaleIOPersistentVolumeSource = struct('ScaleIOPersistentVolumeSource', '', {
  gateway: field(1, string, ''),
  system: field(2, string, ''),
  secretRef: field(3, optional(SecretReference), ''),
  sslEnabled: field(4, omitEmpty(bool), ''),
  protectionDomain: field(5, omitEmpty(string), ''),
  storagePool: field(6, omitEmpty(string), ''),
  storageMode: field(7, omitEmpty(string), '', { default: 'ThinProvisioned' }),
  volumeName: field(8, omitEmpty(string), ''),
  fsType: field(9, omitEmpty(string), '', { default: 'xfs' }),
  readOnly: field(10, omitEmpty(bool), ''),
});
export type ScaleIOPersistentVolumeSource = Infer<typeof ScaleIOPersistentVolumeSource>;

export const LocalVolumeSource = struct('LocalVolumeSource', '', {
  path: field(1, string, ''),
  fsType: field(2, optional(string), ''),
});
export type LocalVolumeSource = Infer<typeof LocalVolumeSource>;

export const StorageOSPersistentVolumeSource = struct('StorageOSPersistentVolumeSource', '', {
  volumeName: field(1, omitEmpty(string), ''),
  volumeNamespace: field(2, omitEmpty(string), ''),
  fsType: field(3, omitEmpty(string), ''),
  readOnly: field(4, omitEmpty(bool), ''),
  secretRef: field(5, optional(ObjectReference), ''),
});
export type StorageOSPersistentVolumeSource = Infer<typeof StorageOSPersistentVolumeSource>;

export const CSIPersistentVolumeSource = struct('CSIPersistentVolumeSource', '', {
  driver: field(1, string, ''),
  volumeHandle: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
  fsType: field(4, omitEmpty(string), ''),
  volumeAttributes: field(5, omitEmpty(dict(string)), ''),
  controllerPublishSecretRef: field(6, optional(SecretReference), ''),
  nodeStageSecretRef: field(7, optional(SecretReference), ''),
  nodePublishSecretRef: field(8, optional(SecretReference), ''),
  controllerExpandSecretRef: field(9, optional(SecretReference), ''),
  nodeExpandSecretRef: field(10, optional(SecretReference), ''),
});
export type CSIPersistentVolumeSource = Infer<typeof CSIPersistentVolumeSource>;

export const PersistentVolumeSource = struct('PersistentVolumeSource', '', {
  gcePersistentDisk: field(1, optional(GCEPersistentDiskVolumeSource), ''),
  awsElasticBlockStore: field(2, optional(AWSElasticBlockStoreVolumeSource), ''),
  hostPath: field(3, optional(HostPathVolumeSource), ''),
  glusterfs: field(4, optional(GlusterfsPersistentVolumeSource), ''),
  nfs: field(5, optional(NFSVolumeSource), ''),
  rbd: field(6, optional(RBDPersistentVolumeSource), ''),
  iscsi: field(7, optional(ISCSIPersistentVolumeSource), ''),
  cinder: field(8, optional(CinderPersistentVolumeSource), ''),
  cephfs: field(9, optional(CephFSPersistentVolumeSource), ''),
  fc: field(10, optional(FCVolumeSource), ''),
  flocker: field(11, optional(FlockerVolumeSource), ''),
  flexVolume: field(12, optional(FlexPersistentVolumeSource), ''),
  azureFile: field(13, optional(AzureFilePersistentVolumeSource), ''),
  vsphereVolume: field(14, optional(VsphereVirtualDiskVolumeSource), ''),
  quobyte: field(15, optional(QuobyteVolumeSource), ''),
  azureDisk: field(16, optional(AzureDiskVolumeSource), ''),
  photonPersistentDisk: field(17, optional(PhotonPersistentDiskVolumeSource), ''),
  portworxVolume: field(18, optional(PortworxVolumeSource), ''),
  scaleIO: field(19, optional(ScaleIOPersistentVolumeSource), ''),
  local: field(20, optional(LocalVolumeSource), ''),
  storageos: field(21, optional(StorageOSPersistentVolumeSource), ''),
  csi: field(22, optional(CSIPersistentVolumeSource), ''),
});
export type PersistentVolumeSource = Infer<typeof PersistentVolumeSource>;

export const PersistentVolumeReclaimPolicy = oneOf('Recycle', 'Delete', 'Retain');
export type PersistentVolumeReclaimPolicy = Infer<typeof PersistentVolumeReclaimPolicy>;

export const PersistentVolumeSpec = struct('PersistentVolumeSpec', '', {
  capacity: field(1, omitEmpty(dict(quantity)), ''),
  persistentVolumeSource: inline(2, PersistentVolumeSource),
  accessModes: field(3, omitEmpty(list(PersistentVolumeAccessMode)), '', { merge: 'atomic' }),
  claimRef: field(4, optional(ObjectReference), ''),
  persistentVolumeReclaimPolicy: field(5, omitEmpty(PersistentVolumeReclaimPolicy), ''),
  storageClassName: field(6, omitEmpty(string), ''),
  mountOptions: field(7, omitEmpty(list(string)), '', { merge: 'atomic' }),
  volumeMode: field(8, optional(PersistentVolumeMode), ''),
  nodeAffinity: field(9, optional(VolumeNodeAffinity), ''),
  volumeAttributesClassName: field(10, optional(string), ''),
});
export type PersistentVolumeSpec = Infer<typeof PersistentVolumeSpec>;

export const PersistentVolumePhase = oneOf('Pending', 'Available', 'Bound', 'Released', 'Failed');
export type PersistentVolumePhase = Infer<typeof PersistentVolumePhase>;

export const PersistentVolumeStatus = struct('PersistentVolumeStatus', '', {
  phase: field(1, omitEmpty(PersistentVolumePhase), ''),
  message: field(2, omitEmpty(string), ''),
  reason: field(3, omitEmpty(string), ''),
  lastPhaseTransitionTime: field(4, optional(time), ''),
});
export type PersistentVolumeStatus = Infer<typeof PersistentVolumeStatus>;

export const PersistentVolume = struct('PersistentVolume', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PersistentVolumeSpec), ''),
  status: field(3, omitEmpty(PersistentVolumeStatus), ''),
});
export type PersistentVolume = Infer<typeof PersistentVolume>;
