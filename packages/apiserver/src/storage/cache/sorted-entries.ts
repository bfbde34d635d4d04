/**
 * Entries in the order of their keys, in chunks of bounded size. A change touches one chunk; a snapshot costs nothing
 * until something changes, and then only the chunks that change are copied.
 */
import { compareKeys } from '../object-key.ts';
import type { Entry } from './entry.ts';

/** Which entries are wanted of a sorted whole. */
export interface Selection {
  /** Only keys that start with this; ends in `/`. */
  readonly prefix: string;
  /** Only keys that come after this one. */
  readonly after?: string;
  /** How many at most. */
  readonly limit?: number;
  /** Only those of which this is true. */
  readonly where?: (entry: Entry) => boolean;
}

export interface Selected {
  readonly entries: Entry[];
  /** How many entries follow the last one that was looked at, whether `where` is true of them or not. */
  readonly remaining: number;
}

interface Chunk {
  readonly entries: Entry[];
  /** Chunks of an earlier era are shared with a snapshot and must not be changed. */
  readonly era: number;
}

const MAX_CHUNK = 128;

/** The part that does not change anything: what a snapshot can do. */
export class SortedView {
  protected chunks: Chunk[];

  constructor(chunks: Chunk[] = []) {
    this.chunks = chunks;
  }

  select({ prefix, after, limit = Infinity, where }: Selection): Selected {
    const entries: Entry[] = [];
    const start = after === undefined || compareKeys(after, prefix) < 0 ? prefix : `${after}\0`;
    const end = this.rank(`${prefix.slice(0, -1)}0`);
    let at = this.rank(start);
    if (limit <= 0) return { entries, remaining: Math.max(0, end - at) };
    let { chunk, offset } = this.place(start);
    for (; at < end; at += 1) {
      while (offset >= (this.chunks[chunk]?.entries.length ?? Infinity)) {
        chunk += 1;
        offset = 0;
      }
      const entry = this.chunks[chunk]?.entries[offset];
      offset += 1;
      if (!entry || (where && !where(entry))) continue;
      entries.push(entry);
      if (entries.length >= limit) return { entries, remaining: end - at - 1 };
    }
    return { entries, remaining: 0 };
  }

  /** How many entries come before a key. */
  protected rank(key: string): number {
    const { chunk, offset } = this.place(key);
    let before = offset;
    for (let i = 0; i < chunk; i += 1) before += this.chunks[i]?.entries.length ?? 0;
    return before;
  }

  /** Where a key is, or would have to be put: never at the start of a chunk other than the first if it is not there. */
  protected place(key: string): { chunk: number; offset: number } {
    const chunk = Math.max(0, firstNotBefore(this.chunks.length, (i) => isAfter(this.chunks[i]?.entries[0], key)) - 1);
    const entries = this.chunks[chunk]?.entries ?? [];
    return { chunk, offset: firstNotBefore(entries.length, (i) => !isBefore(entries[i], key)) };
  }
}

/** The part that changes. */
export class SortedEntries extends SortedView {
  #era = 0;
  /** Whether `chunks`, the list itself, is shared with a snapshot. */
  #shared = false;

  /** Puts an entry in the place of the one with its key, or where it belongs. */
  put(entry: Entry): void {
    if (this.chunks.length === 0) {
      this.#own().push({ entries: [entry], era: this.#era });
      return;
    }
    const { chunk, offset } = this.place(entry.key);
    const entries = this.#ownChunk(chunk);
    entries.splice(offset, entries[offset]?.key === entry.key ? 1 : 0, entry);
    if (entries.length > MAX_CHUNK) {
      const tail = entries.splice(MAX_CHUNK / 2);
      this.#own().splice(chunk + 1, 0, { entries: tail, era: this.#era });
    }
  }

  /** Takes out the entry of a key, if there is one. */
  delete(key: string): void {
    const { chunk, offset } = this.place(key);
    if (this.chunks[chunk]?.entries[offset]?.key !== key) return;
    const entries = this.#ownChunk(chunk);
    entries.splice(offset, 1);
    if (entries.length === 0) this.#own().splice(chunk, 1);
  }

  /** The entries as they are now, whatever changes later. */
  snapshot(): SortedView {
    this.#era += 1;
    this.#shared = true;
    return new SortedView(this.chunks);
  }

  #own(): Chunk[] {
    const own = this.#shared ? [...this.chunks] : this.chunks;
    this.chunks = own;
    this.#shared = false;
    return own;
  }

  #ownChunk(index: number): Entry[] {
    const chunk = this.chunks[index];
    if (chunk?.era === this.#era) return chunk.entries;
    const entries = [...(chunk?.entries ?? [])];
    this.#own()[index] = { entries, era: this.#era };
    return entries;
  }
}

function isBefore(entry: Entry | undefined, key: string): boolean {
  return entry !== undefined && compareKeys(entry.key, key) < 0;
}

function isAfter(entry: Entry | undefined, key: string): boolean {
  return entry !== undefined && compareKeys(entry.key, key) > 0;
}

/** The first of `length` places of which `test` is true, given that it stays true from there on; `length` if none. */
function firstNotBefore(length: number, test: (place: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
