import { VolumeStatus } from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const RecursiveReadOnlyMode = oneOf('Disabled', 'IfPossible', 'Enabled');
export type RecursiveReadOnlyMode = Infer<typeof RecursiveReadOnlyMode>;

export const MountPropagationMode = oneOf('None', 'HostToContainer', 'Bidirectional');
export type MountPropagationMode = Infer<typeof MountPropagationMode>;

export const VolumeMount = struct('VolumeMount', '', {
  name: field(1, string, ''),
  readOnly: field(2, omitEmpty(bool), ''),
  recursiveReadOnly: field(7, optional(RecursiveReadOnlyMode), ''),
  mountPath: field(3, string, ''),
  subPath: field(4, omitEmpty(string), ''),
  mountPropagation: field(5, optional(MountPropagationMode), ''),
  subPathExpr: field(6, omitEmpty(string), ''),
});
export type VolumeMount = Infer<typeof VolumeMount>;

export const VolumeDevice = struct('VolumeDevice', '', {
  name: field(1, string, ''),
  devicePath: field(2, string, ''),
});
export type VolumeDevice = Infer<typeof VolumeDevice>;

export const VolumeMountStatus = struct('VolumeMountStatus', '', {
  name: field(1, string, ''),
  mountPath: field(2, string, ''),
  readOnly: field(3, omitEmpty(bool), ''),
  recursiveReadOnly: field(4, optional(RecursiveReadOnlyMode), ''),
  volumeStatus: field(5, optional(VolumeStatus), ''),
});
export type VolumeMountStatus = Infer<typeof VolumeMountStatus>;
