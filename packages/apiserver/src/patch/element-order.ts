/**
 * The order of merged lists. The elements that a patch speaks of stand in the patch's order; those that only the
 * server has keep their place relative to them as far as that is possible.
 */
import { PatchFormatError } from './patch-format-error.ts';
import { isObject, type JsonObject } from './patch-values.ts';

/** Where an element stands in a list, by its merge key or, without one, by value; -1 when it does not. */
export function positionIn(list: readonly unknown[], element: unknown, mergeKey: string): number {
  if (mergeKey === '' || !isObject(element)) return list.indexOf(element);
  return list.findIndex((item) => isObject(item) && item[mergeKey] === element[mergeKey]);
}

export interface Ordering {
  readonly mergeKey: string;
  /** The list as it was before the patch. */
  readonly serverOrder: readonly unknown[];
}

/** Weaves the elements that only the server has into those of the patch; the order within each is kept. */
export function inServerOrder(
  serverOnly: readonly unknown[],
  patched: readonly unknown[],
  { mergeKey, serverOrder }: Ordering,
): unknown[] {
  const result: unknown[] = [];
  let next = 0;
  for (const element of patched) {
    const place = positionIn(serverOrder, element, mergeKey);
    while (next < serverOnly.length && place >= 0 && positionIn(serverOrder, serverOnly[next], mergeKey) < place) {
      result.push(serverOnly[next]);
      next += 1;
    }
    result.push(element);
  }
  return [...result, ...serverOnly.slice(next)];
}

export interface Orders {
  /** Field name and the order that `$setElementOrder/<field>` gives: keyed objects, or scalars. */
  readonly orders: readonly (readonly [string, unknown])[];
  readonly original: JsonObject;
  readonly patch: JsonObject;
  readonly mergeKeyOf: (field: string) => string;
}

/** Brings the lists of a patched object into the orders that the patch asks for. */
export function setElementOrders(target: JsonObject, { orders, original, patch, mergeKeyOf }: Orders): void {
  for (const [name, order] of orders) {
    if (!Array.isArray(order)) throw new PatchFormatError(`$setElementOrder/${name} must be a list`);
    const list = target[name];
    const mergeKey = mergeKeyOf(name);
    assertSameOrder(order, { given: patch[name], mergeKey });
    if (!Array.isArray(list)) continue;
    const listed = list.filter((item) => positionIn(order, item, mergeKey) >= 0);
    const others = list.filter((item) => positionIn(order, item, mergeKey) < 0);
    listed.sort((a, b) => positionIn(order, a, mergeKey) - positionIn(order, b, mergeKey));
    const before = original[name];
    target[name] = inServerOrder(others, listed, { mergeKey, serverOrder: Array.isArray(before) ? before : [] });
  }
}

/** A patch may not list elements in another order than the one it sets. */
function assertSameOrder(order: readonly unknown[], { given, mergeKey }: { given: unknown; mergeKey: string }): void {
  if (!Array.isArray(given)) return;
  let last = -1;
  for (const element of given) {
    if (isObject(element) && element['$patch'] !== undefined && element['$patch'] !== 'merge') continue;
    const place = positionIn(order, element, mergeKey);
    if (place <= last) {
      throw new PatchFormatError(
        `The order in patch list:\n${JSON.stringify(given)}\n doesn't match $setElementOrder list:\n${JSON.stringify(order)}\n`,
      );
    }
    last = place;
  }
}
