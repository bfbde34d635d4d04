/** What a CSINode has to satisfy. A driver's entry may go and come, but change only in how many volumes it takes. */
import { invalidFor, validateImmutableField, validateNonNegative } from '../meta-v1/field-rules.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateCsiDriverName } from './csi-driver-name.ts';
import type { CSINode, CSINodeDriver } from './csi-node.ts';

const DRIVERS = FieldPath.of('spec', 'drivers');
const MAX_NODE_ID_LENGTH = 256;

/** Everything wrong with a new CSINode. */
export function validateCSINode({ spec: { drivers } }: Readonly<CSINode>): FieldError[] {
  return drivers.flatMap((driver, position) => {
    const path = DRIVERS.index(position);
    const isDouble = drivers.findIndex(({ name }) => name === driver.name) < position;
    return [
      ...validateCsiDriverName(path.child('name'), driver.name),
      ...validateNodeId(path.child('nodeID'), driver.nodeID),
      ...(driver.allocatable?.count === undefined
        ? []
        : validateNonNegative(path.child('allocatable', 'count'), driver.allocatable.count)),
      ...(isDouble ? [FieldError.duplicate(path.child('name'), driver.name)] : []),
      ...validateTopologyKeys(path, driver.topologyKeys),
    ];
  });
}

/** Everything wrong with a changed CSINode. */
export function validateCSINodeUpdate(node: Readonly<CSINode>, old: Readonly<CSINode>): FieldError[] {
  const lasting = ({ name, nodeID, topologyKeys }: CSINodeDriver) => ({ name, nodeID, topologyKeys });
  const changes = old.spec.drivers.flatMap((before) =>
    node.spec.drivers
      .filter(({ name }) => name === before.name)
      .flatMap((now) => validateImmutableField(DRIVERS, { now: lasting(now), before: lasting(before) })),
  );
  return [...validateCSINode(node), ...changes];
}

function validateNodeId(path: FieldPath, id: string): FieldError[] {
  if (id === '') return [FieldError.required(path)];
  return Buffer.byteLength(id) > MAX_NODE_ID_LENGTH
    ? [FieldError.invalid(path, id, `must be ${MAX_NODE_ID_LENGTH} characters or less`)]
    : [];
}

// The errors stand at the driver, not at its topologyKeys.
function validateTopologyKeys(path: FieldPath, keys: readonly string[]): FieldError[] {
  return keys.flatMap((key, position) => [
    ...(key === '' ? [FieldError.required(path)] : []),
    ...(keys.indexOf(key) < position ? [FieldError.duplicate(path, key)] : []),
    ...invalidFor(path, key, validateQualifiedName(key)),
  ]);
}
