/**
 * What can go wrong with the store, as types: the registry turns each into the answer that Kubernetes gives.
 */
import type { StoredItem } from './storage.ts';

/** The store refused or failed. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
}

/** A key that was to be created exists. */
export class KeyExists extends StorageError {
  override readonly name = 'KeyExists';
  readonly current: StoredItem;

  constructor(current: StoredItem) {
    super(`Cannot create key '${current.key}': it exists at revision ${current.revision}`);
    this.current = current;
  }
}

/** A key that was to be changed has been changed or deleted by someone else. */
export class RevisionMismatch extends StorageError {
  override readonly name = 'RevisionMismatch';
  readonly key: string;
  /** What stands there now; undefined when the key is gone. */
  readonly current: StoredItem | undefined;

  constructor(key: string, options: { readonly expected: number; readonly current: StoredItem | undefined }) {
    const found = options.current ? `it is at revision ${options.current.revision}` : 'it does not exist';
    super(`Cannot change key '${key}' at revision ${options.expected}: ${found}`);
    this.key = key;
    this.current = options.current;
  }
}

/** The history that was asked for is gone. */
export class Compacted extends StorageError {
  override readonly name = 'Compacted';
}

/** A revision was asked for that has not been reached. */
export class FutureRevision extends StorageError {
  override readonly name = 'FutureRevision';
}

/** The store could not be reached in time. A write has not happened. */
export class StorageUnavailable extends StorageError {
  override readonly name: string = 'StorageUnavailable';
}

/** The connection was lost under a write, which may or may not have happened. */
export class WriteOutcomeUnknown extends StorageUnavailable {
  override readonly name = 'WriteOutcomeUnknown';
}

/** The transaction is larger than the store takes. */
export class RequestTooLarge extends StorageError {
  override readonly name = 'RequestTooLarge';
}

/** The store has no room for more. */
export class StorageFull extends StorageError {
  override readonly name = 'StorageFull';
}
