/**
 * What the apiserver asks of a key-value store: JSON text under keys, one revision number that counts all writes,
 * conditional transactions, and the history of changes in order. etcd provides it (`etcd/etcd-storage.ts`), and so
 * does plain memory (`memory/memory-storage.ts`); `storage.contract.ts` says what both must do.
 *
 * A revision is a safe integer. Each transaction that changes anything takes the next one: revisions have no gaps.
 */
import type { StorageError } from './storage-errors.ts';

/** A value as it stands under a key. */
export interface StoredItem {
  readonly key: string;
  /** UTF-8 text. */
  readonly value: Buffer;
  /** The revision of the last write to this key. */
  readonly revision: number;
}

/** One change. All changes of one transaction have the same revision. */
export type StorageEvent =
  | {
      readonly type: 'put';
      readonly key: string;
      readonly value: Buffer;
      readonly revision: number;
      /** Whether the key did not exist before. */
      readonly created: boolean;
    }
  | { readonly type: 'delete'; readonly key: string; readonly revision: number };

/** Holds when the key's last write has this revision; 0 means that the key does not exist. */
export interface Compare {
  readonly key: string;
  readonly revision: number;
}

export interface Put {
  readonly key: string;
  readonly value: string;
}

/** Writes that happen all together if all comparisons hold, or not at all. No key may be written twice. */
export interface Txn {
  readonly compare: readonly Compare[];
  readonly puts?: readonly Put[];
  /** Keys to delete; those that do not exist are passed over. */
  readonly deletes?: readonly string[];
}

export type TxnResult =
  | { readonly ok: true; readonly revision: number }
  | {
      readonly ok: false;
      /** The store's revision when the comparisons failed. */
      readonly revision: number;
      /** What stands under the compared keys, in their order. */
      readonly current: readonly (StoredItem | undefined)[];
    };

export interface StorageListOptions {
  /** Only keys that start with this. */
  readonly prefix: string;
  /** Only keys that come after this one. @default from the first */
  readonly after?: string;
  /** @default no limit */
  readonly limit?: number;
  /** Shows the store as it was at this revision. @default as it is now */
  readonly revision?: number;
}

export interface StorageList {
  /** In the order of the bytes of their keys. */
  readonly items: readonly StoredItem[];
  /** The revision that the list shows. */
  readonly revision: number;
  /** How many more items there are after the last one returned. */
  readonly remaining: number;
}

export interface StorageWatchOptions {
  /** The first revision whose changes are wanted. */
  readonly from: number;
  /** Called with the changes of one or more whole revisions, in order, each exactly once. */
  readonly onEvents: (events: readonly StorageEvent[]) => void;
  /**
   * Called once when the watch ends by itself, after which nothing more comes: `Compacted` when the history is gone,
   * `FutureRevision` when the store has not even got to the revision before `from`, else `StorageUnavailable`.
   */
  readonly onEnd: (error: StorageError) => void;
}

export interface StorageWatch {
  /** Ends the watch; nothing is called any more. */
  close(): void;
}

/**
 * The store. Reads are linearizable. Every call settles within some seconds.
 *
 * All calls throw `StorageUnavailable` when the store cannot be reached.
 */
export interface Storage {
  get(key: string): Promise<{ readonly item: StoredItem | undefined; readonly revision: number }>;

  /** @throws Compacted or FutureRevision when the revision asked for cannot be shown. */
  list(options: StorageListOptions): Promise<StorageList>;

  /**
   * @throws WriteOutcomeUnknown when the connection was lost so that the writes may or may not have happened;
   *   RequestTooLarge; StorageFull.
   */
  txn(txn: Txn): Promise<TxnResult>;

  /** The revision of the last write of anyone. */
  currentRevision(): Promise<number>;

  /** Follows the changes to all keys. */
  watch(options: StorageWatchOptions): StorageWatch;

  /**
   * Forgets the history up to a revision. From then on the store cannot be listed as it was before it, and cannot be
   * watched from it or from before it.
   *
   * @throws Compacted when that has happened before; FutureRevision.
   */
  compact(revision: number): Promise<void>;
}
