/**
 * What every object's metadata has to satisfy, on create and on update. The registry calls these for all kinds, with
 * the kind's rule for names; a kind's own validation looks at metadata only where it wants more.
 */
import { invalidFor, validateImmutableField, validateNonNegative } from './field-rules.ts';
import { validateAnnotations, validateLabels } from './labels-validation.ts';
import { validateManagedFields } from './managed-fields-validation.ts';
import type { ObjectMeta } from './object-meta.ts';
import { validateOwnerReferences } from './owner-references-validation.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../names/object-names.ts';
import type { NameRule } from '../names/object-names.ts';
import { quote } from '../encoding/quote.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** The finalizers with which garbage collection marks an object that is being deleted; they exclude each other. */
const ORPHAN_DEPENDENTS = 'orphan';
const DELETE_DEPENDENTS = 'foregroundDeletion';

export interface ObjectMetaRules {
  readonly namespaced: boolean;
  /** A DNS subdomain when not given. */
  readonly nameRule?: NameRule;
  /** Where the metadata stands; `metadata` when not given. */
  readonly path?: FieldPath;
}

const METADATA = FieldPath.of('metadata');

/** Everything wrong with the metadata of a new object, whose name has been generated already. */
export function validateObjectMeta(
  meta: Readonly<ObjectMeta>,
  { namespaced, nameRule = nameIsDnsSubdomain, path = METADATA }: ObjectMetaRules,
): FieldError[] {
  return [
    ...validateName(meta, nameRule, path),
    ...validateNamespace(meta.namespace ?? '', { namespaced, path: path.child('namespace') }),
    ...validateNonNegative(path.child('generation'), meta.generation ?? 0),
    ...validateLabels(path.child('labels'), meta.labels),
    ...validateAnnotations(path.child('annotations'), meta.annotations),
    ...validateOwnerReferences(path.child('ownerReferences'), meta.ownerReferences),
    ...validateFinalizers(meta.finalizers ?? [], path.child('finalizers')),
    ...validateManagedFields(path.child('managedFields'), meta.managedFields),
  ];
}

/** Everything wrong with the metadata of a changed object. Both have been through decoding and the registry's defaults. */
export function validateObjectMetaUpdate(
  meta: Readonly<ObjectMeta>,
  old: Readonly<ObjectMeta>,
  { path = METADATA }: { path?: FieldPath } = {},
): FieldError[] {
  const unchanged = (name: keyof ObjectMeta, zero?: string): FieldError[] =>
    validateImmutableField(path.child(name), { now: meta[name] ?? zero, before: old[name] ?? zero });
  return [
    ...validateNoNewFinalizers(meta, old, path.child('finalizers')),
    ...validateVersions(meta, old, path),
    ...unchanged('name', ''),
    ...unchanged('namespace', ''),
    ...unchanged('uid', ''),
    ...unchanged('creationTimestamp'),
    ...unchanged('deletionTimestamp'),
    ...unchanged('deletionGracePeriodSeconds'),
    ...validateLabels(path.child('labels'), meta.labels),
    ...validateAnnotations(path.child('annotations'), meta.annotations),
    ...validateOwnerReferences(path.child('ownerReferences'), meta.ownerReferences),
    ...validateManagedFields(path.child('managedFields'), meta.managedFields),
  ];
}

/** The finalizers of an object: qualified names, and not both of garbage collection's at once. */
export function validateFinalizers(finalizers: readonly string[], path: FieldPath): FieldError[] {
  const errors = finalizers.flatMap((finalizer) => invalidFor(path, finalizer, validateQualifiedName(finalizer)));
  if (finalizers.includes(ORPHAN_DEPENDENTS) && finalizers.includes(DELETE_DEPENDENTS)) {
    const both = `finalizer ${ORPHAN_DEPENDENTS} and ${DELETE_DEPENDENTS} cannot be both set`;
    errors.push(FieldError.invalid(path, finalizers, both));
  }
  return errors;
}

function validateName(meta: Readonly<ObjectMeta>, nameRule: NameRule, path: FieldPath): FieldError[] {
  const { name = '', generateName = '' } = meta;
  const errors =
    generateName === ''
      ? []
      : invalidFor(path.child('generateName'), generateName, nameRule(generateName, { isPrefix: true }));
  if (name === '') {
    errors.push(FieldError.required(path.child('name'), 'name or generateName is required'));
  } else {
    errors.push(...invalidFor(path.child('name'), name, nameRule(name)));
  }
  return errors;
}

function validateNamespace(
  namespace: string,
  { namespaced, path }: { namespaced: boolean; path: FieldPath },
): FieldError[] {
  if (!namespaced) {
    return namespace === '' ? [] : [FieldError.forbidden(path, 'not allowed on this type')];
  }
  return namespace === '' ? [FieldError.required(path)] : invalidFor(path, namespace, nameIsDnsLabel(namespace));
}

function validateNoNewFinalizers(meta: Readonly<ObjectMeta>, old: Readonly<ObjectMeta>, path: FieldPath): FieldError[] {
  if (old.deletionTimestamp === undefined) {
    return [];
  }
  const before = new Set(old.finalizers);
  const added = [...new Set(meta.finalizers)].filter((finalizer) => !before.has(finalizer)).toSorted();
  if (added.length === 0) {
    return [];
  }
  const list = `[]string{${added.map(quote).join(', ')}}`;
  return [
    FieldError.forbidden(
      path,
      `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
    ),
  ];
}

function validateVersions(meta: Readonly<ObjectMeta>, old: Readonly<ObjectMeta>, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if ((meta.resourceVersion ?? '') === '') {
    errors.push(FieldError.invalid(path.child('resourceVersion'), '', 'must be specified for an update'));
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(FieldError.invalid(path.child('generation'), meta.generation ?? 0, 'must not be decremented'));
  }
  return errors;
}
