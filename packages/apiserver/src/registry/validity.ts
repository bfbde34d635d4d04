/** Turns what validation finds into the 422 answer. */
import { FieldError, FieldPath, invalid, nameIsPathSegment } from '@wherry/api';
import { validateFinalizers, validateObjectMeta, validateObjectMetaUpdate } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import type { ServedResource } from './served-resource.ts';

/** @throws StatusError 422 when a new object, in stored form, is not valid */
export function assertValidNew(served: ServedResource, object: KubeObject): void {
  const { strategy, resource } = served.stored;
  const { nameRule } = strategy;
  refuse(served, object, [
    ...validateObjectMeta(object.metadata, {
      namespaced: resource.namespaced,
      ...(nameRule === undefined ? {} : { nameRule }),
    }),
    ...validateFinalizerNames(object.metadata.finalizers ?? []),
    ...(strategy.validate?.(object) ?? []),
  ]);
  // Whatever a kind's own rule says, its objects have to have a path.
  const { name = '' } = object.metadata;
  const path = FieldPath.of('metadata', 'name');
  refuse(
    served,
    object,
    nameIsPathSegment(name).map((why) => FieldError.invalid(path, name, why)),
  );
}

/** Finalizers without a domain, from before there were others. */
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

function validateFinalizerNames(finalizers: readonly string[]): FieldError[] {
  const path = FieldPath.of('metadata', 'finalizers');
  const why = 'name is neither a standard finalizer name nor is it fully qualified';
  return finalizers.flatMap((name, i) =>
    name.includes('/') || STANDARD_FINALIZERS.has(name) ? [] : [FieldError.invalid(path.index(i), name, why)],
  );
}

/**
 * A view may be stricter than the stored kind (events.k8s.io is): what it refuses is said in its own terms.
 * @param object in the request's version, before it is stored
 * @throws StatusError 422
 */
export function assertValidView(served: ServedResource, object: KubeObject, old?: Readonly<KubeObject>): void {
  if (served.stored === served) return;
  const { strategy } = served;
  refuse(
    served,
    object,
    (old === undefined ? strategy.validate?.(object) : strategy.validateUpdate?.(object, old)) ?? [],
  );
}

export interface ChangedObject {
  readonly object: KubeObject;
  readonly old: Readonly<KubeObject>;
  /** What is wrong beyond the metadata. */
  readonly errors: readonly FieldError[];
}

/** @throws StatusError 422 when a changed object, in stored form, is not valid */
export function assertValidUpdate(served: ServedResource, { object, old, errors }: ChangedObject): void {
  const { metadata } = object;
  refuse(served, object, [
    ...validateFinalizers(metadata.finalizers ?? [], FieldPath.of('metadata', 'finalizers')),
    ...validateObjectMetaUpdate(metadata, old.metadata),
    ...errors,
  ]);
}

function refuse({ resource }: ServedResource, object: KubeObject, errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  throw invalid({ group: resource.group, kind: resource.kind }, object.metadata.name ?? '', errors);
}
