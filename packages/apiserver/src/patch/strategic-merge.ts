/**
 * Strategic merge patch: a merge patch that knows from the schema which lists are merged and by which key, and that
 * takes directives: `$patch: delete|replace|merge`, `$retainKeys`, `$deleteFromPrimitiveList/<field>` and
 * `$setElementOrder/<field>`. Pure: neither argument is changed.
 *
 * Source: the Kubernetes community document on strategic merge patch, and `kubectl apply`, which produces these.
 */
import type { Schema } from '@wherry/api/schema';
import { setElementOrders } from './element-order.ts';
import { mergeLists } from './merge-lists.ts';
import { ruleFor, type MergeRule } from './merge-rule.ts';
import { PatchFormatError } from './patch-format-error.ts';
import { deepCopy, dropDirectives, isObject, type JsonObject } from './patch-values.ts';

const SET_ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/**
 * Applies a patch to a value of a schema (undefined: nothing is known of it).
 * @throws PatchFormatError for directives that make no sense and list elements without their merge key
 */
export function strategicMerge(schema: Schema | undefined, original: JsonObject, patch: JsonObject): JsonObject {
  const directive = patch['$patch'];
  if (directive !== undefined) return wholeObject(directive, patch);
  const result = deepCopy(original);
  retainKeys(result, patch);
  const given = new Map(Object.entries(patch).filter(([name]) => !name.startsWith('$')));
  for (const [name, value] of given) mergeField(result, { name, value, rule: ruleFor(schema, name) });
  for (const [directiveName, values] of Object.entries(patch)) {
    if (!directiveName.startsWith(DELETE_FROM)) continue;
    const name = directiveName.slice(DELETE_FROM.length);
    const present = result[name];
    if (Array.isArray(present) && Array.isArray(values))
      result[name] = present.filter((item) => !values.includes(item));
  }
  const orders = Object.entries(patch)
    .filter(([name]) => name.startsWith(SET_ORDER))
    .map(([name, order]) => [name.slice(SET_ORDER.length), order] as const);
  setElementOrders(result, { orders, original, patch, mergeKeyOf: (name) => ruleFor(schema, name).mergeKey });
  return result;
}

function wholeObject(directive: unknown, patch: JsonObject): JsonObject {
  // Of an object, dropping directives leaves an object.
  if (directive === 'replace') return dropDirectives(patch) as JsonObject;
  if (directive === 'delete') return {};
  throw new PatchFormatError(`Unknown patch type found: ${JSON.stringify(directive)}`);
}

interface PatchedField {
  readonly name: string;
  readonly value: unknown;
  readonly rule: MergeRule;
}

function mergeField(target: JsonObject, { name, value, rule }: PatchedField): void {
  const present = Object.hasOwn(target, name) ? target[name] : undefined;
  if (value === null) delete target[name];
  else if (isObject(present) && isObject(value) && !rule.replaces)
    define(target, name, strategicMerge(rule.schema, present, value));
  else if (Array.isArray(present) && Array.isArray(value) && rule.merges)
    define(target, name, mergeLists(present, value, { rule, mergeObjects: strategicMerge }));
  else define(target, name, dropDirectives(value));
}

// A key such as `__proto__` must become data, not the object's prototype.
function define(target: JsonObject, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** `$retainKeys` lists all keys that the object may have afterwards. */
function retainKeys(target: JsonObject, patch: JsonObject): void {
  const retained = patch['$retainKeys'];
  if (retained === undefined) return;
  if (!Array.isArray(retained)) throw new PatchFormatError('invalid patch format of retainKeys: it must be a list');
  for (const name of Object.keys(patch)) {
    if (!name.startsWith('$') && patch[name] !== null && !retained.includes(name))
      throw new PatchFormatError('the retainKeys list must contain all fields present in the patch');
  }
  for (const name of Object.keys(target)) if (!retained.includes(name)) delete target[name];
}
