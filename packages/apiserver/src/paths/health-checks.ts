/** What has to be well in an apiserver. The names are those of kube-apiserver's checks, where it has them. */
import { pingCheck, type HealthCheck } from '@wherry/component';
import type { WatchCache } from '../storage/cache/watch-cache.ts';
import type { Storage } from '../storage/storage.ts';

export interface HealthCheckOptions {
  readonly storage: Pick<Storage, 'currentRevision'>;
  readonly cache: Pick<WatchCache, 'fresh'>;
  /** Aborted when all that a start does is done: it listens before that. */
  readonly started: AbortSignal;
  /** Aborted when the server stops: it is not to be sent requests any more. */
  readonly stopping: AbortSignal;
}

/** The checks of `/livez` and of `/readyz`. */
export function healthChecks({ storage, cache, started, stopping }: HealthCheckOptions): {
  readonly livez: readonly HealthCheck[];
  readonly readyz: readonly HealthCheck[];
} {
  const etcd: HealthCheck = { name: 'etcd', check: async () => void (await storage.currentRevision()) };
  const caughtUp: HealthCheck = { name: 'informer-sync', check: async () => void (await cache.fresh()) };
  const start: HealthCheck = {
    name: 'poststarthook/write-admin-kubeconfig',
    check() {
      if (!started.aborted) throw new Error('not finished');
    },
  };
  const shutdown: HealthCheck = {
    name: 'shutdown',
    check() {
      if (stopping.aborted) throw new Error('process is shutting down');
    },
  };
  return { livez: [pingCheck, etcd], readyz: [pingCheck, etcd, caughtUp, start, shutdown] };
}
