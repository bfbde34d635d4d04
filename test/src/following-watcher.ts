// A client that follows a collection as clients should: from a revision on, and after every interruption from the last
// revision it has seen. It writes down all that it is told.

import type { RestClient, WatchLine } from './rest-client.ts';

export interface FollowingWatcher {
  /** All events but bookmarks, in the order in which they came. */
  readonly events: readonly WatchLine[];
  /** How often it had to connect. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** Starts to follow a collection from a revision. */
export function followCollection(
  client: Pick<RestClient, 'watch'>,
  { path, from }: { readonly path: string; readonly from: string },
): FollowingWatcher {
  const events: WatchLine[] = [];
  let last = from;
  let connections = 0;
  let isStopped = false;
  let close = (): void => undefined;
  const follow = async (): Promise<void> => {
    while (!isStopped) {
      connections += 1;
      const watch = client.watch(`${path}?watch=1&allowWatchBookmarks=true&resourceVersion=${last}`, (line) => {
        if (line.type !== 'BOOKMARK') events.push(line);
        if (line.type !== 'ERROR') last = line.object.metadata.resourceVersion ?? last;
      });
      close = () => watch.close();
      await watch.ended;
      // A server that is down refuses at once: leave it some time to come back.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const done = follow();
  return {
    events,
    get connections() {
      return connections;
    },
    async stop() {
      isStopped = true;
      close();
      await done;
    },
  };
}
