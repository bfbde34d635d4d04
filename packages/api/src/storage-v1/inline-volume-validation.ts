/** A volume described within its attachment, instead of by a PersistentVolume: what it has to be, and cannot be. */
import { validateAccessModes } from '../core-v1/persistent-volume-claim-spec-validation.ts';
import { validatePersistentVolumeSource } from '../core-v1/persistent-volume-source-validation.ts';
import type { PersistentVolumeSpec } from '../core-v1/persistent-volume.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

type Spec = Readonly<PersistentVolumeSpec>;

/** Everything wrong with an inline volume. */
export function validateInlineVolume(path: FieldPath, spec: Spec): FieldError[] {
  const { accessModes = [], capacity = {}, csi, persistentVolumeReclaimPolicy: policy = 'Retain' } = spec;
  const { storageClassName = '', volumeMode = 'Filesystem' } = spec;
  const refused = (isGiven: boolean, name: keyof Spec, rule = 'not be specified'): FieldError[] =>
    isGiven ? [FieldError.forbidden(path.child(name), `may ${rule} in the context of inline volumes`)] : [];
  return [
    ...refused(spec.claimRef !== undefined, 'claimRef'),
    ...refused(Object.keys(capacity).length > 0, 'capacity'),
    ...(csi === undefined
      ? [FieldError.required(path.child('csi'), 'has to be specified in the context of inline volumes')]
      : []),
    ...(accessModes.length === 0
      ? [FieldError.required(path.child('accessModes'))]
      : validateAccessModes(accessModes, path.child('accessModes'))),
    ...refused(policy !== 'Retain', 'persistentVolumeReclaimPolicy', 'only be Retain'),
    ...refused(spec.nodeAffinity !== undefined, 'nodeAffinity'),
    ...validatePersistentVolumeSource(spec, { path, volumeName: '' }),
    ...refused(storageClassName !== '', 'storageClassName'),
    ...refused(volumeMode !== 'Filesystem', 'volumeMode', 'not specify volumeMode other than Filesystem'),
  ];
}
