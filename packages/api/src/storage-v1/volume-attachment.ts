import { PersistentVolumeSpec } from '../core-v1/persistent-volume.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeAttachmentSource = struct('VolumeAttachmentSource', '', {
  persistentVolumeName: field(1, optional(string), ''),
  inlineVolumeSpec: field(2, optional(PersistentVolumeSpec), ''),
});
export type VolumeAttachmentSource = Infer<typeof VolumeAttachmentSource>;

export const VolumeAttachmentSpec = struct('VolumeAttachmentSpec', '', {
  attacher: field(1, string, ''),
  source: field(2, VolumeAttachmentSource, ''),
  nodeName: field(3, string, ''),
});
export type VolumeAttachmentSpec = Infer<typeof VolumeAttachmentSpec>;

export const VolumeError = struct('VolumeError', '', {
  time: field(1, omitEmpty(time), ''),
  message: field(2, omitEmpty(string), ''),
  errorCode: field(3, optional(int32), ''),
});
export type VolumeError = Infer<typeof VolumeError>;

export const VolumeAttachmentStatus = struct('VolumeAttachmentStatus', '', {
  attached: field(1, bool, ''),
  attachmentMetadata: field(2, omitEmpty(dict(string)), ''),
  attachError: field(3, optional(VolumeError), ''),
  detachError: field(4, optional(VolumeError), ''),
});
export type VolumeAttachmentStatus = Infer<typeof VolumeAttachmentStatus>;

export const VolumeAttachment = struct('VolumeAttachment', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, VolumeAttachmentSpec, ''),
  status: field(3, omitEmpty(VolumeAttachmentStatus), ''),
});
export type VolumeAttachment = Infer<typeof VolumeAttachment>;
