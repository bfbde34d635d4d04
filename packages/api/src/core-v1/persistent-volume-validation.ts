/** The rules for PersistentVolumes, whose source stays what it was made as. */
import { PersistentVolumeReclaimPolicy } from './persistent-volume.ts';
import type { PersistentVolume, PersistentVolumeSpec } from './persistent-volume.ts';
import { validateAccessModes } from './persistent-volume-claim-spec-validation.ts';
import { STORAGE_CLASS_ANNOTATION } from './persistent-volume-claim-validation.ts';
import { PersistentVolumeMode } from './persistent-volume-claim.ts';
import { PersistentVolumeSource } from './persistent-volume-source.ts';
import { validatePersistentVolumeSource } from './persistent-volume-source-validation.ts';
import { currentNodeLabel, deprecatedNodeLabel } from './deprecated-node-labels.ts';
import { validateNodeSelector } from './node-selector-validation.ts';
import {
  IMMUTABLE_MESSAGE,
  invalidFor,
  NOT_POSITIVE_MESSAGE,
  validateChoice,
  validateImmutableField,
} from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { valueDiff } from '../status/value-diff.ts';

const SPEC = FieldPath.of('spec');
const MOUNT_OPTIONS_ANNOTATION = 'volume.beta.kubernetes.io/mount-options';
const TAKES_MOUNT_OPTIONS = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const;

/** Everything wrong with a PersistentVolume. */
export function validatePersistentVolume({ metadata, spec }: Readonly<PersistentVolume>): FieldError[] {
  return [
    ...validateModes(spec),
    ...validateCapacity(spec.capacity ?? {}),
    ...validateReclaimPolicy(spec),
    ...validateNodeAffinity(spec),
    ...validatePersistentVolumeSource(spec, { path: SPEC, volumeName: metadata.name ?? '' }),
    ...validateLocalAffinity(spec),
    ...validateRecycling(spec),
    ...validateClasses(spec),
    ...validateMountOptions({ metadata, spec }),
  ];
}

/** Everything wrong with a changed PersistentVolume. */
export function validatePersistentVolumeUpdate(
  volume: Readonly<PersistentVolume>,
  old: Readonly<PersistentVolume>,
): FieldError[] {
  const { spec } = volume;
  const errors = validatePersistentVolume(volume);
  const [now, before] = [sourceOf(spec, old.spec), sourceOf(old.spec)];
  if (!semanticEqual(now, before)) {
    const detail = `spec.persistentvolumesource is immutable after creation\n${valueDiff(before, now)}`;
    errors.push(FieldError.forbidden(SPEC.child('persistentvolumesource'), detail));
  }
  errors.push(...validateImmutableField('volumeMode', { now: spec.volumeMode, before: old.spec.volumeMode }));
  if (old.spec.nodeAffinity !== undefined && !isSameAffinity(spec, old.spec)) {
    const detail = `${IMMUTABLE_MESSAGE}, except for updating from beta label to GA`;
    errors.push(FieldError.invalid('nodeAffinity', spec.nodeAffinity, detail));
  }
  if (old.spec.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined) {
    const detail = 'update from non-nil value to nil is forbidden';
    errors.push(FieldError.forbidden(SPEC.child('volumeAttributesClassName'), detail));
  }
  return errors;
}

/** Texts for `Warning:` headers. */
export function persistentVolumeWarnings({ metadata, spec }: Readonly<PersistentVolume>): string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.[STORAGE_CLASS_ANNOTATION] !== undefined) {
    const path = FieldPath.of('metadata', 'annotations').key(STORAGE_CLASS_ANNOTATION);
    warnings.push(`${path.toString()}: deprecated since v1.8; use "storageClassName" attribute instead`);
  }
  if (spec.persistentVolumeReclaimPolicy === 'Recycle') {
    const advice = 'Instead, the recommended approach is to use dynamic provisioning.';
    warnings.push(`spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. ${advice}`);
  }
  const terms = SPEC.child('nodeAffinity', 'required', 'nodeSelectorTerms');
  for (const [index, term] of (spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).entries()) {
    for (const [position, { key }] of (term.matchExpressions ?? []).entries()) {
      const replacement = deprecatedNodeLabel(key);
      const path = terms.index(index).child('matchExpressions').index(position).child('key');
      if (replacement !== undefined) warnings.push(`${path.toString()}: ${key} is ${replacement}`);
    }
  }
  return warnings;
}

function validateModes({ accessModes = [] }: PersistentVolumeSpec): FieldError[] {
  const field = SPEC.child('accessModes');
  return accessModes.length === 0 ? [FieldError.required(field)] : validateAccessModes(accessModes, field);
}

function validateCapacity(capacity: Readonly<Record<string, string>>): FieldError[] {
  const path = SPEC.child('capacity');
  const names = Object.keys(capacity);
  const errors = names.length === 0 ? [FieldError.required(path)] : [];
  if (names.length !== 1 || names[0] !== 'storage') {
    errors.push(FieldError.notSupported(path, names.length === 0 ? null : capacity, ['storage']));
  }
  for (const [name, text] of Object.entries(capacity)) {
    const amount = Quantity.parse(text);
    if (amount.value() < 0n) {
      errors.push(FieldError.invalid(path.key(name), amount.value(), 'must be a valid resource quantity'));
    }
    if (amount.sign() <= 0) {
      errors.push(FieldError.invalid(path.key(name), text, NOT_POSITIVE_MESSAGE));
    }
  }
  return errors;
}

function validateReclaimPolicy({ persistentVolumeReclaimPolicy: policy }: PersistentVolumeSpec): FieldError[] {
  const field = SPEC.child('persistentVolumeReclaimPolicy');
  return policy === undefined ? [] : validateChoice(field, policy, PersistentVolumeReclaimPolicy.values ?? []);
}

function validateNodeAffinity({ nodeAffinity }: PersistentVolumeSpec): FieldError[] {
  if (nodeAffinity === undefined) {
    return [];
  }
  const field = SPEC.child('nodeAffinity', 'required');
  return nodeAffinity.required === undefined
    ? [FieldError.required(field, 'must specify required node constraints')]
    : validateNodeSelector(nodeAffinity.required, field);
}

function validateLocalAffinity({ local, nodeAffinity }: PersistentVolumeSpec): FieldError[] {
  return local !== undefined && nodeAffinity === undefined
    ? [FieldError.required(SPEC.child('nodeAffinity'), 'Local volume requires node affinity')]
    : [];
}

function validateRecycling({ hostPath, persistentVolumeReclaimPolicy: policy }: PersistentVolumeSpec): FieldError[] {
  const isRoot = hostPath !== undefined && /^\/[./]*$/.test(hostPath.path);
  return isRoot && policy === 'Recycle'
    ? [
        FieldError.forbidden(
          SPEC.child('persistentVolumeReclaimPolicy'),
          "may not be 'recycle' for a hostPath mount of '/'",
        ),
      ]
    : [];
}

function validateClasses(spec: PersistentVolumeSpec): FieldError[] {
  const { storageClassName = '', volumeMode, volumeAttributesClassName: attributesClass } = spec;
  const errors =
    storageClassName === ''
      ? []
      : invalidFor(SPEC.child('storageClassName'), storageClassName, nameIsDnsSubdomain(storageClassName));
  if (volumeMode !== undefined) {
    errors.push(...validateChoice(SPEC.child('volumeMode'), volumeMode, PersistentVolumeMode.values ?? []));
  }
  if (attributesClass !== undefined) {
    const field = SPEC.child('volumeAttributesClassName');
    errors.push(
      ...(attributesClass === ''
        ? [FieldError.required(field, 'an empty string is disallowed')]
        : invalidFor(field, attributesClass, nameIsDnsSubdomain(attributesClass))),
    );
    if (spec.csi === undefined) {
      const detail = 'has to be specified when using volumeAttributesClassName';
      errors.push(FieldError.required(SPEC.child('csi'), detail));
    }
  }
  return errors;
}

function validateMountOptions({ metadata, spec }: Pick<PersistentVolume, 'metadata' | 'spec'>): FieldError[] {
  const isGiven = metadata.annotations?.[MOUNT_OPTIONS_ANNOTATION] !== undefined;
  return isGiven && TAKES_MOUNT_OPTIONS.every((name) => spec[name] === undefined)
    ? [
        FieldError.forbidden(
          FieldPath.of('metadata', 'annotations', MOUNT_OPTIONS_ANNOTATION),
          'may not specify mount options for this volume type',
        ),
      ]
    : [];
}

/** The source alone. A secret for growing a CSI volume may be added later, so that it does not count as a change. */
function sourceOf(spec: Readonly<PersistentVolumeSpec>, old?: Readonly<PersistentVolumeSpec>): Record<string, unknown> {
  const source: Record<string, unknown> = {};
  for (const name of Object.keys(PersistentVolumeSource.fields) as (keyof PersistentVolumeSource)[]) {
    if (spec[name] !== undefined) source[name] = spec[name];
  }
  if (spec.csi !== undefined && old?.csi !== undefined && old.csi.controllerExpandSecretRef === undefined) {
    const { controllerExpandSecretRef: _, ...csi } = spec.csi;
    source['csi'] = csi;
  }
  return source;
}

/** Whether two volumes can be reached from the same nodes; a replaced label may have given way to its successor. */
function isSameAffinity(
  { nodeAffinity: now }: PersistentVolumeSpec,
  { nodeAffinity: before }: PersistentVolumeSpec,
): boolean {
  const renamed = structuredClone(before);
  for (const [index, term] of (renamed?.required?.nodeSelectorTerms ?? []).entries()) {
    for (const [position, requirement] of (term.matchExpressions ?? []).entries()) {
      const key = now?.required?.nodeSelectorTerms[index]?.matchExpressions?.[position]?.key;
      if (key !== undefined && key === currentNodeLabel(requirement.key)) requirement.key = key;
    }
  }
  return semanticEqual(now, renamed);
}
