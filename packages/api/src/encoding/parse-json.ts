/**
 * JSON from outside: request bodies and what is stored. `JSON.parse` does the work; around it stand the checks that it
 * lacks: valid UTF-8, bounded nesting, numbers that are too large, members given twice, and the error messages of Go's decoder. A key such as
 * `__proto__` becomes a property of its own like any other and never a prototype.
 */
import { isUtf8 } from 'node:buffer';

import { findDuplicateMembers } from './json-duplicates.ts';
import { outlineJson } from './json-outline.ts';
import { describeJsonSyntaxError } from './json-syntax.ts';
import { quote } from './quote.ts';

/** How deep JSON may nest, by default. No API object comes near, and recursion over the result stays safe. */
export const MAX_JSON_DEPTH = 1000;

/** Text that is not the JSON we take. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

export interface ParsedJson {
  readonly value: unknown;
  /** `duplicate field "spec.replicas"` for each member given twice; the last one holds. At most 100. */
  readonly duplicates: readonly string[];
}

/** @throws JsonError for bytes that are not UTF-8, not JSON, or nest too deep; syntax errors in Go's words */
export function parseJson(
  bytes: Uint8Array,
  { maxDepth = MAX_JSON_DEPTH }: { readonly maxDepth?: number } = {},
): ParsedJson {
  if (!isUtf8(bytes)) {
    throw new JsonError('invalid UTF-8 in JSON input');
  }
  const outline = outlineJson(bytes);
  if (outline.depth > maxDepth) {
    throw new JsonError('exceeded max depth');
  }
  const text = textOf(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonError(describeJsonSyntaxError(bytes), { cause: error });
  }
  const duplicates = countMembers(value) === outline.members ? [] : findDuplicateMembers(text);
  return {
    value: outline.hasSurrogateEscape ? wellFormed(value) : value,
    duplicates: duplicates.map((path) => `duplicate field ${quote(path)}`),
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    if (value === Infinity || value === -Infinity) {
      throw new JsonError('json: cannot unmarshal number into Go value of type float64');
    }
    return 0;
  }
  const items: readonly unknown[] = Object.values(value);
  let count = Array.isArray(value) ? 0 : items.length;
  for (const item of items) {
    count += countMembers(item);
  }
  return count;
}

// Half a surrogate pair cannot be sent on as UTF-8. Go's decoder puts the replacement character in its place.
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.toWellFormed();
  }
  if (Array.isArray(value)) {
    return value.map(wellFormed);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  // Object.fromEntries defines properties, so that `__proto__` stays an ordinary one.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]));
}
