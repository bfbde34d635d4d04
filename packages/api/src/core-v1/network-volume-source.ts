/** Volumes that a server in the network offers. */
import { LocalObjectReference } from './object-reference.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NFSVolumeSource = struct('NFSVolumeSource', 'A directory exported by an NFS server.', {
  server: field(1, string, 'Host name or IP address of the NFS server.'),
  path: field(2, string, 'Absolute path that the server exports.'),
  readOnly: field(3, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
});
export type NFSVolumeSource = Infer<typeof NFSVolumeSource>;

export const FCVolumeSource = struct('FCVolumeSource', 'A Fibre Channel disk, attached to the node of the pod.', {
  targetWWNs: field(
    1,
    omitEmpty(list(string)),
    'World wide names of the targets; needs lun. Not together with wwids.',
    {
      merge: 'atomic',
    },
  ),
  lun: field(2, optional(int32), 'Logical unit number of the disk, 0 to 255.'),
  fsType: field(3, omitEmpty(string), 'Filesystem on the disk, such as ext4 or xfs. Defaults to ext4.'),
  readOnly: field(4, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  wwids: field(5, omitEmpty(list(string)), 'World wide identifiers of the disk, instead of targetWWNs and lun.', {
    merge: 'atomic',
  }),
});
export type FCVolumeSource = Infer<typeof FCVolumeSource>;

export const FlockerVolumeSource = struct(
  'FlockerVolumeSource',
  'A Flocker dataset. No longer supported by any node.',
  {
    datasetName: field(1, omitEmpty(string), 'Name of the dataset; either this or datasetUUID.'),
    datasetUUID: field(2, omitEmpty(string), 'UUID of the dataset; either this or datasetName.'),
  },
);
export type FlockerVolumeSource = Infer<typeof FlockerVolumeSource>;

export const QuobyteVolumeSource = struct('QuobyteVolumeSource', 'A Quobyte volume. No longer supported by any node.', {
  registry: field(1, string, 'Quobyte registries as host:port, several separated by commas.'),
  volume: field(2, string, 'Name of an existing Quobyte volume.'),
  readOnly: field(3, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  user: field(4, omitEmpty(string), 'User as whom the volume is accessed. Defaults to the owner of the process.'),
  group: field(5, omitEmpty(string), 'Group as which the volume is accessed. Defaults to no group.'),
  tenant: field(6, omitEmpty(string), 'Tenant that owns the volume, if it was provisioned dynamically.'),
});
export type QuobyteVolumeSource = Infer<typeof QuobyteVolumeSource>;

export const ISCSIVolumeSource = struct('ISCSIVolumeSource', 'An iSCSI disk, attached to the node of the pod.', {
  targetPortal: field(1, string, 'IP address of the target, with the port if it is not 860 or 3260.'),
  iqn: field(2, string, 'Qualified name of the target, in iqn, eui or naa notation.'),
  lun: field(3, int32, 'Logical unit number of the disk, 0 to 255.'),
  iscsiInterface: field(4, omitEmpty(string), 'Interface of the initiator. Defaults to default (TCP).', {
    default: 'default',
  }),
  fsType: field(5, omitEmpty(string), 'Filesystem on the disk, such as ext4 or xfs. Defaults to ext4.'),
  readOnly: field(6, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  portals: field(7, omitEmpty(list(string)), 'Further portals of the target, for multipath.', { merge: 'atomic' }),
  chapAuthDiscovery: field(8, omitEmpty(bool), 'Authenticate with CHAP when discovering targets.'),
  chapAuthSession: field(11, omitEmpty(bool), 'Authenticate with CHAP when opening the session.'),
  secretRef: field(10, optional(LocalObjectReference), 'Secret with the CHAP credentials.'),
  initiatorName: field(12, optional(string), 'Name of the initiator; makes a new interface for the connection.'),
});
export type ISCSIVolumeSource = Infer<typeof ISCSIVolumeSource>;

export const GlusterfsVolumeSource = struct(
  'GlusterfsVolumeSource',
  'A GlusterFS volume. No longer supported by any node.',
  {
    endpoints: field(1, string, 'Name of the Endpoints that list the GlusterFS servers.'),
    path: field(2, string, 'Name of the GlusterFS volume.'),
    readOnly: field(3, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  },
);
export type GlusterfsVolumeSource = Infer<typeof GlusterfsVolumeSource>;

export const RBDVolumeSource = struct('RBDVolumeSource', 'A Ceph block device. No longer supported by any node.', {
  monitors: field(1, list(string), 'Addresses of the Ceph monitors.', { merge: 'atomic' }),
  image: field(2, string, 'Name of the RADOS image.'),
  fsType: field(3, omitEmpty(string), 'Filesystem on the image, such as ext4 or xfs. Defaults to ext4.'),
  pool: field(4, omitEmpty(string), 'RADOS pool of the image. Defaults to rbd.', { default: 'rbd' }),
  user: field(5, omitEmpty(string), 'RADOS user. Defaults to admin.', { default: 'admin' }),
  keyring: field(6, omitEmpty(string), 'Path of the key ring of the user. Defaults to /etc/ceph/keyring.', {
    default: '/etc/ceph/keyring',
  }),
  secretRef: field(7, optional(LocalObjectReference), 'Secret with the key of the user; replaces keyring.'),
  readOnly: field(8, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
});
export type RBDVolumeSource = Infer<typeof RBDVolumeSource>;

export const CinderVolumeSource = struct('CinderVolumeSource', 'An OpenStack Cinder volume.', {
  volumeID: field(1, string, 'Id of the Cinder volume.'),
  fsType: field(2, omitEmpty(string), 'Filesystem on the volume, such as ext4 or xfs. Defaults to ext4.'),
  readOnly: field(3, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  secretRef: field(4, optional(LocalObjectReference), 'Secret with the parameters to connect to OpenStack.'),
});
export type CinderVolumeSource = Infer<typeof CinderVolumeSource>;

export const CephFSVolumeSource = struct('CephFSVolumeSource', 'A Ceph filesystem. No longer supported by any node.', {
  monitors: field(1, list(string), 'Addresses of the Ceph monitors.', { merge: 'atomic' }),
  path: field(2, omitEmpty(string), 'Directory to mount as the root. Defaults to /.'),
  user: field(3, omitEmpty(string), 'RADOS user. Defaults to admin.'),
  secretFile: field(4, omitEmpty(string), 'Path of the key ring of the user. Defaults to /etc/ceph/user.secret.'),
  secretRef: field(5, optional(LocalObjectReference), 'Secret with the key of the user; replaces secretFile.'),
  readOnly: field(6, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
});
export type CephFSVolumeSource = Infer<typeof CephFSVolumeSource>;
