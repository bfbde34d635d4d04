/** What a StorageClass has to satisfy; nearly nothing of it may change. */
import { validateChoice, validateImmutableField, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateParameters, validateProvisioner } from './parameters-validation.ts';
import type { StorageClass } from './storage-class.ts';
import { validateAllowedTopologies } from './topology-selector-validation.ts';

/** Everything wrong with a new storage class. */
export function validateStorageClass(storageClass: Readonly<StorageClass>): FieldError[] {
  const { reclaimPolicy = '' } = storageClass;
  return [
    ...validateProvisioner(FieldPath.of('provisioner'), storageClass.provisioner),
    ...validateParameters(FieldPath.of('parameters'), storageClass.parameters, { mayBeEmpty: true }),
    ...(reclaimPolicy === '' ? [] : validateChoice(FieldPath.of('reclaimPolicy'), reclaimPolicy, ['Delete', 'Retain'])),
    ...validateRequiredChoice(FieldPath.of('volumeBindingMode'), storageClass.volumeBindingMode, [
      'Immediate',
      'WaitForFirstConsumer',
    ]),
    ...validateAllowedTopologies(FieldPath.of('allowedTopologies'), storageClass.allowedTopologies),
  ];
}

/** Everything wrong with a changed storage class. */
export function validateStorageClassUpdate(
  storageClass: Readonly<StorageClass>,
  old: Readonly<StorageClass>,
): FieldError[] {
  const unchanged = (name: 'parameters' | 'provisioner' | 'reclaimPolicy'): FieldError[] =>
    semanticEqual(storageClass[name], old[name])
      ? []
      : [FieldError.forbidden(FieldPath.of(name), `updates to ${name} are forbidden.`)];
  return [
    ...validateStorageClass(storageClass),
    ...unchanged('parameters'),
    ...unchanged('provisioner'),
    ...unchanged('reclaimPolicy'),
    ...validateImmutableField(FieldPath.of('volumeBindingMode'), {
      now: storageClass.volumeBindingMode,
      before: old.volumeBindingMode,
    }),
  ];
}
