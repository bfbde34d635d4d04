/** Merging a patch's list into the present one: scalars as a set, objects by their merge key. */
import { inServerOrder, positionIn } from './element-order.ts';
import { PatchFormatError } from './patch-format-error.ts';
import { isObject, dropDirectives, type JsonObject } from './patch-values.ts';
import type { MergeRule } from './merge-rule.ts';
import type { Schema } from '@wherry/api/schema';

export interface ListMerge {
  readonly rule: MergeRule;
  /** Merges two elements of a schema. */
  readonly mergeObjects: (schema: Schema | undefined, original: JsonObject, patch: JsonObject) => JsonObject;
}

/**
 * The merged list: the patch's elements in the patch's order, the others where they stood.
 * @throws PatchFormatError for an object without its merge key
 */
export function mergeLists(original: readonly unknown[], patch: readonly unknown[], merge: ListMerge): unknown[] {
  const { rule } = merge;
  const isScalars = ![...original, ...patch].some(isObject);
  const order = { mergeKey: isScalars ? '' : rule.mergeKey, serverOrder: original };
  if (isScalars) {
    const others = original.filter((item) => !patch.includes(item));
    return inServerOrder(others, [...new Set(patch)], order);
  }
  const elements = patch.map((element) => keyed(element, rule.mergeKey));
  if (elements.some((element) => element['$patch'] === 'replace')) {
    return elements.filter((element) => element['$patch'] === undefined).map(dropDirectives);
  }
  const isDeleted = (item: unknown) =>
    elements.some((element) => element['$patch'] === 'delete' && positionIn([element], item, rule.mergeKey) === 0);
  const remaining = original.filter((item) => !isDeleted(item));
  const wanted = elements.filter((element) => element['$patch'] !== 'delete');
  const merged = wanted.map((element) => mergeElement(remaining, element, merge));
  const others = remaining.filter((item) => positionIn(wanted, item, rule.mergeKey) < 0);
  return inServerOrder(others, merged, order);
}

function mergeElement(original: readonly unknown[], patch: JsonObject, { rule, mergeObjects }: ListMerge): unknown {
  const { $patch: directive, ...rest } = patch;
  if (directive !== undefined && directive !== 'merge')
    throw new PatchFormatError(`Unknown patch type found: ${JSON.stringify(directive)}`);
  const { schema, mergeKey } = rule;
  const present = original[positionIn(original, patch, mergeKey)];
  const element = schema?.type === 'list' ? schema.element : undefined;
  return isObject(present) ? mergeObjects(element, present, rest) : dropDirectives(rest);
}

function keyed(element: unknown, mergeKey: string): JsonObject {
  if (!isObject(element))
    throw new PatchFormatError('The element types of the list in the patch and in the object differ');
  if (element['$patch'] === 'replace') return element;
  if (mergeKey === '')
    throw new PatchFormatError(`cannot merge lists without merge key for ${JSON.stringify(element)}`);
  if (element[mergeKey] === undefined) {
    throw new PatchFormatError(`map: ${JSON.stringify(element)} does not contain declared merge key: ${mergeKey}`);
  }
  return element;
}
