/** Scopes that look at a name, such as that of a priority class. */
import type { ScopedResourceSelectorRequirement } from '../core-v1/resource-quota.ts';

/** Whether the name that an object has, if any, is one of those that a scope means. */
export function isNameInScope(
  { operator, values = [] }: Readonly<ScopedResourceSelectorRequirement>,
  name: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return name !== undefined && values.includes(name);
    case 'NotIn':
      return name === undefined || !values.includes(name);
    case 'Exists':
      return name !== undefined;
    case 'DoesNotExist':
      return name === undefined;
  }
}
