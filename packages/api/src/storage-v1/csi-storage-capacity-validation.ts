/** What a CSIStorageCapacity has to satisfy; what the figures are for may not change. */
import { invalidFor, NEGATIVE_MESSAGE, validateImmutableField } from '../meta-v1/field-rules.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { CSIStorageCapacity } from './csi-storage-capacity.ts';

const NODE_TOPOLOGY = FieldPath.of('nodeTopology');
const STORAGE_CLASS_NAME = FieldPath.of('storageClassName');

/** Everything wrong with a new capacity. */
export function validateCSIStorageCapacity(capacity: Readonly<CSIStorageCapacity>): FieldError[] {
  return validateFields(capacity, { allowInvalidValues: false });
}

/** Everything wrong with a changed capacity. A topology that was stored with bad values may keep them. */
export function validateCSIStorageCapacityUpdate(
  capacity: Readonly<CSIStorageCapacity>,
  old: Readonly<CSIStorageCapacity>,
): FieldError[] {
  const allowInvalidValues = validateLabelSelector(NODE_TOPOLOGY, old.nodeTopology).length > 0;
  return [
    ...validateFields(capacity, { allowInvalidValues }),
    ...validateImmutableField(NODE_TOPOLOGY, { now: capacity.nodeTopology, before: old.nodeTopology }),
    ...validateImmutableField(STORAGE_CLASS_NAME, { now: capacity.storageClassName, before: old.storageClassName }),
  ];
}

function validateFields(
  { nodeTopology, storageClassName, capacity }: Readonly<CSIStorageCapacity>,
  rules: { readonly allowInvalidValues: boolean },
): FieldError[] {
  return [
    ...validateLabelSelector(NODE_TOPOLOGY, nodeTopology, rules),
    ...invalidFor(STORAGE_CLASS_NAME, storageClassName, nameIsDnsSubdomain(storageClassName)),
    ...(capacity !== undefined && Quantity.parse(capacity).sign() < 0
      ? [FieldError.invalid(FieldPath.of('capacity'), capacity, NEGATIVE_MESSAGE)]
      : []),
  ];
}
