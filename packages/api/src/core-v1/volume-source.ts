/** Volumes that need nothing but the cluster: of the node, of its objects, of CSI drivers. */
import { LocalObjectReference } from './object-reference.ts';
import { PersistentVolumeClaimTemplate } from './persistent-volume-claim.ts';
import { KeyToPath } from './projected-volume.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

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

export const HostPathVolumeSource = struct('HostPathVolumeSource', 'A file or directory of the node.', {
  path: field(1, string, 'Path on the node; a symbolic link is followed.'),
  type: field(2, optional(HostPathType), 'What must be there, or is made there. Defaults to "": no check.', {
    default: '',
  }),
});
export type HostPathVolumeSource = Infer<typeof HostPathVolumeSource>;

export const StorageMedium = oneOf('', 'Memory', 'HugePages', 'HugePages-');
export type StorageMedium = Infer<typeof StorageMedium>;

export const EmptyDirVolumeSource = struct('EmptyDirVolumeSource', 'A directory that lives as long as the pod.', {
  medium: field(1, omitEmpty(StorageMedium), 'Where it is kept: "" for the disk of the node, Memory for a tmpfs.'),
  sizeLimit: field(
    2,
    optional(quantity),
    'Most bytes that it may hold; with Memory, it counts as memory. No limit if absent.',
  ),
});
export type EmptyDirVolumeSource = Infer<typeof EmptyDirVolumeSource>;

export const GitRepoVolumeSource = struct(
  'GitRepoVolumeSource',
  'A git repository, cloned when the pod starts. Deprecated.',
  {
    repository: field(1, string, 'URL of the repository.'),
    revision: field(2, omitEmpty(string), 'Commit to check out.'),
    directory: field(3, omitEmpty(string), 'Directory to clone into, below the volume; "." for the volume itself.'),
  },
);
export type GitRepoVolumeSource = Infer<typeof GitRepoVolumeSource>;

export const SecretVolumeSource = struct('SecretVolumeSource', 'The data of a Secret as files, kept in memory.', {
  secretName: field(1, omitEmpty(string), 'Name of a Secret in the namespace of the pod.'),
  items: field(2, omitEmpty(list(KeyToPath)), 'Keys to show and their paths. All keys if absent.', { merge: 'atomic' }),
  defaultMode: field(3, optional(int32), 'Permission bits of the files. Defaults to 0644.', { default: 0o644 }),
  optional: field(4, optional(bool), 'Whether the Secret or keys of it may be missing.'),
});
export type SecretVolumeSource = Infer<typeof SecretVolumeSource>;

export const ConfigMapVolumeSource = struct('ConfigMapVolumeSource', 'The data of a ConfigMap as files.', {
  localObjectReference: inline(1, LocalObjectReference),
  items: field(2, omitEmpty(list(KeyToPath)), 'Keys to show and their paths. All keys if absent.', { merge: 'atomic' }),
  defaultMode: field(3, optional(int32), 'Permission bits of the files. Defaults to 0644.', { default: 0o644 }),
  optional: field(4, optional(bool), 'Whether the ConfigMap or keys of it may be missing.'),
});
export type ConfigMapVolumeSource = Infer<typeof ConfigMapVolumeSource>;

export const PersistentVolumeClaimVolumeSource = struct(
  'PersistentVolumeClaimVolumeSource',
  'The volume that a PersistentVolumeClaim is bound to.',
  {
    claimName: field(1, string, 'Name of a claim in the namespace of the pod.'),
    readOnly: field(2, omitEmpty(bool), 'Mount read-only in every container. Defaults to false.'),
  },
);
export type PersistentVolumeClaimVolumeSource = Infer<typeof PersistentVolumeClaimVolumeSource>;

export const CSIVolumeSource = struct('CSIVolumeSource', 'A volume that a CSI driver makes for this pod.', {
  driver: field(1, string, 'Name of the CSI driver.'),
  readOnly: field(2, optional(bool), 'Mount read-only. Defaults to false.'),
  fsType: field(3, optional(string), 'Filesystem to mount. Defaults to what the driver chooses.'),
  volumeAttributes: field(4, omitEmpty(dict(string)), 'Properties that the driver understands.'),
  nodePublishSecretRef: field(5, optional(LocalObjectReference), 'Secret that the driver gets to publish the volume.'),
});
export type CSIVolumeSource = Infer<typeof CSIVolumeSource>;

export const EphemeralVolumeSource = struct(
  'EphemeralVolumeSource',
  'A volume of a storage driver, claimed when the pod is made and gone with it.',
  {
    volumeClaimTemplate: field(
      1,
      optional(PersistentVolumeClaimTemplate),
      'The claim to make, named <pod>-<volume> and owned by the pod.',
    ),
  },
);
export type EphemeralVolumeSource = Infer<typeof EphemeralVolumeSource>;

export const PullPolicy = oneOf('Always', 'Never', 'IfNotPresent');
export type PullPolicy = Infer<typeof PullPolicy>;

export const ImageVolumeSource = struct('ImageVolumeSource', 'The files of an image or OCI artifact, read-only.', {
  reference: field(1, omitEmpty(string), 'The image, written as that of a container.'),
  pullPolicy: field(
    2,
    omitEmpty(PullPolicy),
    'When to pull. Defaults to Always for the tag latest, else IfNotPresent.',
  ),
});
export type ImageVolumeSource = Infer<typeof ImageVolumeSource>;

export const ConfigMapNodeConfigSource = struct(
  'ConfigMapNodeConfigSource',
  'The ConfigMap that holds the configuration of a node. No longer used.',
  {
    namespace: field(1, string, 'Namespace of the ConfigMap.'),
    name: field(2, string, 'Name of the ConfigMap.'),
    uid: field(3, omitEmpty(string), 'UID of the ConfigMap; only in status.'),
    resourceVersion: field(4, omitEmpty(string), 'Resource version of the ConfigMap; only in status.'),
    kubeletConfigKey: field(5, string, 'Key of the ConfigMap that holds the kubelet configuration.'),
  },
);
export type ConfigMapNodeConfigSource = Infer<typeof ConfigMapNodeConfigSource>;

export const AttachedVolume = struct('AttachedVolume', 'A volume that is attached to a node.', {
  name: field(1, string, 'Unique name of the volume.'),
  devicePath: field(2, string, 'Path of the device on the node.'),
});
export type AttachedVolume = Infer<typeof AttachedVolume>;
