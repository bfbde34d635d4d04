/**
 * Forgets old history every few minutes: up to where the store was the time before, so that whatever a client or a
 * resuming cache may still ask for is there. Several apiservers share the work through one key: each round is done by
 * whoever writes the key first, as with Kubernetes' own `compact_rev_key`.
 */
import { type Clock, type Log, type Running, starting } from '@wherry/component';
import { Compacted, StorageError } from './storage-errors.ts';
import type { Storage } from './storage.ts';

/** Its value is the revision of the store at the time of the last round. It stands outside `/registry/`. */
export const COMPACT_KEY = 'compact_rev_key';

export interface CompactorOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds. @default a little less than five minutes */
  readonly interval?: number;
}

/** What one apiserver remembers from one round to the next. */
export interface CompactionRound {
  /** The revision of the key when it was last seen; 0 while it does not exist. */
  readonly keyRevision: number;
  /** Where the store was then. */
  readonly storeRevision: number;
}

/**
 * Kubernetes' interval is five minutes, and whoever waits there for a revision to be forgotten waits twice as long: it must
 * be gone before that, not at that very moment.
 */
const INTERVAL = 280_000;

/** Starts compacting, one interval from now. */
export function startCompactor(options: CompactorOptions): Promise<Running> {
  return starting((own) => {
    const { clock, log, interval = INTERVAL } = options;
    const stop = new AbortController();
    const loop = async (): Promise<void> => {
      let round: CompactionRound = { keyRevision: 0, storeRevision: 0 };
      while (!stop.signal.aborted) {
        await clock.sleep(interval, stop.signal).catch(() => undefined);
        if (stop.signal.aborted) return;
        try {
          round = await compactionRound(options, round);
        } catch (error) {
          if (!(error instanceof StorageError)) throw error;
          log.error('could not compact the store, will try again', error);
        }
      }
    };
    const done = loop();
    own({
      done,
      async stop() {
        stop.abort();
        await done;
      },
    });
  });
}

/**
 * Does one round: if nobody else has touched the key since the last round, claims this one and compacts up to where the
 * store was at the last round.
 *
 * @returns what to remember for the next round.
 */
export async function compactionRound(
  { storage, log }: Pick<CompactorOptions, 'storage' | 'log'>,
  last: CompactionRound,
): Promise<CompactionRound> {
  const claim = await storage.txn({
    compare: [{ key: COMPACT_KEY, revision: last.keyRevision }],
    puts: [{ key: COMPACT_KEY, value: String(last.storeRevision) }],
  });
  if (!claim.ok) return { keyRevision: claim.current[0]?.revision ?? 0, storeRevision: claim.revision };
  const next = { keyRevision: claim.revision, storeRevision: claim.revision };
  // The first round of a new store has nothing to go by.
  if (last.storeRevision === 0) return next;
  try {
    await storage.compact(last.storeRevision);
    log.info('compacted the store', { revision: last.storeRevision });
  } catch (error) {
    // Someone has gone further: that is just as good.
    if (!(error instanceof Compacted)) throw error;
  }
  return next;
}
