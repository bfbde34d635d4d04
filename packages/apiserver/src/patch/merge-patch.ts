/**
 * JSON Merge Patch (RFC 7386) as Kubernetes applies it. Its library also drops nulls from objects inside of lists that
 * are new, where the RFC would keep them.
 */
import { PatchFormatError } from './patch-format-error.ts';
import { isObject, type JsonObject } from './patch-values.ts';

/**
 * The document with the patch merged into it; neither is changed, and the result may share parts with both.
 * @throws PatchFormatError for a patch that is no object
 */
export function applyMergePatch(document: JsonObject, patch: unknown): JsonObject {
  if (patch === null) {
    throw new PatchFormatError('Invalid JSON Patch');
  }
  if (!isObject(patch)) {
    const kind = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    throw new PatchFormatError(
      `error decoding patch: json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
    );
  }
  return mergeObjects(document, patch);
}

function mergeObjects(current: JsonObject, patch: JsonObject): JsonObject {
  // A map, because members of any name can come and go in it, `__proto__` too.
  const members = new Map(Object.entries(current));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      members.delete(name);
    } else {
      members.set(name, merge(members.get(name), value));
    }
  }
  return Object.fromEntries(members);
}

function merge(current: unknown, patch: unknown): unknown {
  if (!isObject(current)) {
    return withoutNulls(patch);
  }
  return isObject(patch) ? mergeObjects(current, patch) : patch;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (!isObject(value)) {
    return value;
  }
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutNulls(item)]));
}
