/** What a client asks for when it deletes (`metav1.DeleteOptions`), checked. */
import { conflict, FieldError, FieldPath, invalid } from '@wherry/api';
import type { DeleteOptions } from '@wherry/api/meta-v1';
import type { Current } from './context.ts';
import type { ServedResource } from './served-resource.ts';

export type Propagation = 'Orphan' | 'Background' | 'Foreground';

const POLICIES: readonly string[] = ['Orphan', 'Background', 'Foreground'];

/** @throws StatusError 422 for contradicting or unknown values */
export function assertValidDeleteOptions(options: Readonly<DeleteOptions>): void {
  const errors: FieldError[] = [];
  const { orphanDependents, propagationPolicy, dryRun = [] } = options;
  const path = FieldPath.of('propagationPolicy');
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    const why = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(FieldError.invalid(path, propagationPolicy, why));
  }
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    errors.push(FieldError.notSupported(path, propagationPolicy, ['Foreground', 'Background', 'Orphan', 'nil']));
  }
  if (dryRun.some((value) => value !== 'All')) {
    errors.push(FieldError.notSupported(FieldPath.of('dryRun'), dryRun, ['All']));
  }
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}

/** @throws StatusError 409 when the object is not the one that the client means */
export function assertPreconditions(
  served: ServedResource,
  { options, current }: { readonly options: Readonly<DeleteOptions>; readonly current: Current },
): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = current.object;
  for (const [what, wanted, present, guess] of [
    ['UID', uid, metadata.uid ?? '', 'The object might have been deleted and then recreated'],
    ['ResourceVersion', resourceVersion, String(current.revision), 'The object might have been modified'],
  ] as const) {
    if (wanted === undefined || wanted === present) continue;
    const { group, kind } = served.resource;
    throw conflict(
      { group, resource: kind },
      metadata.name ?? '',
      `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${present}). ${guess}`,
    );
  }
}

/** How dependents are treated; undefined when neither the client nor the kind says. */
export function propagationOf({
  orphanDependents,
  propagationPolicy,
}: Readonly<DeleteOptions>): Propagation | undefined {
  if (propagationPolicy === 'Orphan' || propagationPolicy === 'Foreground' || propagationPolicy === 'Background')
    return propagationPolicy;
  if (orphanDependents === undefined) return undefined;
  return orphanDependents ? 'Orphan' : 'Background';
}
