import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NamespaceSpec = struct('NamespaceSpec', '', {
  finalizers: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type NamespaceSpec = Infer<typeof NamespaceSpec>;

export const NamespaceCondition = struct('NamespaceCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(4, omitEmpty(time), ''),
  reason: field(5, omitEmpty(string), ''),
  message: field(6, omitEmpty(string), ''),
});
export type NamespaceCondition = Infer<typeof NamespaceCondition>;

export const NamespacePhase = oneOf('Active', 'Terminating');
export type NamespacePhase = Infer<typeof NamespacePhase>;

export const NamespaceStatus = struct('NamespaceStatus', '', {
  phase: field(1, omitEmpty(NamespacePhase), ''),
  conditions: field(2, omitEmpty(list(NamespaceCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type NamespaceStatus = Infer<typeof NamespaceStatus>;

export const Namespace = struct('Namespace', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(NamespaceSpec), ''),
  status: field(3, omitEmpty(NamespaceStatus), ''),
});
export type Namespace = Infer<typeof Namespace>;
