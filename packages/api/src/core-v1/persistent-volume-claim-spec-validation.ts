/** Rules for what a claim asks for: of claims themselves, and of templates for claims in pods and stateful sets. */
import type { TypedObjectReference } from './object-reference.ts';
import type { PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate } from './persistent-volume-claim.ts';
import { validateResourceQuantity } from './resource-requirements-validation.ts';
import { invalidFor, NOT_POSITIVE_MESSAGE, validateChoice } from '../meta-v1/field-rules.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { validateAnnotations, validateLabels } from '../meta-v1/labels-validation.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../names/object-names.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** A claim to be made for a pod: only labels and annotations of its metadata are used, so only they may be given. */
export function validatePersistentVolumeClaimTemplate(
  template: Readonly<PersistentVolumeClaimTemplate>,
  path: FieldPath,
): FieldError[] {
  const { labels, annotations, ...others } = template.metadata;
  const at = path.child('metadata');
  return [
    ...validateAnnotations(at.child('annotations'), annotations),
    ...validateLabels(at.child('labels'), labels),
    ...Object.keys(others).map((name) => FieldError.forbidden(at.child(name), 'cannot be set')),
    ...validatePersistentVolumeClaimSpec(template.spec, path.child('spec')),
  ];
}

export function validatePersistentVolumeClaimSpec(
  spec: Readonly<PersistentVolumeClaimSpec>,
  path: FieldPath,
): FieldError[] {
  const { storageClassName = '', volumeMode, volumeAttributesClassName = '' } = spec;
  const className = (field: string, name: string): FieldError[] =>
    name === '' ? [] : invalidFor(path.child(field), name, nameIsDnsSubdomain(name));
  return [
    ...validateAccessModes(spec.accessModes ?? [], path.child('accessModes')),
    ...validateLabelSelector(path.child('selector'), spec.selector),
    ...validateSize(spec.resources.requests?.['storage'], path.child('resources').key('storage')),
    ...className('storageClassName', storageClassName),
    ...(volumeMode === undefined ? [] : validateChoice(path.child('volumeMode'), volumeMode, ['Block', 'Filesystem'])),
    ...validateDataSources(spec, path),
    ...className('volumeAttributesClassName', volumeAttributesClassName),
  ];
}

/** The ways in which a volume can be mounted. */
export function validateAccessModes(modes: readonly string[], field: FieldPath): FieldError[] {
  if (modes.length === 0) return [FieldError.required(field, 'at least 1 access mode is required')];
  const errors = modes.flatMap((mode) => validateChoice(field, mode, ACCESS_MODES));
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    errors.push(FieldError.forbidden(field, 'may not use ReadWriteOncePod with other access modes'));
  }
  return errors;
}

function validateSize(size: string | undefined, field: FieldPath): FieldError[] {
  if (size === undefined) return [FieldError.required(field)];
  if (Quantity.parse(size).sign() <= 0) return [FieldError.invalid(field, size, NOT_POSITIVE_MESSAGE)];
  return validateResourceQuantity('storage', size, field);
}

function validateDataSources(spec: Readonly<PersistentVolumeClaimSpec>, path: FieldPath): FieldError[] {
  const { dataSource, dataSourceRef } = spec;
  const errors = [
    ...(dataSource ? validateDataSource(dataSource, path.child('dataSource')) : []),
    ...(dataSourceRef ? validateDataSource(dataSourceRef, path.child('dataSourceRef')) : []),
  ];
  if (dataSource === undefined || dataSourceRef === undefined) return errors;
  const field = path.child('dataSource').toString();
  if ((dataSourceRef.namespace ?? '') !== '') {
    const detail = 'may not be specified when dataSourceRef.namespace is specified';
    errors.push(FieldError.invalid(path, field, detail));
  } else if (
    dataSource.apiGroup !== dataSourceRef.apiGroup ||
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name
  ) {
    errors.push(FieldError.invalid(path, field, 'must match dataSourceRef'));
  }
  return errors;
}

function validateDataSource(source: TypedObjectReference, path: FieldPath): FieldError[] {
  const { apiGroup = '', kind, name, namespace = '' } = source;
  const errors: FieldError[] = [];
  if (name === '') errors.push(FieldError.required(path.child('name')));
  if (kind === '') errors.push(FieldError.required(path.child('kind')));
  if (apiGroup === '' && kind !== 'PersistentVolumeClaim') {
    const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
    errors.push(FieldError.invalid(path, kind, detail));
  }
  if (apiGroup !== '') errors.push(...invalidFor(path.child('apiGroup'), apiGroup, validateDns1123Subdomain(apiGroup)));
  return namespace === ''
    ? errors
    : [...errors, ...invalidFor(path.child('namespace'), namespace, nameIsDnsLabel(namespace))];
}
