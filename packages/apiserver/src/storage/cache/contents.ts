/**
 * What the cache holds: every object of the store at one revision, by resource. Changes are taken in a whole revision at
 * a time, so that nobody ever sees half of a transaction.
 */
import type { Log } from '@wherry/component';
import { resourcePrefixOf } from '../object-key.ts';
import { textAtRevision } from '../stored-text.ts';
import type { StorageEvent, StoredItem } from '../storage.ts';
import { CacheEvent } from './cache-event.ts';
import { Entry } from './entry.ts';
import type { EventLog } from './event-log.ts';
import type { FieldIndexOptions, FieldValue } from './field-index.ts';
import type { MemoBudget } from './memo-budget.ts';
import { Shelf } from './shelf.ts';

export interface ContentsOptions {
  readonly indexes: readonly FieldIndexOptions[];
  readonly parsed: MemoBudget;
  readonly frames: MemoBudget;
  readonly events: EventLog;
  readonly log: Log;
}

/** A change that has been taken in. */
export interface Change {
  readonly event: CacheEvent;
  readonly shelf: Shelf;
  /** The indexed values that it concerns. */
  readonly fields: readonly FieldValue[];
}

export class Contents {
  /** The revision that the contents show. */
  revision: number;
  readonly #loaded: number;
  readonly #options: ContentsOptions;
  readonly #shelves = new Map<string, Shelf>();

  /** @param revision the revision of the items that are loaded next */
  constructor(revision: number, options: ContentsOptions) {
    this.revision = revision;
    this.#loaded = revision;
    this.#options = options;
  }

  /** How many objects there are of each resource. */
  get sizes(): ReadonlyMap<string, number> {
    return new Map([...this.#shelves].map(([prefix, { size }]) => [prefix, size]));
  }

  get(key: string): Entry | undefined {
    const prefix = resourcePrefixOf(key);
    return prefix === undefined ? undefined : this.#shelves.get(prefix)?.get(key);
  }

  /** The shelf of the resource that a key or prefix belongs to. */
  shelf(keyOrPrefix: string): Shelf {
    const prefix = resourcePrefixOf(keyOrPrefix);
    if (prefix === undefined) throw new Error(`Cannot look up '${keyOrPrefix}': it belongs to no resource`);
    const known = this.#shelves.get(prefix);
    if (known) return known;
    const shelf = new Shelf({ prefix, indexes: this.#options.indexes, loaded: this.#loaded });
    this.#shelves.set(prefix, shelf);
    return shelf;
  }

  /** Takes in an item as it was when the store was listed. */
  load(item: StoredItem): void {
    if (resourcePrefixOf(item.key) === undefined) return;
    const entry = this.entryOf(item);
    if (entry) this.shelf(item.key).put({ key: item.key, entry, revision: this.#loaded });
  }

  /** Takes in a change; undefined when it is not about an object. The caller moves `revision` on. */
  apply(change: StorageEvent, time: number): Change | undefined {
    const { key, revision } = change;
    if (resourcePrefixOf(key) === undefined) return undefined;
    const shelf = this.shelf(key);
    const previous = shelf.get(key);
    const entry = change.type === 'put' ? this.entryOf(change) : undefined;
    if (!entry && !previous) return undefined;
    const { frames, events } = this.#options;
    const event = new CacheEvent({ key, revision, entry, previous, time, frames });
    const fields = shelf.put({ key, entry, revision });
    events.push(event, shelf.log);
    return { event, shelf, fields };
  }

  /** Makes the entry of a stored item; undefined, with a line in the log, when it cannot be read. */
  entryOf({ key, value, revision }: StoredItem): Entry | undefined {
    try {
      const text = textAtRevision(value, revision);
      return new Entry({ key, revision, text, parsed: this.#options.parsed });
    } catch (error) {
      this.#options.log.error('passed over an object that cannot be read', error, { key, revision });
      return undefined;
    }
  }
}
