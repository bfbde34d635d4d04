/** What a client asks for when it deletes (`metav1.DeleteOptions`), checked. */
import { conflict, FieldError, FieldPath, invalid } from '@wherry/api';
import type { DeleteOptions } from '@wherry/api/meta-v1';
import type { Current } from './context.ts';
import type { ServedResource } from './served-resource.ts';

export type Propagation = 'Orphan' | 'Background' | 'Foreground';

const POLICIES: readonly string[] = ['Orphan', 'Background', 'Foreground'];

/** @throws StatusError 422 for contradicting, negative or unknown values */
export function assertValidDeleteOptions(options: Readonly<DeleteOptions>): void {
  const errors: FieldError[] = [];
  const { orphanDependents, propagationPolicy, gracePeriodSeconds } = options;
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    errors.push(
      FieldError.invalid(
        FieldPath.of('propagationPolicy'),
        propagationPolicy,
        'orphanDependents and deletionPropagation cannot be both set',
      ),
    );
  } else if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    errors.push(
      FieldError.notSupported(FieldPath.of('propagationPolicy'), propagationPolicy, [
        'Foreground',
        'Background',
        'Orphan',
        'nil',
      ]),
    );
  }
  if (gracePeriodSeconds !== undefined && gracePeriodSeconds < 0) {
    errors.push(
      FieldError.invalid(FieldPath.of('gracePeriodSeconds'), gracePeriodSeconds, 'must be greater than or equal to 0'),
    );
  }
  if (errors.length > 0) throw invalid({ group: '', kind: 'DeleteOptions' }, '', errors);
}

/** @throws StatusError 409 when the object is not the one that the client means */
export function assertPreconditions(
  served: ServedResource,
  { options, current }: { readonly options: Readonly<DeleteOptions>; readonly current: Current },
): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = current.object;
  const name = metadata.name ?? '';
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(
      served.name,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid ?? ''}`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== String(current.revision)) {
    throw conflict(
      served.name,
      name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${current.revision}`,
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
