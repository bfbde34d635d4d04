/** The state of the cluster as the server sees it: the store, the cache in front of it, and what looks objects up. */
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { ApiserverFlags } from './flags.ts';
import { fieldIndexes } from './indexes.ts';
import { objectLookup, type ObjectLookup } from './lookups/object-lookup.ts';
import { startCompactor } from './storage/compactor.ts';
import { startWatchCache, type WatchCache } from './storage/cache/watch-cache.ts';
import { openEtcdStorage } from './storage/etcd/etcd-storage.ts';
import { createMemoryStorage } from './storage/memory/memory-storage.ts';
import type { Storage } from './storage/storage.ts';
import { startEnrolledWriter } from './storage/writers/enrolled-writer.ts';
import type { WriterRegister } from './storage/writers/writer-register.ts';

export interface StateOptions {
  readonly flags: Pick<ApiserverFlags, 'storage' | 'etcd-servers'>;
  /** @default what the flags name */
  readonly storage?: Storage & WriterRegister;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives up waiting for the store. */
  readonly signal?: AbortSignal;
}

export interface State extends Running {
  readonly storage: Storage;
  readonly cache: WatchCache;
  readonly lookup: ObjectLookup;
}

/** Resolves when everything that is stored is known. */
export function startState({ flags, clock, log, signal, ...given }: StateOptions): Promise<State> {
  return starting(async (own) => {
    const writer = own(await startEnrolledWriter({ store: given.storage ?? openStorage(), clock, log }));
    const { storage } = writer;
    const source = { storage, freshRevision: () => writer.freshRevision() };
    const waiting = signal === undefined ? {} : { signal };
    const cache = own(await startWatchCache({ ...source, clock, log, indexes: fieldIndexes, ...waiting }));
    own(await startCompactor({ storage, clock, log }));
    return { storage, cache, lookup: objectLookup({ cache, storage }) };

    function openStorage(): Storage & WriterRegister {
      if (flags.storage === 'memory') return createMemoryStorage();
      return own(openEtcdStorage({ servers: flags['etcd-servers'], clock }));
    }
  });
}
