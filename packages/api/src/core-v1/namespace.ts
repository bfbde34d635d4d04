/** A Namespace: the scope of most names, and of what is deleted together. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NamespaceSpec = struct('NamespaceSpec', 'What keeps a namespace in place.', {
  finalizers: field(1, omitEmpty(list(string)), 'Who must be done before it goes; `kubernetes` empties it first.', {
    merge: 'atomic',
  }),
});
export type NamespaceSpec = Infer<typeof NamespaceSpec>;

export const NamespaceCondition = struct('NamespaceCondition', 'One aspect of the deletion of a namespace.', {
  type: field(1, string, 'Which aspect, such as NamespaceContentRemaining.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastTransitionTime: field(4, omitEmpty(time), 'When the status last changed.'),
  reason: field(5, omitEmpty(string), 'Why it last changed: one CamelCase word.'),
  message: field(6, omitEmpty(string), 'Why it last changed: a sentence for people.'),
});
export type NamespaceCondition = Infer<typeof NamespaceCondition>;

export const NamespacePhase = oneOf('Active', 'Terminating');
export type NamespacePhase = Infer<typeof NamespacePhase>;

export const NamespaceStatus = struct('NamespaceStatus', 'What is known about a namespace.', {
  phase: field(1, omitEmpty(NamespacePhase), 'Active, or Terminating once its deletion has begun.', {
    default: 'Active',
  }),
  conditions: field(2, omitEmpty(list(NamespaceCondition)), 'Aspects of its deletion, by type.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type NamespaceStatus = Infer<typeof NamespaceStatus>;

export const Namespace = struct('Namespace', 'A scope for names; its objects are deleted together with it.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(NamespaceSpec), 'What keeps the namespace in place.'),
  status: field(3, omitEmpty(NamespaceStatus), 'What is known about it.'),
});
export type Namespace = Infer<typeof Namespace>;
