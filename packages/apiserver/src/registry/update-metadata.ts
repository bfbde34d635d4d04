/** What an update may not say about an object's metadata, and what is filled in for it. */
import { conflict, FieldError, FieldPath, invalid } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import type { Current } from './context.ts';
import type { ServedResource } from './served-resource.ts';

/**
 * Checks that the update was made from the present object.
 * @throws StatusError 409 when it was made from another one, 422 when it must say and does not
 */
export function assertUpToDate(
  served: ServedResource,
  { object, current }: { object: KubeObject; current: Current },
): void {
  const { name = '', resourceVersion = '', uid = '' } = object.metadata;
  const present = current.object.metadata;
  if (uid !== '' && uid !== present.uid) {
    throw conflict(
      served.name,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${present.uid ?? ''}`,
    );
  }
  if (resourceVersion === '' || resourceVersion === '0') {
    if (served.stored.strategy.needsResourceVersion !== true) return;
    const { group, kind } = served.resource;
    const path = FieldPath.of('metadata', 'resourceVersion');
    throw invalid({ group, kind }, name, [FieldError.invalid(path, 0, 'must be specified for an update')]);
  }
  if (resourceVersion !== String(current.revision)) throw conflict(served.name, name);
}

/** Gives a changed object what only the server writes. */
export function carryMetadata({ metadata }: KubeObject, { metadata: old }: Readonly<KubeObject>): void {
  metadata.uid = old.uid ?? '';
  metadata.creationTimestamp ??= old.creationTimestamp ?? '';
  if (old.generation === undefined) delete metadata.generation;
  else metadata.generation = old.generation;
  if (old.deletionTimestamp !== undefined) {
    metadata.deletionTimestamp ??= old.deletionTimestamp;
    if (old.deletionGracePeriodSeconds !== undefined)
      metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
  } else {
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
  }
  if (old.namespace !== undefined) metadata.namespace ??= old.namespace;
  if (old.generateName !== undefined) metadata.generateName = old.generateName;
  else delete metadata.generateName;
  delete metadata.selfLink;
  delete metadata.managedFields;
}
