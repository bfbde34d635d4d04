/** `namespaces/finalize`: the finalizers of a namespace's spec, which its controller empties when everything is gone. */
import { prepareNamespaceFinalize, validateNamespaceFinalize, type Namespace } from '@wherry/api/core-v1';
import type { UpdateRules } from '../registry/update.ts';

// The path exists for namespaces only.
export const finalizeRules: UpdateRules = {
  prepare(object, old) {
    prepareNamespaceFinalize(object as Namespace, old as Namespace);
    return object;
  },
  validate: (object) => validateNamespaceFinalize(object as Namespace),
};
