/** How volumes appear in a container, as files or as devices. */
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const RecursiveReadOnlyMode = oneOf('Disabled', 'IfPossible', 'Enabled');
export type RecursiveReadOnlyMode = Infer<typeof RecursiveReadOnlyMode>;

export const MountPropagationMode = oneOf('None', 'HostToContainer', 'Bidirectional');
export type MountPropagationMode = Infer<typeof MountPropagationMode>;

export const VolumeMount = struct('VolumeMount', 'A volume of the pod, mounted in a container.', {
  name: field(1, string, 'Name of a volume of the pod.'),
  readOnly: field(2, omitEmpty(bool), 'Mount read-only. Defaults to false.'),
  recursiveReadOnly: field(
    7,
    optional(RecursiveReadOnlyMode),
    'With readOnly, whether mounts below are read-only too. Defaults to Disabled.',
  ),
  mountPath: field(3, string, 'Path in the container; may not contain ":".'),
  subPath: field(4, omitEmpty(string), 'Path below the volume to mount instead of its root. Defaults to "".'),
  mountPropagation: field(
    5,
    optional(MountPropagationMode),
    'How mounts travel between node and container. Defaults to None.',
  ),
  subPathExpr: field(6, omitEmpty(string), 'As subPath, with $(VAR) expanded from the environment of the container.'),
});
export type VolumeMount = Infer<typeof VolumeMount>;

export const VolumeDevice = struct('VolumeDevice', 'A raw block device in a container.', {
  name: field(1, string, 'Name of a volume of the pod that comes from a claim.'),
  devicePath: field(2, string, 'Path in the container at which the device appears.'),
});
export type VolumeDevice = Infer<typeof VolumeDevice>;

export const VolumeMountStatus = struct('VolumeMountStatus', 'How a volume is mounted in a container.', {
  name: field(1, string, 'Name of the mounted volume.'),
  mountPath: field(2, string, 'Path in the container.'),
  readOnly: field(3, omitEmpty(bool), 'Whether it is mounted read-only.'),
  recursiveReadOnly: field(
    4,
    optional(RecursiveReadOnlyMode),
    'Disabled or Enabled: whether mounts below are read-only too.',
  ),
});
export type VolumeMountStatus = Infer<typeof VolumeMountStatus>;
