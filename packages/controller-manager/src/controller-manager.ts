/** The controllers of a cluster in one process: once it leads, it starts them together. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  createClient,
  openTransport,
  startEventRecorder,
  startLeaderElection,
  type Connection,
  type EventRecorder,
  type Transport,
} from '@wherry/client';
import { createMetrics, starting, type Clock, type Log, type Running } from '@wherry/component';
import type { ControllerContext, ControllerEntry } from './context.ts';
import { controllers as allControllers } from './controllers.ts';
import type { ControllerManagerFlags } from './flags.ts';
import { openInformers } from './informers.ts';
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
  const { connection, flags, clock, log, controllers = allControllers } = options;
  return starting(async (own) => {
    const wanted = selectControllers(
      flags.controllers,
      controllers.map(({ name }) => name),
    );
    const transport = own(openTransport({ connection, userAgent: 'kube-controller-manager' }));
    const lead = () =>
      startControllers({
        transport,
        flags,
        clock,
        log,
        controllers: controllers.filter(({ name }) => wanted.includes(name)),
      });
    const client = createClient(transport);
    if (!flags['leader-elect']) own(await lead());
    else {
      own(
        startLeaderElection({
          client,
          clock,
          log,
          namespace: 'kube-system',
          name: 'kube-controller-manager',
          identity: `${hostname()}_${randomUUID()}`,
          lead,
        }),
      );
    }
  });
}

interface WorkOptions {
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  readonly flags: ControllerManagerFlags;
  readonly clock: Clock;
  readonly log: Log;
  readonly controllers: readonly ControllerEntry[];
}

/** Starts all controllers at once: each waits for the collections that it needs, and they share those. */
export function startControllers({ transport, flags, clock, log, controllers }: WorkOptions): Promise<Running> {
  return starting(async (own) => {
    const client = createClient(transport);
    const recorders = new Map<string, EventRecorder>();
    const context: ControllerContext = {
      client,
      transport,
      informers: own(openInformers({ client, clock, log })),
      events(component) {
        const known = recorders.get(component);
        if (known !== undefined) return known;
        const recorder = own(startEventRecorder({ client, component, clock, log }));
        recorders.set(component, recorder);
        return recorder;
      },
      flags,
      clock,
      log,
      metrics: createMetrics(),
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
