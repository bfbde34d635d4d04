/** An owner that is named twice is named once: what garbage collection counts are owners, not entries. */
import { semanticEqual } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import type { WriteRequest } from './context.ts';

export interface RepeatedOwners {
  readonly request: Pick<WriteRequest, 'warn'>;
  /** Whether admission has had its say already: the client may not be the one to blame. */
  readonly afterAdmission: boolean;
}

/** Leaves out entries that say the same as an earlier one, and warns of it. */
export function dropRepeatedOwners({ metadata }: KubeObject, { request, afterAdmission }: RepeatedOwners): void {
  const references = metadata.ownerReferences ?? [];
  if (references.length < 2) return;
  const kept: typeof references = [];
  const repeated: string[] = [];
  const byUid = new Map<string, typeof references>();
  for (const reference of references) {
    const known = byUid.get(reference.uid) ?? [];
    if (known.some((other) => semanticEqual(other, reference))) {
      repeated.push(reference.uid);
    } else {
      byUid.set(reference.uid, [...known, reference]);
      kept.push(reference);
    }
  }
  if (repeated.length === 0) return;
  metadata.ownerReferences = kept;
  const when = afterAdmission ? ' after mutating admission happens' : '';
  request.warn(
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may ` +
      `reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.join(', ')}`,
  );
}
