/** Where the kubelet tells the machine that it runs on, in plain HTTP, how it is: kubelet's healthz port. */
import { serveHealth, starting, type Log, type Metrics, type Running } from '@wherry/component';

export interface HealthPortOptions {
  readonly flags: { readonly 'healthz-bind-address': string; readonly 'healthz-port': number };
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface HealthPort extends Running {
  readonly port: number | undefined;
  /** The kubelet knows its node and works on its pods: it is ready from now on. */
  begin(): void;
}

/** Answers at once: a new node may wait long for its first certificate. */
export function startHealthPort({ flags, metrics, log }: HealthPortOptions): Promise<HealthPort> {
  const { 'healthz-bind-address': address, 'healthz-port': port } = flags;
  return starting(async (own) => {
    let hasBegun = false;
    const syncLoop = {
      name: 'syncloop',
      check() {
        if (!hasBegun) throw new Error('the kubelet has not begun yet');
      },
    };
    const listener =
      port === 0 ? undefined : own(await serveHealth({ address, port, readyz: [syncLoop], metrics, log }));
    return { port: listener?.port, begin: () => void (hasBegun = true) };
  });
}
