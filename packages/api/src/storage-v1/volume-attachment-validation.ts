/** What a VolumeAttachment has to satisfy; its spec never changes. */
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { rangeMessage } from '../names/name-messages.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateCsiDriverName } from './csi-driver-name.ts';
import { validateInlineVolume } from './inline-volume-validation.ts';
import { sizeOf } from './parameters-validation.ts';
import type { VolumeAttachment, VolumeAttachmentSource, VolumeError } from './volume-attachment.ts';

const SPEC = FieldPath.of('spec');
const STATUS = FieldPath.of('status');
const MAX_METADATA_SIZE = 256 * 1024;
const MAX_MESSAGE_LENGTH = 1024;

/** Everything wrong with a new attachment. */
export function validateVolumeAttachment(attachment: Readonly<VolumeAttachment>): FieldError[] {
  const { attacher, source } = attachment.spec;
  return [
    ...validateStored(attachment),
    ...validateCsiDriverName(SPEC.child('attacher'), attacher),
    ...(source.persistentVolumeName === undefined
      ? []
      : invalidFor(
          SPEC.child('source', 'persistentVolumeName'),
          source.persistentVolumeName,
          nameIsDnsSubdomain(source.persistentVolumeName),
        )),
  ];
}

/** Everything wrong with a changed attachment, be it the whole or its status. */
export function validateVolumeAttachmentUpdate(
  attachment: Readonly<VolumeAttachment>,
  old: Readonly<VolumeAttachment>,
): FieldError[] {
  return [...validateStored(attachment), ...validateImmutableField(SPEC, { now: attachment.spec, before: old.spec })];
}

function validateStored({ spec, status }: Readonly<VolumeAttachment>): FieldError[] {
  return [
    ...(spec.attacher === '' ? [FieldError.required(SPEC.child('attacher'))] : []),
    ...validateSource(SPEC.child('source'), spec.source),
    ...invalidFor(SPEC.child('nodeName'), spec.nodeName, nameIsDnsSubdomain(spec.nodeName)),
    ...(sizeOf(status.attachmentMetadata ?? {}) > MAX_METADATA_SIZE
      ? [FieldError.tooLong(STATUS.child('attachmentMetadata'), MAX_METADATA_SIZE)]
      : []),
    ...validateVolumeError(STATUS.child('attachError'), status.attachError),
    ...validateVolumeError(STATUS.child('detachError'), status.detachError),
  ];
}

function validateSource(path: FieldPath, source: VolumeAttachmentSource): FieldError[] {
  const { inlineVolumeSpec, persistentVolumeName } = source;
  const detail = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (inlineVolumeSpec === undefined && persistentVolumeName === undefined) return [FieldError.required(path, detail)];
  if (inlineVolumeSpec !== undefined && persistentVolumeName !== undefined) return [FieldError.forbidden(path, detail)];
  if (inlineVolumeSpec !== undefined) return validateInlineVolume(path.child('inlineVolumeSpec'), inlineVolumeSpec);
  return persistentVolumeName === ''
    ? [FieldError.required(path.child('persistentVolumeName'), 'must specify non empty persistentVolumeName')]
    : [];
}

function validateVolumeError(path: FieldPath, error: VolumeError | undefined): FieldError[] {
  if (error === undefined) return [];
  const { message = '', errorCode = 0 } = error;
  return [
    // Kubernetes names the limit of the metadata, not the one that it applies.
    ...(Buffer.byteLength(message) > MAX_MESSAGE_LENGTH
      ? [FieldError.tooLong(path.child('message'), MAX_METADATA_SIZE)]
      : []),
    ...(errorCode < 0 ? [FieldError.invalid(path.child('errorCode'), errorCode, rangeMessage(0, 2 ** 31 - 1))] : []),
  ];
}
