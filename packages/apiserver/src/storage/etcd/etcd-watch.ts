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
import type { Clock } from '@wherry/component';
import { Compacted, FutureRevision, type StorageError, StorageUnavailable } from '../storage-errors.ts';
import type { StorageWatch, StorageWatchOptions } from '../storage.ts';
import { castEtcdError } from './etcd-errors.ts';
import type { Connections } from './grpc/connections.ts';
import { openServerStream, type ServerStream } from './grpc/server-stream.ts';
import { decodeWatchResponse, encodeWatchAll, WATCH, type WatchResponse } from './watch-messages.ts';

export interface EtcdWatchOptions {
  readonly connections: Connections;
  readonly clock: Pick<Clock, 'monotonic' | 'every'>;
}

/** Opens a watch. */
export function watchEtcd(etcd: EtcdWatchOptions, options: StorageWatchOptions): StorageWatch {
  let stream: ServerStream | undefined;
  let ended = false;
  const end = (error: StorageError | undefined): void => {
    if (ended) return;
    ended = true;
    stream?.close();
    if (error) options.onEnd(error);
  };
  const take = (response: WatchResponse): void => {
    if (ended) return;
    const error = endOf(response, options.from);
    if (error) return end(error);
    const events = response.events.filter((event) => event.revision >= options.from);
    if (events.length > 0) options.onEvents(events);
  };

  try {
    stream = openServerStream({
      ...etcd,
      path: WATCH,
      request: encodeWatchAll(Math.max(1, options.from - 1)),
      onMessage: (message) => take(decodeWatchResponse(message)),
      onEnd: (failure) => end(castEtcdError(failure, 'read')),
    });
  } catch (error) {
    // Whoever opens a watch is told of its end later than of its beginning.
    queueMicrotask(() => end(castEtcdError(error, 'read')));
  }
  return { close: () => end(undefined) };
}

/** Why a response is the last one, if it is. */
function endOf(response: WatchResponse, from: number): StorageError | undefined {
  const { revision, created, canceled, compactRevision, cancelReason } = response;
  if (canceled) {
    if (compactRevision > 0)
      return new Compacted(`etcd is compacted at revision ${compactRevision}: asked for ${from}`);
    return new StorageUnavailable(`etcd cancelled the watch: ${cancelReason || 'no reason given'}`);
  }
  if (created && revision < from - 1) {
    return new FutureRevision(`etcd is at revision ${revision}: asked for what comes after ${from - 1}`);
  }
  return undefined;
}
