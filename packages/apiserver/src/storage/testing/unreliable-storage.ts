/** A store whose failures are in the hands of a test. */
import { StorageUnavailable } from '../storage-errors.ts';
import type { Storage, StorageEvent, StorageWatch, StorageWatchOptions } from '../storage.ts';

/** The store and its switches. */
export interface UnreliableStorage extends Storage {
  /** While true, calls fail and watches end at once; setting it ends those that are open. */
  down: boolean;
  /** While true, open watches receive nothing. What comes meanwhile is handed over afterwards. */
  stuck: boolean;
  /** Looks at each batch before the watcher does; what it returns is handed over. @default hands over all */
  tamper: (events: readonly StorageEvent[]) => readonly StorageEvent[];
  /** How often each call has been made. */
  readonly calls: { currentRevision: number; list: number; watch: number };
  /** When set, `currentRevision` waits for it before it asks. */
  hold: Promise<void> | undefined;
}

/** Puts the switches around a store. */
export function unreliable(storage: Storage): UnreliableStorage {
  let down = false;
  let stuck = false;
  const watches = new Set<{ end: () => void; flush: () => void }>();
  const calls = { currentRevision: 0, list: 0, watch: 0 };
  const attempt = <T>(call: () => Promise<T>): Promise<T> =>
    down ? Promise.reject(new StorageUnavailable('The store is down')) : call();

  const self: UnreliableStorage = {
    calls,
    hold: undefined,
    tamper: (events) => events,
    get down() {
      return down;
    },
    set down(value) {
      down = value;
      if (down) for (const watch of watches) watch.end();
    },
    get stuck() {
      return stuck;
    },
    set stuck(value) {
      stuck = value;
      if (!stuck) for (const watch of watches) watch.flush();
    },
    get: (key) => attempt(() => storage.get(key)),
    list(options) {
      calls.list += 1;
      return attempt(() => storage.list(options));
    },
    txn: (txn) => attempt(() => storage.txn(txn)),
    async currentRevision() {
      calls.currentRevision += 1;
      await self.hold;
      return attempt(() => storage.currentRevision());
    },
    compact: (revision) => attempt(() => storage.compact(revision)),
    watch(options) {
      calls.watch += 1;
      return watchThrough(options);
    },
  };

  function watchThrough(options: StorageWatchOptions): StorageWatch {
    let waiting: StorageEvent[] = [];
    const flush = () => {
      const events = self.tamper(waiting);
      waiting = [];
      if (events.length > 0) options.onEvents(events);
    };
    const inner = storage.watch({
      from: options.from,
      onEvents(events) {
        waiting.push(...events);
        if (!stuck) flush();
      },
      onEnd: options.onEnd,
    });
    const close = () => {
      inner.close();
      watches.delete(watch);
    };
    const end = () => {
      close();
      queueMicrotask(() => options.onEnd(new StorageUnavailable('The store is down')));
    };
    const watch = { end, flush };
    watches.add(watch);
    if (down) end();
    return { close };
  }

  return self;
}
