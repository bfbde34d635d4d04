/** Keeps the processes of a cluster in the networks of its machines, whatever is started again, and in whatever order. */
import { describeError, releasing, type Clock, type Log, type Running } from '@wherry/component';
import { clusterLabel } from '../compose/plan-compose.ts';
import type { EngineSocket } from './engine-socket.ts';
import { planKeeping, viewOf, type Inspected } from './plan-keeping.ts';

export interface KeeperOptions {
  readonly cluster: string;
  readonly engine: EngineSocket;
  readonly clock: Clock;
  readonly log: Log;
}

/** An engine that starts containers takes a moment for all of them, and says nothing of those that it could not start. */
const SETTLE_MS = 1000;
const PERIOD_MS = 30_000;

export function startKeeper(options: KeeperOptions): Running {
  const { clock } = options;
  const stop = new AbortController();
  const loop = keep(options, stop.signal);
  const following = follow(options, stop.signal, () => loop.wake());
  const timer = clock.every(PERIOD_MS, () => loop.wake());
  loop.wake();
  return releasing(async () => {
    timer.cancel();
    stop.abort();
    await Promise.all([following, loop.idle()]);
  });
}

/** One look at a time; a wake-up during one means another after it. */
function keep(options: KeeperOptions, signal: AbortSignal) {
  const { clock, log } = options;
  let isWoken = false;
  let work: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (isWoken && !signal.aborted) {
      try {
        await clock.sleep(SETTLE_MS, signal);
        isWoken = false;
        await look(options);
      } catch (error) {
        if (!signal.aborted) log.error('could not look after the processes', error);
      }
    }
    work = undefined;
  };
  return {
    wake(): void {
      isWoken = true;
      work ??= run();
    },
    idle: async () => work,
  };
}

async function look({ cluster, engine, log }: KeeperOptions): Promise<void> {
  const ids = await engine.list([`${clusterLabel}=${cluster}`, 'com.docker.compose.service']);
  const found = await Promise.all(ids.map((id) => engine.inspect(id)));
  // What the engine says of a container has this shape.
  const views = found.filter((answer) => answer !== undefined).map((answer) => viewOf(answer as Inspected));
  const { start, restart, replace } = planKeeping(views);
  for (const { name } of replace) log.info('its machine is gone: npm start replaces it', { container: name });
  const acts = [
    ...start.map(async ({ id, name }) => {
      log.info('started, as its machine runs now', { container: name });
      await engine.start(id);
    }),
    ...restart.map(async ({ id, name }) => {
      log.info('started again, as its machine was', { container: name });
      await engine.restart(id);
    }),
  ];
  for (const { status, reason } of (await Promise.allSettled(acts)).filter(isRejected)) {
    log.info('a process could not be started', { status, error: describeError(reason) });
  }
}

const isRejected = (result: PromiseSettledResult<void>): result is PromiseRejectedResult =>
  result.status === 'rejected';

async function follow(
  { cluster, engine, clock, log }: KeeperOptions,
  signal: AbortSignal,
  wake: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const events = await engine.events([`${clusterLabel}=${cluster}`, 'com.docker.compose.service'], signal);
      for await (const _ of events) wake();
    } catch (error) {
      if (!signal.aborted) log.info('the events of the engine broke off', { error: describeError(error) });
    }
    if (!signal.aborted) await clock.sleep(SETTLE_MS, signal).catch(() => undefined);
    wake();
  }
}
