/** A real API server on memory storage with some of the controllers, and what tests ask and tell them. */
import { startTestApi } from '@wherry/apiserver/testing';
import { createClient, openTransport, type Client } from '@wherry/client';
import { parseFlags, silentLog, starting, systemClock, type Running } from '@wherry/component';
import type { ControllerEntry } from '../context.ts';
import { startControllers } from '../controller-manager.ts';
import { controllerManagerFlags } from '../flags.ts';

export interface TestClusterOptions {
  readonly controllers: readonly ControllerEntry[];
  /** Further flags of the controller-manager. */
  readonly flags?: readonly string[];
}

export interface TestCluster extends Running {
  readonly client: Client;
  /** Starts the same controllers once more, as after a restart. */
  startControllers(): Promise<Running>;
}

export function startTestCluster({ controllers, flags = [] }: TestClusterOptions): Promise<TestCluster> {
  return starting(async (own) => {
    const api = own(await startTestApi());
    const transport = own(
      openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'controller-manager test' }),
    );
    const client = createClient(transport);
    const line = parseFlags(controllerManagerFlags, flags);
    if (line.help) throw new Error('Cannot start the controllers: their flags ask for help');
    const start = () =>
      startControllers({ transport, flags: line.values, clock: systemClock, log: silentLog, controllers });
    own(await start());
    return { client, startControllers: start };
  });
}
