/** `namespaces/finalize`: the finalizers of a namespace's spec, which its controller empties when everything is gone. */
import type { Namespace } from '@wherry/api/core-v1';
import type { UpdateRules } from '../registry/update.ts';

export const finalizeRules: UpdateRules = {
  prepare(object, old) {
    // The path exists for namespaces only.
    const { spec } = object as Namespace;
    const before = old as Namespace;
    return { ...before, metadata: object.metadata, spec: { ...before.spec, finalizers: spec.finalizers ?? [] } };
  },
  validate: () => [],
};
