/** All that the cache knows of one resource: its entries, their indexes, its recent events and who watches it. */
import { ResourceLog } from './event-log.ts';
import type { Entry } from './entry.ts';
import { FieldIndex, type FieldIndexOptions, type FieldValue } from './field-index.ts';
import { type Selected, type Selection, SortedEntries, type SortedView } from './sorted-entries.ts';
import { SubscriberTable } from './subscriber-table.ts';

/** What the resource looked like from a revision on until, if it has changed since, another one. */
interface Snapshot {
  readonly from: number;
  until: number;
  readonly view: SortedView;
}

/** How many past states are kept for lists that are read in pages; older pages are read from the store. */
const MAX_SNAPSHOTS = 8;

export interface ShelfOptions {
  readonly prefix: string;
  readonly indexes: readonly FieldIndexOptions[];
  /** The revision at which the cache was loaded. */
  readonly loaded: number;
}

export class Shelf {
  readonly prefix: string;
  readonly log: ResourceLog;
  readonly subscribers: SubscriberTable;
  readonly #entries = new Map<string, Entry>();
  readonly #sorted = new SortedEntries();
  readonly #indexes: readonly FieldIndex[];
  #snapshots: Snapshot[] = [];
  /** The revision of the last change to this resource. */
  #changed: number;

  constructor({ prefix, indexes, loaded }: ShelfOptions) {
    this.prefix = prefix;
    this.log = new ResourceLog(loaded);
    this.subscribers = new SubscriberTable(prefix);
    this.#indexes = indexes.filter((index) => index.prefix === prefix).map((index) => new FieldIndex(index));
    this.#changed = loaded;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /**
   * Takes in the present state of a key: an entry, or undefined when it is gone.
   *
   * @returns the indexed values that the change concerns.
   */
  put(change: { readonly key: string; readonly entry: Entry | undefined; readonly revision: number }): FieldValue[] {
    const { key, entry, revision } = change;
    const latest = this.#snapshots.at(-1);
    if (latest?.until === Infinity) latest.until = revision;
    this.#changed = Math.max(this.#changed, revision);
    if (entry) {
      this.#entries.set(key, entry);
      this.#sorted.put(entry);
    } else {
      this.#entries.delete(key);
      this.#sorted.delete(key);
    }
    return this.#indexes.flatMap((index) => index.put(key, entry).map((value) => ({ name: index.name, value })));
  }

  /** The present state. */
  select(selection: Selection, field: FieldValue | undefined): Selected {
    return field ? this.#index(field.name).select(field.value, selection) : this.#sorted.select(selection);
  }

  /** Keeps the present state, so that further pages of a list can be read from it. */
  keep(): void {
    if (this.#snapshots.at(-1)?.until === Infinity) return;
    this.#snapshots.push({ from: this.#changed, until: Infinity, view: this.#sorted.snapshot() });
    if (this.#snapshots.length > MAX_SNAPSHOTS) this.#snapshots.shift();
  }

  /** The state at a past revision, if it is at hand. */
  stateAt(revision: number): SortedView | undefined {
    if (revision >= this.#changed) return this.#sorted;
    return this.#snapshots.find(({ from, until }) => from <= revision && revision < until)?.view;
  }

  /** @throws Error when there is no such index: asking for one is a mistake of the caller. */
  #index(name: string): FieldIndex {
    const index = this.#indexes.find((candidate) => candidate.name === name);
    if (!index) throw new Error(`Cannot find entries of '${this.prefix}' by '${name}': there is no such index`);
    return index;
  }

  /** Whether an entry has a value in an indexed field. */
  hasField(entry: Entry, field: FieldValue): boolean {
    return this.#index(field.name).has(entry, field.value);
  }
}
