/** An owner that is named twice is named once: what garbage collection counts are owners, not entries. */
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
  const seen = new Set<string>();
  const repeated: string[] = [];
  const kept = references.filter((reference) => {
    // Decoding has put the fields of all of them into one order.
    const text = JSON.stringify(reference);
    if (seen.has(text)) repeated.push(reference.uid);
    return seen.size < seen.add(text).size;
  });
  if (repeated.length === 0) return;
  metadata.ownerReferences = kept;
  const when = afterAdmission ? ' after mutating admission happens' : '';
  request.warn(
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may ` +
      `reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.join(', ')}`,
  );
}
