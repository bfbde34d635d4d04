/**
 * Finds the entries of a resource by a value inside the objects, such as the pods of a node, so that neither lists nor
 * watches of one value have to look at the others.
 */
import { compareKeys } from '../object-key.ts';
import type { StoredObject } from '../stored-text.ts';
import type { Entry } from './entry.ts';
import type { Selected, Selection } from './sorted-entries.ts';

/** Which value of which objects is indexed. */
export interface FieldIndexOptions {
  /** The resource: `/registry/core/pods/`. */
  readonly prefix: string;
  /** How it is asked for: `spec.nodeName`. */
  readonly name: string;
  /** The value of an object; undefined for objects that need not be found. */
  readonly valueOf: (object: StoredObject) => string | undefined;
}

/** Asks for the objects whose indexed field has a value. */
export interface FieldValue {
  readonly name: string;
  readonly value: string;
}

export class FieldIndex {
  readonly name: string;
  readonly #valueOf: FieldIndexOptions['valueOf'];
  readonly #entries = new Map<string, Map<string, Entry>>();
  /** The value under which a key stands. */
  readonly #values = new Map<string, string>();

  constructor(options: FieldIndexOptions) {
    this.name = options.name;
    this.#valueOf = options.valueOf;
  }

  /**
   * Takes in the present state of a key.
   *
   * @returns the values it had before and has now, without doubles.
   */
  put(key: string, entry: Entry | undefined): readonly string[] {
    const before = this.#values.get(key);
    const now = entry && this.#valueIn(entry);
    if (before !== undefined && before !== now) this.#remove(key, before);
    if (entry && now !== undefined) {
      this.#values.set(key, now);
      const entries = this.#entries.get(now);
      if (entries) entries.set(key, entry);
      else this.#entries.set(now, new Map([[key, entry]]));
    }
    return [...new Set([before, now])].filter((value) => value !== undefined);
  }

  select(value: string, { prefix, after, limit = Infinity, where }: Selection): Selected {
    const candidates = [...(this.#entries.get(value)?.values() ?? [])]
      .filter(({ key }) => key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0))
      .toSorted((a, b) => compareKeys(a.key, b.key));
    const entries: Entry[] = [];
    for (const [i, entry] of candidates.entries()) {
      if (entries.length >= limit) return { entries, remaining: candidates.length - i };
      if (!where || where(entry)) entries.push(entry);
    }
    return { entries, remaining: 0 };
  }

  /** Whether an entry, present or past, has a value. */
  has(entry: Entry, value: string): boolean {
    return this.#valueIn(entry) === value;
  }

  #valueIn(entry: Entry): string | undefined {
    try {
      return this.#valueOf(entry.object);
    } catch {
      // Text that only looks like an object of ours. It can still be read by its key, where the error will show.
      return undefined;
    }
  }

  #remove(key: string, value: string): void {
    this.#values.delete(key);
    const entries = this.#entries.get(value);
    entries?.delete(key);
    if (entries?.size === 0) this.#entries.delete(value);
  }
}
