/**
 * A process of which one works at a time: its work begins once it leads, or at once when it does not compete. What it tells
 * of its health meanwhile is what kube-controller-manager and kube-scheduler tell.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  serveHealth,
  starting,
  type HealthCheck,
  type ListenAddress,
  type Metrics,
  type Running,
} from '@wherry/component';
import { startLeaderElection, type LeaderElection, type LeaderElectionOptions } from './leader-election.ts';

export interface StartLeadingOptions extends Omit<LeaderElectionOptions, 'identity' | 'metrics'> {
  /** Whether to compete. */
  readonly elect: boolean;
  /** Where health and metrics are told. @default nowhere */
  readonly health: ListenAddress | undefined;
  readonly metrics: Metrics;
  /** Gives up the start when aborted. */
  readonly signal?: AbortSignal;
}

type Leading = Pick<LeaderElection, 'state' | 'check'>;

/** Resolves when the work has begun or, when it competes, at once. */
export function startLeading(options: StartLeadingOptions): Promise<Running> {
  const { elect, health, lead, metrics, log } = options;
  return starting(async (own) => {
    let leading: Leading = alone('starting');
    const checks = checksOf(() => leading);
    if (health !== undefined) own(await serveHealth({ ...health, ...checks, metrics, log }));
    if (elect) {
      leading = own(startLeaderElection({ ...options, identity: `${hostname()}_${randomUUID()}` }));
      return;
    }
    const stop = new AbortController();
    own(() => stop.abort());
    own(await lead(options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])));
    leading = alone('leading');
  });
}

const alone = (state: Leading['state']): Leading => ({ state, check: () => undefined });

function checksOf(leading: () => Leading): { readonly livez: HealthCheck[]; readonly readyz: HealthCheck[] } {
  return {
    livez: [{ name: 'leaderElection', check: () => leading().check() }],
    readyz: [
      {
        name: 'informer-sync',
        check() {
          if (leading().state === 'starting') throw new Error('informers not started yet');
        },
      },
    ],
  };
}
