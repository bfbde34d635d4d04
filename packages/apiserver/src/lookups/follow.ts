/** Keeps something up to date with all objects of a resource: told of each at the start, and of every change after. */
import { releasing, type Running } from '@wherry/component';
import type { KubeObject } from '@wherry/api/resources';
import { asKubeObject } from '../registry/object-text.ts';
import type { WatchCache } from '../storage/cache/watch-cache.ts';
import type { Subscription } from '../storage/cache/subscription.ts';

export interface Follower {
  set(object: KubeObject): void;
  delete(object: KubeObject): void;
  /** Everything that was set is void: the history was lost, and all objects come anew. */
  reset(): void;
}

/** Follows a resource by the prefix of its keys until it is stopped. */
export function follow(cache: WatchCache, prefix: string, follower: Follower): Running {
  let subscription: Subscription | undefined;
  let isStopped = false;
  const begin = () => {
    const list = cache.list({ prefix });
    for (const entry of list.entries) follower.set(asKubeObject(entry.object));
    subscription = cache.subscribe({
      prefix,
      from: list.revision,
      onEvents(events) {
        for (const { entry, previous } of events) {
          if (entry !== undefined) follower.set(asKubeObject(entry.object));
          else if (previous !== undefined) follower.delete(asKubeObject(previous.object));
        }
      },
      onEnd() {
        if (isStopped) return;
        follower.reset();
        begin();
      },
    });
  };
  begin();
  return releasing(() => {
    isStopped = true;
    subscription?.close();
  });
}
