/** The rules for Namespaces. */
import type { Namespace } from './namespace.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const FINALIZERS = FieldPath.of('spec', 'finalizers');
const PHASE = FieldPath.of('status', 'Phase');
const KNOWN_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Everything wrong with a Namespace. */
export function validateNamespace({ spec }: Readonly<Namespace>): FieldError[] {
  return (spec.finalizers ?? []).flatMap((finalizer) => validateFinalizer(FINALIZERS, finalizer));
}

/** Everything wrong with what was written to `/finalize`. */
export function validateNamespaceFinalize({ spec }: Readonly<Namespace>): FieldError[] {
  return (spec.finalizers ?? []).flatMap((finalizer, index) => validateFinalizer(FINALIZERS.index(index), finalizer));
}

/** Everything wrong with a changed status: its phase must fit the deletion. */
export function validateNamespaceStatus({ metadata, status }: Readonly<Namespace>): FieldError[] {
  const phase = status.phase ?? '';
  if (metadata.deletionTimestamp === undefined) {
    const detail = "may only be 'Active' if `deletionTimestamp` is empty";
    return phase === 'Active' ? [] : [FieldError.invalid(PHASE, phase, detail)];
  }
  const detail = "may only be 'Terminating' if `deletionTimestamp` is not empty";
  return phase === 'Terminating' ? [] : [FieldError.invalid(PHASE, phase, detail)];
}

function validateFinalizer(path: FieldPath, finalizer: string): FieldError[] {
  const errors = invalidFor(path, finalizer, validateQualifiedName(finalizer));
  if (!finalizer.includes('/') && !KNOWN_FINALIZERS.includes(finalizer)) {
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    errors.push(FieldError.invalid(path, finalizer, detail));
  }
  return errors;
}
