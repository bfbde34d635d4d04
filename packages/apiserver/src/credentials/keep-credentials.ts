/**
 * Keeps the credentials of the cluster's parts as they should be while the server runs: written at the start, re-issued
 * before they end, and the bootstrap token known to the cluster.
 */
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { OwnClient } from '../registry/own-client.ts';
import { keepBootstrapSecret } from './bootstrap-secret.ts';
import { writeCredentials, type WriteCredentialsOptions } from './write-credentials.ts';

export interface KeepCredentialsOptions extends WriteCredentialsOptions {
  readonly client: OwnClient;
  readonly clock: Clock;
  readonly log: Log;
}

/** Somebody may delete a file or the Secret, and a node that joins waits for them. */
const LOOK_EVERY_MS = 60_000;

/** Resolves when everything is there. */
export function keepCredentials(options: KeepCredentialsOptions): Promise<Running> {
  const { client, clock, log } = options;
  const look = async (): Promise<void> => {
    const { bootstrapToken, changes } = await writeCredentials(options);
    const mended = await keepBootstrapSecret(client, bootstrapToken);
    for (const change of mended === undefined ? changes : [...changes, mended]) {
      log.info('changed credentials of the cluster', { change });
    }
  };
  return starting(async (own) => {
    await look();
    let looking: Promise<void> | undefined = undefined;
    const timer = clock.every(LOOK_EVERY_MS, () => {
      looking ??= look()
        .catch((error: unknown) => log.error('could not keep the credentials of the cluster, will try again', error))
        .finally(() => (looking = undefined));
    });
    own(async () => {
      timer.cancel();
      await looking;
    });
  });
}
