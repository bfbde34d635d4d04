/** The scheduler: watches the cluster, and finds a node for every pod that waits for it. */
import { startEventRecorder, type Client, type EventRecorder } from '@wherry/client';
import { createMetrics, starting, type Clock, type Log, type Metrics, type Running } from '@wherry/component';
import { Cluster } from './cluster/cluster.ts';
import { SchedulerHands } from './loop/scheduler-hands.ts';
import { SchedulingLoop } from './loop/scheduling-loop.ts';
import { defaultProfile } from './profile.ts';
import { SchedulingQueue } from './queue/scheduling-queue.ts';
import { schedulerMetrics } from './scheduler-metrics.ts';
import { followWorld } from './world/follow-world.ts';
import { startWorld } from './world/start-world.ts';

export interface SchedulerOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives up the start when aborted. */
  readonly signal?: AbortSignal;
  /** The values of `schedulerName` of the pods to place. @default default-scheduler */
  readonly schedulerNames?: readonly string[];
  /** From 0 to below 1: chooses among equally good nodes. @default Math.random */
  readonly random?: () => number;
  /** @default nobody counts */
  readonly metrics?: Metrics;
}

export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';

/** Starts it; resolves when it knows the cluster and has begun. `stop` ends when no binding is under way any more. */
export function startScheduler(options: SchedulerOptions): Promise<Running> {
  const { client, clock, log, signal, schedulerNames = [DEFAULT_SCHEDULER_NAME], random = Math.random } = options;
  return starting(async (own) => {
    const recorders = new Map<string, EventRecorder>();
    for (const component of schedulerNames) {
      recorders.set(component, own(startEventRecorder({ client, component, clock, log })));
    }
    const world = own(await startWorld({ client, clock, log, ...(signal === undefined ? {} : { signal }) }));
    const cluster = new Cluster(world.lookups);
    const stop = new AbortController();
    const storageWatchers = new Set<() => void>();
    const hands = new SchedulerHands({
      client,
      cluster,
      storage: world.storage,
      pods: world.pods,
      recorders,
      onStorageChange(callback) {
        storageWatchers.add(callback);
        return () => void storageWatchers.delete(callback);
      },
      clock,
      log,
      signal: stop.signal,
    });
    const queue = new SchedulingQueue({
      clock,
      profile: defaultProfile,
      cluster,
      isPreempting: (uid) => hands.isPreempting(uid),
      onReady: () => loop.wake(),
    });
    const metrics = schedulerMetrics(options.metrics ?? createMetrics(), queue);
    const loop = new SchedulingLoop({ cluster, queue, profile: defaultProfile, hands, clock, log, random, metrics });
    own(() => loop.stop());
    own(() => stop.abort());
    own(() => queue.stop());
    own(
      followWorld(world, {
        cluster,
        queue,
        schedulerNames: new Set(schedulerNames),
        onStorageChange: () => storageWatchers.forEach((callback) => callback()),
      }),
    );
  });
}
