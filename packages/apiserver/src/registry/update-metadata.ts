/** What an update may not say about an object's metadata, and what is filled in for it. */
import { conflict, FieldError, FieldPath, invalid, quote, StatusError } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import type { Current } from './context.ts';
import type { ServedResource } from './served-resource.ts';

/**
 * Checks that the update was made from the present object, or fills in which one it is then made of.
 * @throws StatusError 409 when it was made from another one, 422 when it must say and does not
 */
export function assertUpToDate(
  served: ServedResource,
  { object: { metadata }, current }: { object: KubeObject; current: Current },
): void {
  const { name = '', resourceVersion = '' } = metadata;
  const revision = parseVersion(resourceVersion);
  if (revision === 0n) {
    if (served.stored.strategy.needsResourceVersion === true) {
      const { group, resource: kind } = served.name;
      const path = FieldPath.of('metadata', 'resourceVersion');
      throw invalid({ group, kind }, name, [FieldError.invalid(path, 0, 'must be specified for an update')]);
    }
    metadata.resourceVersion = String(current.revision);
  } else if (revision !== BigInt(current.revision)) {
    throw conflict(served.name, name);
  }
}

/** Kubernetes does not take this for the client's mistake. @throws StatusError 500 */
function parseVersion(text: string): bigint {
  if (text === '') return 0n;
  if (/^\d{1,20}$/.test(text) && BigInt(text) < 2n ** 64n) return BigInt(text);
  const why = /^\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  const parsing = `strconv.ParseUint: parsing ${quote(text)}: ${why}`;
  throw new StatusError({
    code: 500,
    reason: '',
    message: `resourceVersion: Invalid value: ${quote(text)}: ${parsing}`,
  });
}

/** 409: the object of that name is not the one that is meant. */
export function uidConflict(
  served: ServedResource,
  { key, name, wanted, present }: { key: string; name: string; wanted: string; present: string },
): StatusError {
  const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${present}`;
  return conflict(
    served.name,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
  );
}

/** Gives a changed object what only the server writes. What it may not say is for validation to refuse. */
export function carryMetadata({ metadata }: KubeObject, { metadata: old }: Readonly<KubeObject>): void {
  if ((metadata.uid ?? '') === '' && old.uid !== undefined) metadata.uid = old.uid;
  if (old.creationTimestamp !== undefined) metadata.creationTimestamp = old.creationTimestamp;
  if (old.generation === undefined) delete metadata.generation;
  else metadata.generation = old.generation;
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined)
    metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
  if (old.namespace !== undefined) metadata.namespace ??= old.namespace;
  delete metadata.selfLink;
  delete metadata.managedFields;
}
