/**
 * The store in memory: for tests, and for an apiserver that need not outlive its process. It keeps every version since
 * the last compaction, as etcd does, so that old revisions can be listed and watched from.
 */
import { type Clock, systemClock } from '@wherry/component';
import { Compacted, FutureRevision, type StorageError } from '../storage-errors.ts';
import type {
  Storage,
  StorageEvent,
  StorageList,
  StorageListOptions,
  StoredItem,
  StorageWatch,
  StorageWatchOptions,
  Txn,
  TxnResult,
} from '../storage.ts';
import { compareKeys } from '../object-key.ts';
import type { WriterRegister } from '../writers/writer-register.ts';
import { createMemoryWriterRegister } from './memory-writer-register.ts';

/**
 * Makes an empty store. Like etcd's, its first revision is 1.
 *
 * @param clock counts the time for which writers keep their places. @default the system's
 */
export function createMemoryStorage(clock: Pick<Clock, 'monotonic'> = systemClock): Storage & WriterRegister {
  const storage = new MemoryStorage();
  const register = createMemoryWriterRegister({ clock, currentRevision: () => storage.currentRevision() });
  return Object.assign(storage, register);
}

/** What a key was from a revision on; without a value, it was deleted then. */
interface Version {
  readonly revision: number;
  readonly value: Buffer | undefined;
}

interface Watcher {
  readonly options: StorageWatchOptions;
  /** What has happened and has not been delivered yet. */
  queue: StorageEvent[];
}

class MemoryStorage implements Storage {
  #revision = 1;
  #compacted = 0;
  /** Versions of each key, oldest first. */
  readonly #keys = new Map<string, Version[]>();
  #sorted: string[] | undefined;
  /** All changes after the compacted revision, in order. */
  #history: StorageEvent[] = [];
  readonly #watchers = new Set<Watcher>();

  async get(key: string): Promise<{ item: StoredItem | undefined; revision: number }> {
    return { item: this.#itemAt(key, this.#revision), revision: this.#revision };
  }

  async list({ prefix, after, limit, revision = this.#revision }: StorageListOptions): Promise<StorageList> {
    if (revision < this.#compacted) throw new Compacted(this.#tooOld(revision));
    if (revision > this.#revision) throw new FutureRevision(this.#tooNew(revision));
    this.#sorted ??= [...this.#keys.keys()].toSorted(compareKeys);
    const items: StoredItem[] = [];
    let remaining = 0;
    for (const key of this.#sorted) {
      if (!key.startsWith(prefix) || (after !== undefined && compareKeys(key, after) <= 0)) continue;
      const item = this.#itemAt(key, revision);
      if (!item) continue;
      if (limit !== undefined && items.length >= limit) remaining += 1;
      else items.push(item);
    }
    return { items, revision, remaining };
  }

  async txn({ compare, puts = [], deletes = [] }: Txn): Promise<TxnResult> {
    const current = compare.map(({ key }) => this.#itemAt(key, this.#revision));
    if (compare.some(({ revision }, i) => (current[i]?.revision ?? 0) !== revision)) {
      return { ok: false, revision: this.#revision, current };
    }
    const revision = this.#revision + 1;
    const events: StorageEvent[] = [];
    for (const { key, value } of puts) {
      const created = this.#itemAt(key, this.#revision) === undefined;
      events.push({ type: 'put', key, value: Buffer.from(value), revision, created });
    }
    for (const key of deletes) {
      if (this.#itemAt(key, this.#revision)) events.push({ type: 'delete', key, revision });
    }
    if (events.length > 0) this.#commit(revision, events);
    return { ok: true, revision: this.#revision };
  }

  async currentRevision(): Promise<number> {
    return this.#revision;
  }

  watch(options: StorageWatchOptions): StorageWatch {
    const watcher: Watcher = { options, queue: [] };
    const refusal = this.#refuseWatch(options.from);
    if (refusal) {
      this.#watchers.add(watcher);
      queueMicrotask(() => {
        if (this.#watchers.delete(watcher)) options.onEnd(refusal);
      });
    } else {
      this.#watchers.add(watcher);
      this.#deliver(
        watcher,
        this.#history.filter((event) => event.revision >= options.from),
      );
    }
    return { close: () => void this.#watchers.delete(watcher) };
  }

  async compact(revision: number): Promise<void> {
    if (revision <= this.#compacted) throw new Compacted(this.#tooOld(revision));
    if (revision > this.#revision) throw new FutureRevision(this.#tooNew(revision));
    this.#compacted = revision;
    this.#history = this.#history.filter((event) => event.revision > revision);
    for (const [key, versions] of this.#keys) {
      const keptFrom = versions.findLastIndex((version) => version.revision <= revision);
      const kept = versions.slice(Math.max(0, keptFrom));
      if (kept[0] && kept[0].revision <= revision && kept[0].value === undefined) kept.shift();
      if (kept.length > 0) this.#keys.set(key, kept);
      else this.#keys.delete(key);
    }
    this.#sorted = undefined;
  }

  #itemAt(key: string, revision: number): StoredItem | undefined {
    const version = this.#keys.get(key)?.findLast((candidate) => candidate.revision <= revision);
    return version?.value && { key, value: version.value, revision: version.revision };
  }

  #commit(revision: number, events: readonly StorageEvent[]): void {
    this.#revision = revision;
    for (const event of events) {
      const version = { revision, value: event.type === 'put' ? event.value : undefined };
      const versions = this.#keys.get(event.key);
      if (versions) versions.push(version);
      else {
        this.#keys.set(event.key, [version]);
        this.#sorted = undefined;
      }
      this.#history.push(event);
    }
    for (const watcher of this.#watchers) this.#deliver(watcher, events);
  }

  /** Events arrive later than the write that caused them returns, as they do over a network. */
  #deliver(watcher: Watcher, events: readonly StorageEvent[]): void {
    const scheduled = watcher.queue.length > 0;
    watcher.queue.push(...events);
    if (scheduled || watcher.queue.length === 0) return;
    queueMicrotask(() => {
      const batch = watcher.queue;
      watcher.queue = [];
      if (this.#watchers.has(watcher)) watcher.options.onEvents(batch);
    });
  }

  #refuseWatch(from: number): StorageError | undefined {
    if (from <= this.#compacted) return new Compacted(this.#tooOld(from));
    return from > this.#revision + 1 ? new FutureRevision(this.#tooNew(from)) : undefined;
  }

  #tooOld(revision: number): string {
    return `The store is compacted at revision ${this.#compacted}: asked for ${revision}`;
  }

  #tooNew(revision: number): string {
    return `The store is at revision ${this.#revision}: asked for ${revision}`;
  }
}
