/** JSON values in patches. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy that shares nothing with the original. */
export function deepCopy(value: JsonObject): JsonObject {
  return structuredClone(value);
}

/** A patch value as it stands where there was nothing to merge with: without directives, deletions and nulls in maps. */
export function dropDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !isDeletion(item) && !isReplaceMark(item)).map(dropDirectives);
  }
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name, item]) => !isDirective(name) && item !== null && !isDeletion(item));
  return Object.fromEntries(kept.map(([name, item]) => [name, dropDirectives(item)]));
}

function isDirective(name: string): boolean {
  return (
    name === '$patch' ||
    name === '$retainKeys' ||
    name.startsWith('$setElementOrder/') ||
    name.startsWith('$deleteFromPrimitiveList/')
  );
}

const isDeletion = (value: unknown): boolean => isObject(value) && value['$patch'] === 'delete';

/** Of a list, it says that nothing of the old one stays; it is no element. */
const isReplaceMark = (item: unknown): boolean =>
  isObject(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1;
