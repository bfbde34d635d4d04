/** The volumes of a pod. */
import {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  FlexVolumeSource,
  GCEPersistentDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  ScaleIOVolumeSource,
  StorageOSVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from './cloud-volume-source.ts';
import {
  CephFSVolumeSource,
  CinderVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GlusterfsVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
} from './network-volume-source.ts';
import { DownwardAPIVolumeSource, ProjectedVolumeSource } from './projected-volume.ts';
import {
  CSIVolumeSource,
  ConfigMapVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  GitRepoVolumeSource,
  HostPathVolumeSource,
  ImageVolumeSource,
  PersistentVolumeClaimVolumeSource,
  SecretVolumeSource,
} from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const VolumeSource = struct('VolumeSource', 'Where the content of a volume comes from: exactly one of these.', {
  hostPath: field(1, optional(HostPathVolumeSource), 'A file or directory of the node. Gives access to the node.'),
  emptyDir: field(2, optional(EmptyDirVolumeSource), 'A directory that starts empty and lives as long as the pod.'),
  gcePersistentDisk: field(
    3,
    optional(GCEPersistentDiskVolumeSource),
    'A Google Compute Engine disk. Deprecated: CSI.',
  ),
  awsElasticBlockStore: field(4, optional(AWSElasticBlockStoreVolumeSource), 'An AWS EBS volume. Deprecated: CSI.'),
  gitRepo: field(5, optional(GitRepoVolumeSource), 'A git repository. Deprecated: clone in an init container.'),
  secret: field(6, optional(SecretVolumeSource), 'The data of a Secret.'),
  nfs: field(7, optional(NFSVolumeSource), 'A directory of an NFS server.'),
  iscsi: field(8, optional(ISCSIVolumeSource), 'An iSCSI disk.'),
  glusterfs: field(9, optional(GlusterfsVolumeSource), 'A GlusterFS volume. No longer supported.'),
  persistentVolumeClaim: field(10, optional(PersistentVolumeClaimVolumeSource), 'The volume of a claim.'),
  rbd: field(11, optional(RBDVolumeSource), 'A Ceph block device. No longer supported.'),
  flexVolume: field(12, optional(FlexVolumeSource), 'A volume of an exec driver. Deprecated: CSI.'),
  cinder: field(13, optional(CinderVolumeSource), 'An OpenStack volume. Deprecated: CSI.'),
  cephfs: field(14, optional(CephFSVolumeSource), 'A Ceph filesystem. No longer supported.'),
  flocker: field(15, optional(FlockerVolumeSource), 'A Flocker dataset. No longer supported.'),
  downwardAPI: field(16, optional(DownwardAPIVolumeSource), 'Facts about the pod, as files.'),
  fc: field(17, optional(FCVolumeSource), 'A Fibre Channel disk.'),
  azureFile: field(18, optional(AzureFileVolumeSource), 'An Azure file share. Deprecated: CSI.'),
  configMap: field(19, optional(ConfigMapVolumeSource), 'The data of a ConfigMap.'),
  vsphereVolume: field(20, optional(VsphereVirtualDiskVolumeSource), 'A vSphere disk. Deprecated: CSI.'),
  quobyte: field(21, optional(QuobyteVolumeSource), 'A Quobyte volume. No longer supported.'),
  azureDisk: field(22, optional(AzureDiskVolumeSource), 'An Azure data disk. Deprecated: CSI.'),
  photonPersistentDisk: field(23, optional(PhotonPersistentDiskVolumeSource), 'A Photon disk. No longer supported.'),
  projected: field(26, optional(ProjectedVolumeSource), 'Secrets, ConfigMaps, tokens and facts in one directory.'),
  portworxVolume: field(24, optional(PortworxVolumeSource), 'A Portworx volume. Deprecated: CSI.'),
  scaleIO: field(25, optional(ScaleIOVolumeSource), 'A ScaleIO volume. No longer supported.'),
  storageos: field(27, optional(StorageOSVolumeSource), 'A StorageOS volume. No longer supported.'),
  csi: field(28, optional(CSIVolumeSource), 'A volume that a CSI driver makes for this pod.'),
  ephemeral: field(29, optional(EphemeralVolumeSource), 'A volume claimed for this pod and deleted with it.'),
  image: field(30, optional(ImageVolumeSource), 'The files of an image, read-only.'),
});
export type VolumeSource = Infer<typeof VolumeSource>;

export const Volume = struct('Volume', 'A directory or device that the containers of a pod can mount.', {
  name: field(1, string, 'Name in the pod: a DNS label, unique.'),
  volumeSource: inline(2, VolumeSource),
});
export type Volume = Infer<typeof Volume>;
