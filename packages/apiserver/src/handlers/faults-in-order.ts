/**
 * The order in which the faults of a JSON document are told: as they stand in it, as Kubernetes' decoder meets them. What
 * is in an unknown field is nobody's field, so that nothing in it is given twice.
 */
import { quote } from '@wherry/api';

/** @param faults `unknown field "…"` and `duplicate field "…"`, in any order */
export function faultsInOrder(document: unknown, faults: readonly string[]): string[] {
  if (faults.length < 2) return [...faults];
  const given = new Set(faults);
  const found = new Set<string>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      const memberPath = path === '' ? key : `${path}.${key}`;
      const unknown = `unknown field "${memberPath}"`;
      if (given.has(unknown)) {
        found.add(unknown);
        continue;
      }
      const duplicate = `duplicate field ${quote(memberPath)}`;
      if (given.has(duplicate)) found.add(duplicate);
      visit(item, memberPath);
    }
  };
  visit(document, '');
  return [...found];
}
