import { DownwardAPIVolumeSource, ProjectedVolumeSource } from './projected-volume.ts';
import {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  CSIVolumeSource,
  CephFSVolumeSource,
  CinderVolumeSource,
  ConfigMapVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  GCEPersistentDiskVolumeSource,
  GitRepoVolumeSource,
  GlusterfsVolumeSource,
  HostPathVolumeSource,
  ISCSIVolumeSource,
  ImageVolumeSource,
  NFSVolumeSource,
  PersistentVolumeClaimVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
  ScaleIOVolumeSource,
  SecretVolumeSource,
  StorageOSVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const VolumeSource = struct('VolumeSource', '', {
  hostPath: field(1, optional(HostPathVolumeSource), ''),
  emptyDir: field(2, optional(EmptyDirVolumeSource), ''),
  gcePersistentDisk: field(3, optional(GCEPersistentDiskVolumeSource), ''),
  awsElasticBlockStore: field(4, optional(AWSElasticBlockStoreVolumeSource), ''),
  gitRepo: field(5, optional(GitRepoVolumeSource), ''),
  secret: field(6, optional(SecretVolumeSource), ''),
  nfs: field(7, optional(NFSVolumeSource), ''),
  iscsi: field(8, optional(ISCSIVolumeSource), ''),
  glusterfs: field(9, optional(GlusterfsVolumeSource), ''),
  persistentVolumeClaim: field(10, optional(PersistentVolumeClaimVolumeSource), ''),
  rbd: field(11, optional(RBDVolumeSource), ''),
  flexVolume: field(12, optional(FlexVolumeSource), ''),
  cinder: field(13, optional(CinderVolumeSource), ''),
  cephfs: field(14, optional(CephFSVolumeSource), ''),
  flocker: field(15, optional(FlockerVolumeSource), ''),
  downwardAPI: field(16, optional(DownwardAPIVolumeSource), ''),
  fc: field(17, optional(FCVolumeSource), ''),
  azureFile: field(18, optional(AzureFileVolumeSource), ''),
  configMap: field(19, optional(ConfigMapVolumeSource), ''),
  vsphereVolume: field(20, optional(VsphereVirtualDiskVolumeSource), ''),
  quobyte: field(21, optional(QuobyteVolumeSource), ''),
  azureDisk: field(22, optional(AzureDiskVolumeSource), ''),
  photonPersistentDisk: field(23, optional(PhotonPersistentDiskVolumeSource), ''),
  projected: field(26, optional(ProjectedVolumeSource), ''),
  portworxVolume: field(24, optional(PortworxVolumeSource), ''),
  scaleIO: field(25, optional(ScaleIOVolumeSource), ''),
  storageos: field(27, optional(StorageOSVolumeSource), ''),
  csi: field(28, optional(CSIVolumeSource), ''),
  ephemeral: field(29, optional(EphemeralVolumeSource), ''),
  image: field(30, optional(ImageVolumeSource), ''),
});
export type VolumeSource = Infer<typeof VolumeSource>;

export const Volume = struct('Volume', '', {
  name: field(1, string, ''),
  volumeSource: inline(2, VolumeSource),
});
export type Volume = Infer<typeof Volume>;
