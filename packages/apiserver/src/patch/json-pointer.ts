/**
 * Places in a JSON document by RFC 6901 pointers, as JSON Patch uses them. Like the library that Kubernetes uses, list
 * positions may be negative, counting from the end, and what stands before the first slash does not matter.
 */
import { isObject, type JsonObject } from './patch-values.ts';

/** A patch that does not fit the document it is applied to. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

/** A place: something in an object or a list, which need not be there. */
export interface Place {
  readonly container: JsonObject | unknown[];
  readonly key: string;
}

/** @throws JsonPatchError if something on the way to the place is not there; the place itself may be missing */
export function findPlace(document: unknown, pointer: string): Place {
  const steps = pointer.split('/').slice(1).map(unescapeStep);
  const key = steps.pop();
  const missing = new JsonPatchError(`doc is missing path: "${pointer}": missing value`);
  if (key === undefined) {
    throw missing;
  }
  let container = document;
  for (const step of steps) {
    if (!isContainer(container)) {
      throw missing;
    }
    container = getAt({ container, key: step });
  }
  if (!isContainer(container)) {
    throw missing;
  }
  return { container, key };
}

// `~01` is `~1`: the escape of the slash has to be undone first, and no character twice.
function unescapeStep(step: string): string {
  return step.replace(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'));
}

function isContainer(value: unknown): value is JsonObject | unknown[] {
  return Array.isArray(value) || isObject(value);
}

/** What stands there; undefined for a member that an object does not have. @throws JsonPatchError for a bad index */
export function getAt({ container, key }: Place): unknown {
  if (Array.isArray(container)) {
    return container[indexAmong(container.length, key)];
  }
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** Puts a value there instead of what is there. @throws JsonPatchError for a bad index */
export function setAt({ container, key }: Place, value: unknown): void {
  if (Array.isArray(container)) {
    container[indexAmong(container.length, key)] = value;
  } else {
    setMember(container, key, value);
  }
}

/** Adds a member, or inserts an item before the one there; `-` is the end of a list. @throws JsonPatchError */
export function addAt({ container, key }: Place, value: unknown): void {
  if (!Array.isArray(container)) {
    setMember(container, key, value);
  } else if (key === '-') {
    container.push(value);
  } else {
    // One more place than there are items: the one behind the last.
    container.splice(indexAmong(container.length + 1, key), 0, value);
  }
}

/** Takes away what is there. @throws JsonPatchError if nothing is */
export function removeAt({ container, key }: Place): void {
  if (Array.isArray(container)) {
    container.splice(indexAmong(container.length, key), 1);
  } else if (Object.hasOwn(container, key)) {
    delete container[key];
  } else {
    throw new JsonPatchError(`Unable to remove nonexistent key: ${key}: missing value`);
  }
}

// Defined, not assigned: a member called `__proto__` must stay a member.
function setMember(container: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}

function indexAmong(count: number, key: string): number {
  const index = /^[+-]?[0-9]+$/.test(key) ? Number(key) : Number.NaN;
  if (Number.isNaN(index)) {
    throw new JsonPatchError(`value was not a proper array index: '${key}'`);
  }
  if (index >= count || index < -count) {
    throw new JsonPatchError(`Unable to access invalid index: ${index}: invalid index referenced`);
  }
  return index < 0 ? index + count : index;
}
