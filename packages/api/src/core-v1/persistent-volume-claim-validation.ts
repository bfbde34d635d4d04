/**
 * The rules for PersistentVolumeClaims. What a claim asks for is fixed, or quota could be got round; but it may grow
 * once it is bound, and change its attributes.
 */
import { validatePersistentVolumeClaimSpec } from './persistent-volume-claim-spec-validation.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';
import { isNativeResource } from './resource-name.ts';
import { validateResourceQuantity } from './resource-requirements-validation.ts';
import { IMMUTABLE_MESSAGE, invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { valueDiff } from '../status/value-diff.ts';

const SPEC = FieldPath.of('spec');
const STATUS = FieldPath.of('status');
const SIZE = SPEC.child('resources', 'requests', 'storage');
const ATTRIBUTES_CLASS = SPEC.child('volumeAttributesClassName');
const RESIZE_STATUSES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizePending',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
].toSorted();

/** Where the class of storage was named before there was a field for it. */
export const STORAGE_CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Everything wrong with a claim. */
export function validatePersistentVolumeClaim({ spec }: Readonly<PersistentVolumeClaim>): FieldError[] {
  return validatePersistentVolumeClaimSpec(spec, SPEC);
}

/** Everything wrong with a changed claim. */
export function validatePersistentVolumeClaimUpdate(
  claim: Readonly<PersistentVolumeClaim>,
  old: Readonly<PersistentVolumeClaim>,
): FieldError[] {
  const errors = [...validatePersistentVolumeClaim(claim), ...validateClassAnnotation(claim, old)];
  const { now, before } = fixedParts(claim, old);
  if (!semanticEqual(now, before)) {
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    errors.push(FieldError.forbidden(SPEC, `${detail}\n${valueDiff(internalForm(before), internalForm(now))}`));
  }
  return [
    ...errors,
    ...validateSize(claim, old),
    ...validateImmutableField('volumeMode', { now: claim.spec.volumeMode, before: old.spec.volumeMode }),
    ...validateAttributesClass(claim, old),
  ];
}

/** Everything wrong with a changed status. */
export function validatePersistentVolumeClaimStatus({ spec, status }: Readonly<PersistentVolumeClaim>): FieldError[] {
  const errors =
    (spec.accessModes ?? []).length === 0 ? [FieldError.required(FieldPath.of('Spec', 'accessModes'))] : [];
  for (const [name, amount] of Object.entries(status.capacity ?? {})) {
    errors.push(...validateAmount(STATUS.child('capacity').key(name), amount));
  }
  const statuses = STATUS.child('allocatedResourceStatuses');
  for (const [name, resizeStatus] of Object.entries(status.allocatedResourceStatuses ?? {})) {
    errors.push(...validateKey(statuses, name));
    if (!RESIZE_STATUSES.includes(resizeStatus)) {
      errors.push(FieldError.notSupported(statuses, name, RESIZE_STATUSES));
    }
  }
  const allocated = STATUS.child('allocatedResources');
  for (const [name, amount] of Object.entries(status.allocatedResources ?? {})) {
    const wrongKey = validateKey(allocated, name);
    const wrongAmount = validateAmount(allocated.key(name), amount);
    if (wrongKey.length > 0) errors.push(...wrongKey);
    else if (wrongAmount.length > 0) errors.push(...wrongAmount);
    else errors.push(...validateResourceQuantity('storage', amount, allocated.key(name)));
  }
  return errors;
}

interface Change {
  readonly now: PersistentVolumeClaimSpec;
  readonly before: PersistentVolumeClaimSpec;
}

/** Both specs, with what may change made equal. */
function fixedParts(claim: Readonly<PersistentVolumeClaim>, old: Readonly<PersistentVolumeClaim>): Change {
  const [now, before] = [structuredClone(claim.spec), structuredClone(old.spec)];
  if ((before.volumeName ?? '') === '') {
    copy(now, before, 'volumeName');
  }
  if (mayNameClass(claim, old)) {
    copy(before, now, 'storageClassName');
  }
  if (claim.status.phase === 'Bound') {
    copy(before, now, 'volumeAttributesClassName');
    const size = before.resources.requests?.['storage'];
    if (now.resources.requests !== undefined && size !== undefined) {
      now.resources.requests['storage'] = size;
    }
  }
  return { now, before };
}

function copy<K extends 'volumeName' | 'storageClassName' | 'volumeAttributesClassName'>(
  from: PersistentVolumeClaimSpec,
  to: PersistentVolumeClaimSpec,
  name: K,
): void {
  const value = from[name];
  if (value === undefined) delete to[name];
  else to[name] = value;
}

/** A class may be named once where none was, if it is not another than the annotation names. */
function mayNameClass(claim: Readonly<PersistentVolumeClaim>, old: Readonly<PersistentVolumeClaim>): boolean {
  const annotation = classAnnotation(old);
  const { storageClassName } = claim.spec;
  return (
    storageClassName !== undefined &&
    old.spec.storageClassName === undefined &&
    (annotation === undefined || annotation === storageClassName)
  );
}

function validateClassAnnotation(
  claim: Readonly<PersistentVolumeClaim>,
  old: Readonly<PersistentVolumeClaim>,
): FieldError[] {
  const [now, before] = [classAnnotation(claim), classAnnotation(old)];
  // The annotation may go when the field takes its place.
  const givesWay = before !== undefined && now === undefined && mayNameClass(claim, old);
  return givesWay || (now ?? '') === (before ?? '')
    ? []
    : [
        FieldError.invalid(
          FieldPath.of('metadata', 'annotations', STORAGE_CLASS_ANNOTATION),
          now ?? '',
          IMMUTABLE_MESSAGE,
        ),
      ];
}

function classAnnotation({ metadata }: Readonly<PersistentVolumeClaim>): string | undefined {
  return metadata.annotations?.[STORAGE_CLASS_ANNOTATION];
}

/** A claim that could not grow as far as it was to may be reduced again, but not below what it has. */
function validateSize(claim: Readonly<PersistentVolumeClaim>, old: Readonly<PersistentVolumeClaim>): FieldError[] {
  const [now, before, actual] = [
    claim.spec.resources.requests?.['storage'],
    old.spec.resources.requests?.['storage'],
    old.status.capacity?.['storage'],
  ].map((text = '0') => Quantity.parse(text));
  const shrinks = now !== undefined && before !== undefined && now.compare(before) < 0;
  return shrinks && actual !== undefined && now.compare(actual) <= 0
    ? [FieldError.forbidden(SIZE, 'field can not be less than status.capacity')]
    : [];
}

function validateAttributesClass(
  claim: Readonly<PersistentVolumeClaim>,
  old: Readonly<PersistentVolumeClaim>,
): FieldError[] {
  const now = claim.spec.volumeAttributesClassName;
  if (now === old.spec.volumeAttributesClassName || old.status.currentVolumeAttributesClassName === undefined) {
    return [];
  }
  const reason = 'is forbidden when status.currentVolumeAttributesClassName is not nil';
  if (now === undefined) {
    return [FieldError.forbidden(ATTRIBUTES_CLASS, `update to nil ${reason}`)];
  }
  return now === '' ? [FieldError.forbidden(ATTRIBUTES_CLASS, `update to empty string ${reason}`)] : [];
}

function validateKey(path: FieldPath, name: string): FieldError[] {
  const errors = invalidFor(path, name, validateQualifiedName(name));
  return errors.length === 0 && isNativeResource(name) && name !== 'storage'
    ? [FieldError.notSupported(path, name, ['storage'])]
    : errors;
}

function validateAmount(path: FieldPath, text: string): FieldError[] {
  const amount = Quantity.parse(text).value();
  return amount < 0n ? [FieldError.invalid(path, amount, 'must be a valid resource quantity')] : [];
}

// The message shows what changed in Kubernetes' own form of a claim.
function internalForm(spec: PersistentVolumeClaimSpec): unknown {
  const { dataSource: source, dataSourceRef: reference } = spec;
  return {
    AccessModes: spec.accessModes ?? null,
    Selector: spec.selector ?? null,
    Resources: { Limits: spec.resources.limits ?? null, Requests: spec.resources.requests ?? null },
    VolumeName: spec.volumeName ?? '',
    StorageClassName: spec.storageClassName ?? null,
    VolumeMode: spec.volumeMode ?? null,
    DataSource: source ? { APIGroup: source.apiGroup ?? null, Kind: source.kind, Name: source.name } : null,
    DataSourceRef: reference
      ? {
          APIGroup: reference.apiGroup ?? null,
          Kind: reference.kind,
          Name: reference.name,
          Namespace: reference.namespace ?? null,
        }
      : null,
    VolumeAttributesClassName: spec.volumeAttributesClassName ?? null,
  };
}
