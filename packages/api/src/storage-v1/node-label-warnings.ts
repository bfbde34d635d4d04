/** Warnings about storage that is tied to nodes by labels which were replaced by others. */
import { deprecatedNodeLabel } from '../core-v1/deprecated-node-labels.ts';
import { FieldPath } from '../status/field-path.ts';
import type { CSIStorageCapacity } from './csi-storage-capacity.ts';
import type { StorageClass } from './storage-class.ts';

/** Warnings about the allowed topologies of a storage class. */
export function storageClassWarnings({ allowedTopologies = [] }: Readonly<StorageClass>): string[] {
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, position) => {
    const path = FieldPath.of('allowedTopologies').index(position).child('matchLabelExpressions');
    return matchLabelExpressions.flatMap(({ key }, index) => warning(path.index(index).child('key'), key));
  });
}

/** Warnings about the topology of a capacity. */
export function csiStorageCapacityWarnings({ nodeTopology }: Readonly<CSIStorageCapacity>): string[] {
  const path = FieldPath.of('nodeTopology');
  const { matchExpressions = [], matchLabels = {} } = nodeTopology ?? {};
  return [
    ...matchExpressions.flatMap(({ key }, index) =>
      warning(path.child('matchExpressions').index(index).child('key'), key),
    ),
    ...Object.keys(matchLabels).flatMap((key) => warning(path.child('matchLabels', key), key)),
  ];
}

function warning(path: FieldPath, label: string): string[] {
  const message = deprecatedNodeLabel(label);
  return message === undefined ? [] : [`${path.toString()}: ${message}`];
}
