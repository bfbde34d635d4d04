import { PersistentVolumeSpec } from '../core-v1/persistent-volume.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeAttachmentSource = struct(
  'VolumeAttachmentSource',
  'The volume to attach: exactly one of the two.',
  {
    persistentVolumeName: field(1, optional(string), 'Name of the PersistentVolume.'),
    inlineVolumeSpec: field(
      2,
      optional(PersistentVolumeSpec),
      'The volume itself, translated from a volume that a pod names directly.',
    ),
  },
);
export type VolumeAttachmentSource = Infer<typeof VolumeAttachmentSource>;

export const VolumeAttachmentSpec = struct(
  'VolumeAttachmentSpec',
  'Which volume goes to which node, and who does it.',
  {
    attacher: field(1, string, 'Name of the CSI driver that does it.'),
    source: field(2, VolumeAttachmentSource, 'The volume to attach.'),
    nodeName: field(3, string, 'Node to attach the volume to.'),
  },
);
export type VolumeAttachmentSpec = Infer<typeof VolumeAttachmentSpec>;

export const VolumeError = struct('VolumeError', 'What went wrong with a volume.', {
  time: field(1, omitEmpty(time), 'When it went wrong.'),
  message: field(2, omitEmpty(string), 'What went wrong; must hold no secrets.'),
  errorCode: field(3, optional(int32), 'gRPC status code of the failure.'),
});
export type VolumeError = Infer<typeof VolumeError>;

export const VolumeAttachmentStatus = struct('VolumeAttachmentStatus', 'How far the attacher has come.', {
  attached: field(1, bool, 'The volume is attached.'),
  attachmentMetadata: field(2, omitEmpty(dict(string)), 'What the attacher wants known when the volume is mounted.'),
  attachError: field(3, optional(VolumeError), 'Last failure to attach; gone once it worked.'),
  detachError: field(4, optional(VolumeError), 'Last failure to detach; gone once it worked.'),
});
export type VolumeAttachmentStatus = Infer<typeof VolumeAttachmentStatus>;

export const VolumeAttachment = struct('VolumeAttachment', 'The wish to attach a volume to a node, or detach it.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, VolumeAttachmentSpec, 'Which volume goes where. Immutable.'),
  status: field(3, omitEmpty(VolumeAttachmentStatus), 'How far the attacher has come; written by the attacher.'),
});
export type VolumeAttachment = Infer<typeof VolumeAttachment>;
