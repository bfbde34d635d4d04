/** The controllers of a cluster in one process: once it leads, it starts them together. */
import {
  createClient,
  openTransport,
  startEventRecorder,
  startLeading,
  type Connection,
  type EventRecorder,
  type Transport,
} from '@wherry/client';
import {
  addProcessMetrics,
  createMetrics,
  starting,
  type Clock,
  type Log,
  type Metrics,
  type Running,
} from '@wherry/component';
import type { ControllerContext, ControllerEntry } from './context.ts';
import { controllers as allControllers } from './controllers.ts';
import type { ControllerManagerFlags } from './flags.ts';
import { startMonitors, type Monitors } from './garbage/monitors.ts';
import { openInformers } from './informers.ts';
import type { ClusterPlace } from './plans/cluster-info.ts';
import { selectControllers } from './select-controllers.ts';

export interface ControllerManagerOptions {
  readonly connection: Connection;
  readonly flags: ControllerManagerFlags;
  readonly clock: Clock;
  readonly log: Log;
  /** @default all there are */
  readonly controllers?: readonly ControllerEntry[];
}

/** Starts it; resolves when the controllers work or, with `--leader-elect`, when it competes for leading. */
export function startControllerManager(options: ControllerManagerOptions): Promise<Running> {
  const { connection, flags, clock, log, controllers: known = allControllers } = options;
  return starting(async (own) => {
    const wanted = selectControllers(
      flags.controllers,
      known.map(({ name }) => name),
    );
    const controllers = known.filter(({ name }) => wanted.includes(name));
    const metrics = createMetrics();
    addProcessMetrics(metrics, clock);
    const transport = own(openTransport({ connection, userAgent: 'kube-controller-manager', metrics }));
    own(
      await startLeading({
        client: createClient(transport),
        clock,
        log,
        metrics,
        namespace: 'kube-system',
        name: 'kube-controller-manager',
        elect: flags['leader-elect'],
        health: flags['healthz-bind-address'],
        lead: (signal) =>
          startControllers({ transport, flags, clock, log, controllers, metrics, signal, ...placeOf(connection) }),
      }),
    );
  });
}

const placeOf = ({ server, ca }: Connection) => (ca === undefined ? {} : { place: { server, ca } });

interface WorkOptions {
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  readonly flags: ControllerManagerFlags;
  readonly clock: Clock;
  readonly log: Log;
  readonly controllers: readonly ControllerEntry[];
  /** Where the API is, as strangers may be told. @default they are not */
  readonly place?: ClusterPlace;
  /** @default a registry that nobody reads */
  readonly metrics?: Metrics;
  /** Gives up the start when aborted. */
  readonly signal?: AbortSignal;
}

/** Starts all controllers at once: each waits for the collections that it needs, and they share those. */
export function startControllers(options: WorkOptions): Promise<Running> {
  const { transport, flags, clock, log, controllers, metrics = createMetrics(), place, signal } = options;
  return starting(async (own) => {
    const client = createClient(transport);
    const recorders = new Map<string, EventRecorder>();
    const informers = own(openInformers({ client, clock, log }));
    // Whoever waits for a collection then waits no longer.
    signal?.addEventListener('abort', () => void informers.stop(), { once: true });
    let monitors: Promise<Monitors> | undefined;
    const context: ControllerContext = {
      client,
      transport,
      informers,
      monitors: () =>
        (monitors ??= startMonitors({ transport, shared: informers, clock, log }).then((each) => own(each))),
      events(component) {
        const known = recorders.get(component);
        if (known !== undefined) return known;
        const recorder = own(startEventRecorder({ client, component, clock, log }));
        recorders.set(component, recorder);
        return recorder;
      },
      flags,
      ...(place === undefined ? {} : { place }),
      clock,
      log,
      metrics,
    };
    await Promise.all(
      controllers.map(async (controller) => {
        own(await controller.start(context));
        log.debug('controller started', { controller: controller.name });
      }),
    );
    log.info('controllers started', { count: controllers.length });
  });
}
