/** A ResourceQuota: how much a namespace may have of everything. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ResourceQuotaScope = oneOf(
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
);
export type ResourceQuotaScope = Infer<typeof ResourceQuotaScope>;

export const ScopeSelectorOperator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
export type ScopeSelectorOperator = Infer<typeof ScopeSelectorOperator>;

export const ScopedResourceSelectorRequirement = struct(
  'ScopedResourceSelectorRequirement',
  'A condition on what is counted.',
  {
    scopeName: field(1, ResourceQuotaScope, 'Scope that the condition is about.'),
    operator: field(2, ScopeSelectorOperator, 'How values are compared: In, NotIn, Exists or DoesNotExist.'),
    values: field(3, omitEmpty(list(string)), 'Values to compare with; none for Exists and DoesNotExist.', {
      merge: 'atomic',
    }),
  },
);
export type ScopedResourceSelectorRequirement = Infer<typeof ScopedResourceSelectorRequirement>;

export const ScopeSelector = struct(
  'ScopeSelector',
  'Conditions that all have to hold for a thing to count.',
  {
    matchExpressions: field(1, omitEmpty(list(ScopedResourceSelectorRequirement)), 'The conditions.', {
      merge: 'atomic',
    }),
  },
  { atomic: true },
);
export type ScopeSelector = Infer<typeof ScopeSelector>;

export const ResourceQuotaSpec = struct('ResourceQuotaSpec', 'What may be had at most, and what counts.', {
  hard: field(1, omitEmpty(dict(quantity)), 'The most of each resource, such as pods or requests.cpu.'),
  scopes: field(
    2,
    omitEmpty(list(ResourceQuotaScope)),
    'Scopes that a thing must be in to count. Everything counts if empty.',
    { merge: 'atomic' },
  ),
  scopeSelector: field(3, optional(ScopeSelector), 'Further conditions for a thing to count.'),
});
export type ResourceQuotaSpec = Infer<typeof ResourceQuotaSpec>;

export const ResourceQuotaStatus = struct('ResourceQuotaStatus', 'What is in use.', {
  hard: field(1, omitEmpty(dict(quantity)), 'The most of each resource, as enforced now.'),
  used: field(2, omitEmpty(dict(quantity)), 'What is in use of each resource.'),
});
export type ResourceQuotaStatus = Infer<typeof ResourceQuotaStatus>;

export const ResourceQuota = struct('ResourceQuota', 'How much a namespace may have.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ResourceQuotaSpec), 'What may be had at most.'),
  status: field(3, omitEmpty(ResourceQuotaStatus), 'What is in use.'),
});
export type ResourceQuota = Infer<typeof ResourceQuota>;
