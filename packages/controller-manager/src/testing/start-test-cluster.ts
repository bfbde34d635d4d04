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
  /** Further flags of the apiserver. */
  readonly apiFlags?: readonly string[];
}

export interface TestCluster extends Running {
  readonly client: Client;
  /** `https://host:port` of the apiserver, and the certificate of its authority. */
  readonly url: string;
  readonly ca: string;
  /** Starts the same controllers once more, as after a restart. */
  startControllers(): Promise<Running>;
}

export function startTestCluster({ controllers, flags = [], apiFlags = [] }: TestClusterOptions): Promise<TestCluster> {
  return starting(async (own) => {
    const api = own(await startTestApi({ flags: apiFlags }));
    const transport = own(
      openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'controller-manager test' }),
    );
    const client = createClient(transport);
    const line = parseFlags(controllerManagerFlags, flags);
    if (line.help) throw new Error('Cannot start the controllers: their flags ask for help');
    const start = () =>
      startControllers({
        transport,
        flags: line.values,
        clock: systemClock,
        log: silentLog,
        controllers,
        place: { server: api.url, ca: api.pki.ca },
      });
    own(await start());
    return { client, url: api.url, ca: api.pki.ca, startControllers: start };
  });
}
