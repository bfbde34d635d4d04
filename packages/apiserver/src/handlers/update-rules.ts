/** Which part of an object each of its paths changes. */
import { mainRules, statusRules, type UpdateRules } from '../registry/update.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { subresourceRules } from '../subresources/rules.ts';

/** The rules of `/`, `/status`, or another subresource that shows its whole parent. */
export function rulesOf(served: ServedResource, subresource: string): UpdateRules {
  if (subresource === '') return mainRules(served);
  if (subresource === 'status') return statusRules(served);
  const rules = subresourceRules(served, subresource);
  if (rules === undefined) throw new Error(`There are no rules for ${served.name.resource}/${subresource}`);
  return rules;
}
