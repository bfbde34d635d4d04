/**
 * Whether two values mean the same to Kubernetes: like deep equality, except that a missing list or map is the same as
 * an empty one. Quantities and times compare as text, which is right because decoding makes both canonical.
 */

/** Compares two decoded JSON values by meaning. */
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (isEmpty(a) && isEmpty(b)) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => semanticEqual(item, b[index]));
  }
  if (isRecord(a) && isRecord(b)) {
    return Object.keys({ ...a, ...b }).every((key) => semanticEqual(a[key], b[key]));
  }
  return false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
