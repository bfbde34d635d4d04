/**
 * One watch on all keys of etcd, over the bare stream. It does not reconnect: whoever watches keeps the last revision
 * and opens the next watch behind it, because only they know what they have seen.
 *
 * All keys are watched, not only ours, so that every revision shows up on the stream: the revision of a linearizable
 * read is then always reached by a watch that is alive.
 *
 * The watch is opened one revision early and the changes of that revision are dropped. etcd before 3.5.15 takes a
 * watch that starts at exactly the compacted revision, although the deletions of that revision are gone (etcd pull
 * request 17612); opened one earlier, such a watch is refused as it should be.
 */
import type { Etcd3, IWatchResponse } from 'etcd3';
import { Compacted, FutureRevision, type StorageError, StorageUnavailable } from '../storage-errors.ts';
import type { StorageEvent, StorageWatch, StorageWatchOptions } from '../storage.ts';
import { castEtcdError } from './etcd-errors.ts';

/** As key and as range end, "all keys". */
const ALL = Buffer.from([0]);

/** Opens a watch. */
export function watchEtcd(client: Pick<Etcd3, 'watchClient'>, options: StorageWatchOptions): StorageWatch {
  let ended = false;
  let cancel = (): void => undefined;
  const end = (error: StorageError | undefined): void => {
    if (ended) return;
    ended = true;
    cancel();
    if (error) options.onEnd(error);
  };

  const open = async (): Promise<void> => {
    const stream = await client.watchClient.watch();
    cancel = () => stream.cancel();
    stream.on('data', (response) => {
      if (ended) return;
      const error = endOf(response, options.from);
      if (error) return end(error);
      const events = response.events.map(toStorageEvent).filter((event) => event.revision >= options.from);
      if (events.length > 0) options.onEvents(events);
    });
    stream.on('error', (error) => end(castEtcdError(error, 'read')));
    stream.on('end', () => end(new StorageUnavailable('etcd ended the watch')));
    if (ended) cancel();
    else stream.write({ create_request: { key: ALL, range_end: ALL, start_revision: Math.max(1, options.from - 1) } });
  };

  open().catch((error: unknown) => end(castEtcdError(error, 'read')));
  return { close: () => end(undefined) };
}

/** Why a response is the last one, if it is. */
function endOf(response: IWatchResponse, from: number): StorageError | undefined {
  const current = Number(response.header.revision);
  if (response.canceled) {
    const compacted = Number(response.compact_revision);
    if (compacted > 0) return new Compacted(`etcd is compacted at revision ${compacted}: asked for ${from}`);
    return new StorageUnavailable(`etcd cancelled the watch: ${response.cancel_reason || 'no reason given'}`);
  }
  if (response.created && current < from - 1) {
    return new FutureRevision(`etcd is at revision ${current}: asked for what comes after ${from - 1}`);
  }
  return undefined;
}

function toStorageEvent(event: IWatchResponse['events'][number]): StorageEvent {
  const key = event.kv.key.toString();
  const revision = Number(event.kv.mod_revision);
  if (event.type === 'Delete') return { type: 'delete', key, revision };
  const created = event.kv.create_revision === event.kv.mod_revision;
  return { type: 'put', key, value: event.kv.value, revision, created };
}
