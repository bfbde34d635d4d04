/**
 * The hash that tells the states of a workload apart: `pod-template-hash` of ReplicaSets, `controller-revision-hash` of
 * revisions, and the ends of their names. FNV-1a of 32 bits over canonical JSON, in the alphabet of generated names.
 * (Kubernetes hashes Go's own dump of the template, so its hashes cannot be had outside Go; nothing compares them.)
 */
import { goJson, safeEncodeName } from '@wherry/api';

/**
 * The hash of a value. What is absent and what is empty count the same, and so does the order of fields.
 * @param collisions how often other values have been found to have the same hash
 */
export function stateHash(value: unknown, collisions = 0): string {
  const text = collisions === 0 ? canonicalJson(value) : `${canonicalJson(value)}${collisions}`;
  return safeEncodeName(String(fnv1a(new TextEncoder().encode(text))));
}

/** JSON with sorted keys, as Go writes maps. */
export function canonicalJson(value: unknown): string {
  return goJson(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
