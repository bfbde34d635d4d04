/** The watch verb: a stream of changes, from a revision or from the present state on. */
import type { Api } from './api.ts';
import type { VerbHandler } from './scope.ts';
import { selectionOf } from './selection.ts';
import { watchFrames } from './watch-frames.ts';
import { watchOptionsOf } from './watch-options.ts';
import { WatchStream } from './watch-stream.ts';

/**
 * Once it is clear what is asked for, every failure is an event of the stream and not an answer: so clients know them
 * from Kubernetes.
 */
export const watchHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { served, info, negotiated } = scope;
    const defaults = { minSeconds: api.minWatchSeconds, random: Math.random, resource: served.name };
    const options = watchOptionsOf(info.query, defaults);
    const selecting = selectionOf(scope, api.indexed);
    const frames = watchFrames({ served, negotiated, query: info.query, now: () => api.clock.now() });
    await new WatchStream(api, { scope, options, selecting, frames }).run();
  };
