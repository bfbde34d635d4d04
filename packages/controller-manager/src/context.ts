/** What every controller is made from, and how the list of controllers names them. */
import type { Client, Controller, EventRecorder, Transport } from '@wherry/client';
import { startController } from '@wherry/client';
import type { Clock, Log, Metrics, Running } from '@wherry/component';
import type { ControllerManagerFlags } from './flags.ts';
import type { Monitors } from './garbage/monitors.ts';
import type { Informers } from './informers.ts';
import type { ClusterPlace } from './plans/cluster-info.ts';

export interface ControllerContext {
  readonly client: Client;
  /** What the client sends by, for those who ask for kinds that only discovery tells of. */
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  /** Pictures of collections that all controllers share. */
  readonly informers: Informers;
  /** The metadata of objects of all kinds, watched once for all controllers, and not before one asks. */
  readonly monitors: () => Promise<Monitors>;
  /** The recorder of a component, as events name it: `replicaset-controller`. */
  readonly events: (component: string) => EventRecorder;
  /** Where the API is, as strangers may be told. @default they are not */
  readonly place?: ClusterPlace;
  readonly flags: ControllerManagerFlags;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** A line of the list of controllers. */
export interface ControllerEntry {
  /** As `--controllers` names it. */
  readonly name: string;
  /** Resolves when it works; what it has started stops with what it returns. */
  start(context: ControllerContext): Promise<Running>;
}

/** An entry for what is one control loop. */
export function controlLoop(
  name: string,
  make: (context: ControllerContext) => Promise<Controller> | Controller,
): ControllerEntry {
  return {
    name,
    async start(context) {
      const { clock, log, metrics } = context;
      return startController(await make(context), { clock, log, metrics });
    },
  };
}
