/** Notices publishers that end or appear by themselves; after every gap, all of them are worth a look. */
import { describeError, releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { Publishers } from '../engine/publishers.ts';

export interface FollowOptions {
  readonly publishers: Pick<Publishers, 'events' | 'keys'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly look: (key: string) => void;
  /** Looks at what there should be, besides what there is. */
  readonly lookAtAll: () => void;
}

const RETRY_MS = 1000;

export function followPublishers({ publishers, clock, log, look, lookAtAll }: FollowOptions): Running {
  const stop = new AbortController();
  const follow = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const events = await publishers.events(stop.signal);
        for (const key of await publishers.keys()) look(key);
        lookAtAll();
        for await (const key of events) look(key);
      } catch (error) {
        if (!stop.signal.aborted) log.info('events of the engine broke off', { error: describeError(error) });
      }
      await clock.sleep(RETRY_MS, stop.signal).catch(() => undefined);
    }
  };
  const following = follow();
  return releasing(async () => {
    stop.abort();
    await following;
  });
}
