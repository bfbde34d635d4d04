/** The three simple writes, each one conditional transaction. */
import { KeyExists, RevisionMismatch } from './storage-errors.ts';
import type { Put, Storage, StoredItem } from './storage.ts';

/**
 * Creates a key.
 *
 * @returns the revision of the write.
 * @throws KeyExists when it exists, and what `Storage.txn` throws.
 */
export async function createItem(storage: Pick<Storage, 'txn'>, put: Put): Promise<number> {
  const result = await storage.txn({ compare: [{ key: put.key, revision: 0 }], puts: [put] });
  if (result.ok) return result.revision;
  throw new KeyExists(existing(result.current[0], put.key));
}

/**
 * Changes a key that was last written at `expected`.
 *
 * @returns the revision of the write.
 * @throws RevisionMismatch when it has been changed or deleted since, and what `Storage.txn` throws.
 */
export async function updateItem(storage: Pick<Storage, 'txn'>, put: Put & { expected: number }): Promise<number> {
  const { key, value, expected } = put;
  const result = await storage.txn({ compare: [{ key, revision: expected }], puts: [{ key, value }] });
  if (result.ok) return result.revision;
  throw new RevisionMismatch(key, { expected, current: result.current[0] });
}

/**
 * Deletes a key that was last written at `expected`.
 *
 * @returns the revision of the write.
 * @throws RevisionMismatch when it has been changed or deleted since, and what `Storage.txn` throws.
 */
export async function deleteItem(
  storage: Pick<Storage, 'txn'>,
  item: { readonly key: string; readonly expected: number },
): Promise<number> {
  const { key, expected } = item;
  const result = await storage.txn({ compare: [{ key, revision: expected }], deletes: [key] });
  if (result.ok) return result.revision;
  throw new RevisionMismatch(key, { expected, current: result.current[0] });
}

function existing(item: StoredItem | undefined, key: string): StoredItem {
  // A failed comparison with "does not exist" always comes with the item that does.
  if (!item) throw new Error(`The store refused to create key '${key}' without showing what is there`);
  return item;
}
