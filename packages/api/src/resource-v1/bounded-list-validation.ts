/** Lists of limited length, whose items may have to differ. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

interface ListRules<T> {
  readonly max: number;
  readonly validateItem: (item: T, path: FieldPath) => FieldError[];
}

/** Everything wrong with a list. If it is too long, nobody looks at its items. */
export function validateBoundedList<T>(
  path: FieldPath,
  items: readonly T[] | undefined = [],
  { max, validateItem }: ListRules<T>,
): FieldError[] {
  if (items.length > max) return [FieldError.tooMany(path, { actual: items.length, max })];
  return items.flatMap((item, position) => validateItem(item, path.index(position)));
}

/** Everything wrong with a list whose items have to differ in their key. */
export function validateBoundedSet<T>(
  path: FieldPath,
  items: readonly T[] | undefined = [],
  { keyOf, ...rules }: ListRules<T> & { keyOf: (item: T) => string },
): FieldError[] {
  if (items.length > rules.max) return validateBoundedList(path, items, rules);
  const seen = new Set<string>();
  const duplicates = items.flatMap((item, position) => {
    const key = keyOf(item);
    if (seen.has(key)) return [FieldError.duplicate(path.index(position), key)];
    seen.add(key);
    return [];
  });
  return [...validateBoundedList(path, items, rules), ...duplicates];
}
