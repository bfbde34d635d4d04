/**
 * JSON Patch (RFC 6902) as Kubernetes applies it. Where its library is more lenient than the RFC, so is this: `replace`
 * of a missing member adds it, `copy` of one copies null, and a missing `value` is null. Patches come from outside, so
 * their number of operations, what they copy and move about, and the depth they reach are bounded.
 */
import { isDeepStrictEqual } from 'node:util';

import { genericServerResponse, MAX_JSON_DEPTH, quote, requestEntityTooLarge } from '@wherry/api';
import { addAt, findPlace, getAt, JsonPatchError, type Place, removeAt, setAt } from './json-pointer.ts';
import { PatchFormatError } from './patch-format-error.ts';
import { isObject } from './patch-values.ts';

/** The number of operations that a patch may have. */
export const MAX_JSON_PATCH_OPERATIONS = 10_000;

/** The bytes that the `copy` operations of a patch may add up to. */
export const MAX_COPIED_BYTES = 3 * 1024 * 1024;

// List items that operations in the middle of lists may shift, all told; real patches stay far below.
const MAX_SHIFTED_ITEMS = 100_000_000;

const FIELDS = ['op', 'path', 'from'] as const;

export interface JsonPatchOperation {
  readonly op?: string;
  readonly path?: string;
  readonly from?: string;
  readonly value?: unknown;
}

export interface JsonPatch {
  readonly operations: readonly JsonPatchOperation[];
  /** `json patch unknown field "[0].x"` for each field that no operation has. */
  readonly unknown: readonly string[];
}

/**
 * Reads a parsed body as a patch.
 * @throws PatchFormatError for what is no list of operations; StatusError 413 for too many
 */
export function readJsonPatch(body: unknown): JsonPatch {
  // `null` is an empty list, as it is to Go.
  const items: unknown = body ?? [];
  if (!Array.isArray(items)) {
    throw mismatch(items, 'value of type []handlers.jsonPatchOp');
  }
  if (items.length > MAX_JSON_PATCH_OPERATIONS) {
    const limit = `The allowed maximum operations in a JSON patch is ${MAX_JSON_PATCH_OPERATIONS}`;
    throw requestEntityTooLarge(`${limit}, got ${items.length}`);
  }
  const operations = items.map(readOperation);
  const unknown = operations.flatMap((operation, index) =>
    Object.keys(operation)
      .filter((name) => !['op', 'path', 'from', 'value'].includes(name))
      .map((name) => `json patch unknown field ${quote(`[${index}].${name}`)}`),
  );
  return { operations, unknown };
}

function readOperation(item: unknown): JsonPatchOperation {
  if (item === null) {
    return {};
  }
  if (!isObject(item)) {
    throw mismatch(item, 'value of type handlers.jsonPatchOp');
  }
  for (const name of FIELDS) {
    const text = Object.hasOwn(item, name) ? (item[name] ?? '') : '';
    if (typeof text !== 'string') {
      throw mismatch(text, `struct field jsonPatchOp.${name} of type string`);
    }
  }
  return item;
}

function mismatch(value: unknown, target: string): PatchFormatError {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new PatchFormatError(`error decoding patch: json: cannot unmarshal ${kind} into Go ${target}`);
}

/**
 * The document with the operations carried out, all or none. The document itself stays as it is.
 * @throws StatusError 422 if an operation does not apply or a `test` fails; its `cause` says which and why, which
 * Kubernetes keeps to itself
 */
export function applyJsonPatch(document: unknown, { operations }: Pick<JsonPatch, 'operations'>): unknown {
  const run = new Run(structuredClone(document));
  try {
    for (const operation of operations) {
      run.apply(operation);
    }
    requireBoundedDepth(run.document);
  } catch (error) {
    if (error instanceof JsonPatchError) {
      throw Object.assign(genericServerResponse({ code: 422, serverMessage: error.message }), { cause: error });
    }
    throw error;
  }
  return run.document;
}

class Run {
  document: unknown;
  #copiedBytes = 0;
  #shiftedItems = 0;

  constructor(document: unknown) {
    this.document = document;
  }

  apply(operation: JsonPatchOperation): void {
    const value = structuredClone(operation.value ?? null);
    switch (operation.op ?? '') {
      case 'add':
        this.#add(this.#place(operation, 'path'), value);
        return;
      case 'remove':
        this.#remove(this.#place(operation, 'path'));
        return;
      case 'replace':
        this.#replace(operation, value);
        return;
      case 'move':
        this.#move(operation);
        return;
      case 'copy':
        this.#copy(operation);
        return;
      case 'test':
        this.#test(operation);
        return;
      default:
        throw new JsonPatchError(`Unexpected kind: ${operation.op ?? 'unknown'}`);
    }
  }

  #replace(operation: JsonPatchOperation, value: unknown): void {
    if (operation.path !== '') {
      setAt(this.#place(operation, 'path'), value);
    } else if (typeof value === 'object' && value !== null) {
      this.document = value;
    } else {
      throw new JsonPatchError('replace operation value must be object or array');
    }
  }

  #move(operation: JsonPatchOperation): void {
    const from = this.#place(operation, 'from');
    const value = getAt(from);
    this.#remove(from);
    // Found only now: with the value gone, the places after it have moved up.
    this.#add(this.#place(operation, 'path'), value);
  }

  #copy(operation: JsonPatchOperation): void {
    const value = getAt(this.#place(operation, 'from')) ?? null;
    const to = this.#place(operation, 'path');
    requireBoundedDepth(value);
    this.#copiedBytes += Buffer.byteLength(JSON.stringify(value));
    if (this.#copiedBytes > MAX_COPIED_BYTES) {
      const size = `the accumulated size increase of copy is ${this.#copiedBytes}`;
      throw new JsonPatchError(`Unable to complete the copy, ${size}, exceeding the limit ${MAX_COPIED_BYTES}`);
    }
    this.#add(to, structuredClone(value));
  }

  #test(operation: JsonPatchOperation): void {
    const actual = operation.path === '' ? this.document : getAt(this.#place(operation, 'path'));
    if (!isDeepStrictEqual(actual ?? null, operation.value ?? null)) {
      throw new JsonPatchError(`testing value ${operation.path} failed: test failed`);
    }
  }

  #add(place: Place, value: unknown): void {
    addAt(place, value);
    this.#countShifted(place);
  }

  #remove(place: Place): void {
    removeAt(place);
    this.#countShifted(place);
  }

  // An item that comes or goes moves all those after it. A patch must not keep the process busy with that.
  #countShifted({ container, key }: Place): void {
    if (Array.isArray(container) && key !== '-') {
      this.#shiftedItems += container.length;
    }
    if (this.#shiftedItems > MAX_SHIFTED_ITEMS) {
      throw new JsonPatchError('the operations of the patch move too many list items');
    }
  }

  #place(operation: JsonPatchOperation, name: 'path' | 'from'): Place {
    const pointer = operation[name];
    if (typeof pointer !== 'string') {
      throw new JsonPatchError(`operation missing ${name} field: missing value`);
    }
    return findPlace(this.document, pointer);
  }
}

// Values that are moved into one another nest ever deeper, and what comes after the patch recurses over them.
function requireBoundedDepth(value: unknown, depthLeft = MAX_JSON_DEPTH): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (depthLeft === 0) {
    throw new JsonPatchError('exceeded max depth');
  }
  for (const item of Object.values(value) as unknown[]) {
    requireBoundedDepth(item, depthLeft - 1);
  }
}
