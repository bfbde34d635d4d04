/**
 * How a Namespace comes and goes. It carries its name as a label, so that selectors can name it, and a finalizer of
 * its own: the namespace controller empties a deleted namespace and then takes the finalizer out through `/finalize`.
 */
import type { Namespace } from './namespace.ts';

export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';
export const NAMESPACE_FINALIZER = 'kubernetes';

/** Labels a namespace with its name, in place. */
export function setNamespaceDefaults({ metadata }: Namespace): void {
  if ((metadata.name ?? '') !== '') {
    metadata.labels = { ...metadata.labels, [NAMESPACE_NAME_LABEL]: metadata.name ?? '' };
  }
}

/** Gives a new namespace its finalizer, in place. */
export function prepareNewNamespace(namespace: Namespace): void {
  // A generated name was not known when defaults were set.
  setNamespaceDefaults(namespace);
  const finalizers = namespace.spec.finalizers ?? [];
  if (!finalizers.includes(NAMESPACE_FINALIZER)) {
    namespace.spec.finalizers = [...finalizers, NAMESPACE_FINALIZER];
  }
}

/** Finalizers change only through `/finalize`. */
export function prepareNamespaceUpdate(namespace: Namespace, old: Readonly<Namespace>): void {
  setNamespaceDefaults(namespace);
  if (old.spec.finalizers === undefined) {
    delete namespace.spec.finalizers;
  } else {
    namespace.spec.finalizers = [...old.spec.finalizers];
  }
}

/** An update of `/finalize` changes everything but the status, in place. */
export function prepareNamespaceFinalize(namespace: Namespace, old: Readonly<Namespace>): void {
  namespace.status = structuredClone(old.status);
}

/** Whether somebody still has to finish with a deleted namespace. */
export function holdsNamespace({ spec }: Readonly<Namespace>): boolean {
  return (spec.finalizers ?? []).length > 0;
}

/** Shows that the deletion of a namespace has begun, in place. */
export function markNamespaceTerminating(namespace: Namespace): void {
  namespace.status = { ...namespace.status, phase: 'Terminating' };
}
