/**
 * Where the data of a PersistentVolume is. Most kinds of storage differ from their form in pods in that their secrets
 * name a namespace, because a volume has none of its own.
 */
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
import { HostPathVolumeSource } from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

const FS_TYPE = 'Filesystem to mount, such as ext4 or xfs.';
const READ_ONLY = 'Mount it read-only.';
const SECRET = 'Secret that holds the credentials.';

export const GlusterfsPersistentVolumeSource = struct('GlusterfsPersistentVolumeSource', 'A Glusterfs mount.', {
  endpoints: field(1, string, 'Name of the Endpoints with the Glusterfs servers.'),
  path: field(2, string, 'Name of the Glusterfs volume.'),
  readOnly: field(3, omitEmpty(bool), READ_ONLY),
  endpointsNamespace: field(4, optional(string), "Namespace of the Endpoints. The claim's when not given."),
});
export type GlusterfsPersistentVolumeSource = Infer<typeof GlusterfsPersistentVolumeSource>;

export const RBDPersistentVolumeSource = struct('RBDPersistentVolumeSource', 'A block device in Ceph.', {
  monitors: field(1, list(string), 'Addresses of the Ceph monitors.', { merge: 'atomic' }),
  image: field(2, string, 'Name of the image.'),
  fsType: field(3, omitEmpty(string), FS_TYPE),
  pool: field(4, omitEmpty(string), 'Pool of the image. rbd when not given.', { default: 'rbd' }),
  user: field(5, omitEmpty(string), 'User name. admin when not given.', { default: 'admin' }),
  keyring: field(6, omitEmpty(string), 'Path of the key ring. /etc/ceph/keyring when not given.', {
    default: '/etc/ceph/keyring',
  }),
  secretRef: field(7, optional(SecretReference), 'Secret with the credentials, used instead of the key ring.'),
  readOnly: field(8, omitEmpty(bool), READ_ONLY),
});
export type RBDPersistentVolumeSource = Infer<typeof RBDPersistentVolumeSource>;

export const ISCSIPersistentVolumeSource = struct('ISCSIPersistentVolumeSource', 'An iSCSI disk.', {
  targetPortal: field(1, string, 'Address of the target, with a port unless it is 860 or 3260.'),
  iqn: field(2, string, 'Qualified name of the target.'),
  lun: field(3, int32, 'Number of the logical unit, 0 to 255.'),
  iscsiInterface: field(4, omitEmpty(string), 'Interface that the initiator uses. default (tcp) when not given.', {
    default: 'default',
  }),
  fsType: field(5, omitEmpty(string), FS_TYPE),
  readOnly: field(6, omitEmpty(bool), READ_ONLY),
  portals: field(7, omitEmpty(list(string)), 'Further addresses of the target.', { merge: 'atomic' }),
  chapAuthDiscovery: field(8, omitEmpty(bool), 'Discovery authenticates with CHAP.'),
  chapAuthSession: field(11, omitEmpty(bool), 'Sessions authenticate with CHAP.'),
  secretRef: field(10, optional(SecretReference), SECRET),
  initiatorName: field(12, optional(string), 'Name of the initiator to use for this disk.'),
});
export type ISCSIPersistentVolumeSource = Infer<typeof ISCSIPersistentVolumeSource>;

export const CinderPersistentVolumeSource = struct('CinderPersistentVolumeSource', 'A volume of OpenStack Cinder.', {
  volumeID: field(1, string, 'Identity of the volume in Cinder.'),
  fsType: field(2, omitEmpty(string), FS_TYPE),
  readOnly: field(3, omitEmpty(bool), READ_ONLY),
  secretRef: field(4, optional(SecretReference), SECRET),
});
export type CinderPersistentVolumeSource = Infer<typeof CinderPersistentVolumeSource>;

export const CephFSPersistentVolumeSource = struct('CephFSPersistentVolumeSource', 'A mount of CephFS.', {
  monitors: field(1, list(string), 'Addresses of the Ceph monitors.', { merge: 'atomic' }),
  path: field(2, omitEmpty(string), 'Directory to mount. / when not given.'),
  user: field(3, omitEmpty(string), 'User name. admin when not given.'),
  secretFile: field(4, omitEmpty(string), 'Path of the key ring. /etc/ceph/user.secret when not given.'),
  secretRef: field(5, optional(SecretReference), 'Secret with the credentials, used instead of secretFile.'),
  readOnly: field(6, omitEmpty(bool), READ_ONLY),
});
export type CephFSPersistentVolumeSource = Infer<typeof CephFSPersistentVolumeSource>;

export const FlexPersistentVolumeSource = struct('FlexPersistentVolumeSource', 'A volume of an exec plug-in.', {
  driver: field(1, string, 'Name of the plug-in.'),
  fsType: field(2, omitEmpty(string), FS_TYPE),
  secretRef: field(3, optional(SecretReference), 'Secret that is handed to the plug-in.'),
  readOnly: field(4, omitEmpty(bool), READ_ONLY),
  options: field(5, omitEmpty(dict(string)), 'Settings that are handed to the plug-in.'),
});
export type FlexPersistentVolumeSource = Infer<typeof FlexPersistentVolumeSource>;

export const AzureFilePersistentVolumeSource = struct('AzureFilePersistentVolumeSource', 'A share of Azure Files.', {
  secretName: field(1, string, 'Secret with the name and key of the storage account.'),
  shareName: field(2, string, 'Name of the share.'),
  readOnly: field(3, omitEmpty(bool), READ_ONLY),
  secretNamespace: field(4, optional(string), "Namespace of the Secret. The claim's when not given."),
});
export type AzureFilePersistentVolumeSource = Infer<typeof AzureFilePersistentVolumeSource>;

export const ScaleIOPersistentVolumeSource = struct('ScaleIOPersistentVolumeSource', 'A volume of ScaleIO.', {
  gateway: field(1, string, 'Address of the API gateway.'),
  system: field(2, string, 'Name of the storage system.'),
  secretRef: field(3, optional(SecretReference), SECRET),
  sslEnabled: field(4, omitEmpty(bool), 'Talk to the gateway over TLS.'),
  protectionDomain: field(5, omitEmpty(string), 'Name of the protection domain.'),
  storagePool: field(6, omitEmpty(string), 'Pool within the protection domain.'),
  storageMode: field(7, omitEmpty(string), 'ThickProvisioned or ThinProvisioned, which is used when not given.', {
    default: 'ThinProvisioned',
  }),
  volumeName: field(8, omitEmpty(string), 'Name of the volume.'),
  fsType: field(9, omitEmpty(string), 'Filesystem to mount. xfs when not given.', { default: 'xfs' }),
  readOnly: field(10, omitEmpty(bool), READ_ONLY),
});
export type ScaleIOPersistentVolumeSource = Infer<typeof ScaleIOPersistentVolumeSource>;

export const LocalVolumeSource = struct('LocalVolumeSource', 'A disk or directory of one node.', {
  path: field(1, string, 'Path on the node of a directory or, for raw devices, of a block device.'),
  fsType: field(2, optional(string), 'Filesystem to mount, where the path is a block device.'),
});
export type LocalVolumeSource = Infer<typeof LocalVolumeSource>;

export const StorageOSPersistentVolumeSource = struct('StorageOSPersistentVolumeSource', 'A volume of StorageOS.', {
  volumeName: field(1, omitEmpty(string), 'Name of the volume in StorageOS.'),
  volumeNamespace: field(2, omitEmpty(string), "Namespace in StorageOS. The claim's when not given."),
  fsType: field(3, omitEmpty(string), FS_TYPE),
  readOnly: field(4, omitEmpty(bool), READ_ONLY),
  secretRef: field(5, optional(ObjectReference), SECRET),
});
export type StorageOSPersistentVolumeSource = Infer<typeof StorageOSPersistentVolumeSource>;

export const CSIPersistentVolumeSource = struct('CSIPersistentVolumeSource', 'A volume of a CSI driver.', {
  driver: field(1, string, 'Name of the driver.'),
  volumeHandle: field(2, string, 'Name that the driver gave the volume.'),
  readOnly: field(3, omitEmpty(bool), READ_ONLY),
  fsType: field(4, omitEmpty(string), FS_TYPE),
  volumeAttributes: field(5, omitEmpty(dict(string)), 'What the driver said about the volume when it made it.'),
  controllerPublishSecretRef: field(6, optional(SecretReference), 'Secret for attaching and detaching.'),
  nodeStageSecretRef: field(7, optional(SecretReference), 'Secret for preparing the volume on a node.'),
  nodePublishSecretRef: field(8, optional(SecretReference), 'Secret for mounting it for a pod.'),
  controllerExpandSecretRef: field(9, optional(SecretReference), 'Secret for growing the volume.'),
  nodeExpandSecretRef: field(10, optional(SecretReference), 'Secret for growing its filesystem on the node.'),
});
export type CSIPersistentVolumeSource = Infer<typeof CSIPersistentVolumeSource>;

export const PersistentVolumeSource = struct('PersistentVolumeSource', 'Where the data is: exactly one of these.', {
  gcePersistentDisk: field(1, optional(GCEPersistentDiskVolumeSource), 'A disk of Google Compute Engine.'),
  awsElasticBlockStore: field(2, optional(AWSElasticBlockStoreVolumeSource), 'A disk of AWS Elastic Block Store.'),
  hostPath: field(3, optional(HostPathVolumeSource), 'A directory of the node that the pod happens to be on.'),
  glusterfs: field(4, optional(GlusterfsPersistentVolumeSource), 'A Glusterfs mount.'),
  nfs: field(5, optional(NFSVolumeSource), 'An NFS mount.'),
  rbd: field(6, optional(RBDPersistentVolumeSource), 'A block device in Ceph.'),
  iscsi: field(7, optional(ISCSIPersistentVolumeSource), 'An iSCSI disk.'),
  cinder: field(8, optional(CinderPersistentVolumeSource), 'A volume of OpenStack Cinder.'),
  cephfs: field(9, optional(CephFSPersistentVolumeSource), 'A mount of CephFS.'),
  fc: field(10, optional(FCVolumeSource), 'A Fibre Channel disk.'),
  flocker: field(11, optional(FlockerVolumeSource), 'A volume of Flocker.'),
  flexVolume: field(12, optional(FlexPersistentVolumeSource), 'A volume of an exec plug-in.'),
  azureFile: field(13, optional(AzureFilePersistentVolumeSource), 'A share of Azure Files.'),
  vsphereVolume: field(14, optional(VsphereVirtualDiskVolumeSource), 'A disk of vSphere.'),
  quobyte: field(15, optional(QuobyteVolumeSource), 'A mount of Quobyte.'),
  azureDisk: field(16, optional(AzureDiskVolumeSource), 'A disk of Azure.'),
  photonPersistentDisk: field(17, optional(PhotonPersistentDiskVolumeSource), 'A disk of Photon Controller.'),
  portworxVolume: field(18, optional(PortworxVolumeSource), 'A volume of Portworx.'),
  scaleIO: field(19, optional(ScaleIOPersistentVolumeSource), 'A volume of ScaleIO.'),
  local: field(20, optional(LocalVolumeSource), 'A disk or directory of one node; needs nodeAffinity.'),
  storageos: field(21, optional(StorageOSPersistentVolumeSource), 'A volume of StorageOS.'),
  csi: field(22, optional(CSIPersistentVolumeSource), 'A volume of a CSI driver.'),
});
export type PersistentVolumeSource = Infer<typeof PersistentVolumeSource>;
