/** A short mark of the form in which a resource is stored. Clients compare it and read nothing else into it. */
import { createHash } from 'node:crypto';
import type { Resource } from '@wherry/api/resources';

const HASHED_BYTES = 8;

/** Eight bytes of the SHA-256 of group, version and kind, as base64: what kube-apiserver publishes. */
export function storageVersionHash({ group, version, kind }: Pick<Resource, 'group' | 'version' | 'kind'>): string {
  return createHash('sha256')
    .update(`${group}/${version}/${kind}`)
    .digest()
    .subarray(0, HASHED_BYTES)
    .toString('base64');
}
