/** Which objects a quota is about. */
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../core-v1/resource-quota.ts';
import type { KubeObject } from '../resources/resource.ts';
import type { QuotaEvaluator } from './evaluator.ts';

/** Whether an object is in all scopes of a quota. */
export function isInScopes(
  { spec }: Readonly<Pick<ResourceQuota, 'spec'>>,
  { evaluator, object }: { readonly evaluator: QuotaEvaluator; readonly object: Readonly<KubeObject> },
): boolean {
  return scopesOf(spec).every((scope) => evaluator.isInScope?.(object, scope) === true);
}

function scopesOf({
  scopes = [],
  scopeSelector,
}: Readonly<ResourceQuota['spec']>): ScopedResourceSelectorRequirement[] {
  const named = scopes.map((scopeName) => ({ scopeName, operator: 'Exists' }) as const);
  return [...named, ...(scopeSelector?.matchExpressions ?? [])];
}
