/** Writes small objects into a store, as the registry would. */
import { objectKey } from '../object-key.ts';
import { storedText } from '../stored-text.ts';
import type { Storage } from '../storage.ts';
import { createItem, deleteItem, updateItem } from '../write-verbs.ts';

/** The resource that tests use. */
export const THINGS = { group: '', resource: 'things' };

/** Creates, changes and deletes things, knowing at which revision each stands. */
export class ThingWriter {
  readonly #storage: Pick<Storage, 'txn'>;
  readonly #revisions = new Map<string, number>();

  constructor(storage: Pick<Storage, 'txn'>) {
    this.#storage = storage;
  }

  /** Creates a thing, or changes it; returns the revision. `name` may start with a namespace: `default/a`. */
  async put(name: string, fields: Readonly<Record<string, unknown>> = {}): Promise<number> {
    const key = keyOf(name);
    const value = storedText({ kind: 'Thing', apiVersion: 'v1', metadata: { name }, ...fields });
    const expected = this.#revisions.get(key);
    const revision = await (expected === undefined
      ? createItem(this.#storage, { key, value })
      : updateItem(this.#storage, { key, value, expected }));
    this.#revisions.set(key, revision);
    return revision;
  }

  async delete(name: string): Promise<number> {
    const key = keyOf(name);
    const revision = await deleteItem(this.#storage, { key, expected: this.#revisions.get(key) ?? 0 });
    this.#revisions.delete(key);
    return revision;
  }
}

/** The key of a thing; without a namespace, it is in `default`. */
export function keyOf(name: string): string {
  const [namespace, last] = name.includes('/') ? name.split('/') : ['default', name];
  return objectKey(THINGS, { namespace: namespace ?? '', name: last ?? '' });
}
