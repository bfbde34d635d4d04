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

export const ScopedResourceSelectorRequirement = struct('ScopedResourceSelectorRequirement', '', {
  scopeName: field(1, ResourceQuotaScope, ''),
  operator: field(2, ScopeSelectorOperator, ''),
  values: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type ScopedResourceSelectorRequirement = Infer<typeof ScopedResourceSelectorRequirement>;

export const ScopeSelector = struct(
  'ScopeSelector',
  '',
  {
    matchExpressions: field(1, omitEmpty(list(ScopedResourceSelectorRequirement)), '', { merge: 'atomic' }),
  },
  { atomic: true },
);
export type ScopeSelector = Infer<typeof ScopeSelector>;

export const ResourceQuotaSpec = struct('ResourceQuotaSpec', '', {
  hard: field(1, omitEmpty(dict(quantity)), ''),
  scopes: field(2, omitEmpty(list(ResourceQuotaScope)), '', { merge: 'atomic' }),
  scopeSelector: field(3, optional(ScopeSelector), ''),
});
export type ResourceQuotaSpec = Infer<typeof ResourceQuotaSpec>;

export const ResourceQuotaStatus = struct('ResourceQuotaStatus', '', {
  hard: field(1, omitEmpty(dict(quantity)), ''),
  used: field(2, omitEmpty(dict(quantity)), ''),
});
export type ResourceQuotaStatus = Infer<typeof ResourceQuotaStatus>;

export const ResourceQuota = struct('ResourceQuota', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(ResourceQuotaSpec), ''),
  status: field(3, omitEmpty(ResourceQuotaStatus), ''),
});
export type ResourceQuota = Infer<typeof ResourceQuota>;
