/** The kubelet's server as a part of the kubelet: what it is told from outside, with what is there without being told. */
import type { Pod } from '@wherry/api/core-v1';
import { keyOf, type Lister, type Writer } from '@wherry/client';
import { createMetrics, starting, type Clock, type Log, type Metrics, type Running } from '@wherry/component';
import { issueAuthority, issueServingCertificate } from '@wherry/pki';
import type { Runtime } from '../runtime/runtime.ts';
import { createNodeStats } from '../stats/node-stats.ts';
import { createPodDialer } from './port-forward/pod-dialer.ts';
import { startKubeletServer, type KeyPair } from './server.ts';

export interface KubeletServing {
  /** @default 0.0.0.0 */
  readonly address?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** @default one that the kubelet has signed for itself */
  readonly certificate?: KeyPair;
  /** Hands over each further certificate, the first one as well when there is one; returns what ends that. */
  readonly certificates?: (use: (certificate: KeyPair) => void) => () => void;
  /** The authority (PEM) whose certificates tell who a client is. @default clients are known by tokens only */
  readonly clientAuthority?: string;
  /** How long a conversation may be silent, in milliseconds. @default four hours */
  readonly idleTimeout?: number;
  /** What `/metrics` prints, with what the server adds. @default a registry of its own */
  readonly metrics?: Metrics;
}

export interface ServingOptions extends KubeletServing {
  readonly nodeName: string;
  readonly nodeAddress: string;
  readonly pods: Lister<Pod>;
  readonly runtime: Runtime;
  readonly client: Pick<Writer, 'create'>;
  /** Quantities that the node has. */
  readonly capacity: Readonly<Record<string, string>>;
  /** Where the folders of pods are. */
  readonly root: string;
  /** Where this process finds the files of the node. @default here: '' */
  readonly hostRoot?: string;
  readonly clock: Clock;
  readonly log: Log;
}

export const IDLE_TIMEOUT_MS = 4 * 3600_000;

/** Resolves, when it listens, with the port. */
export function startServing(options: ServingOptions): Promise<Running & { readonly port: number }> {
  const { pods, certificate, certificates, idleTimeout = IDLE_TIMEOUT_MS, ...rest } = options;
  return starting(async (own) => {
    const stats = own(createNodeStats(options));
    const dialer = createPodDialer(options);
    own(() => dialer.stop());
    const server = own(
      await startKubeletServer({
        ...rest,
        stats,
        idleTimeout,
        dialer,
        certificate: certificate ?? selfSigned(options),
        pods: {
          find: (namespace, name) => pods.get(keyOf({ metadata: { namespace, name } })),
          list: () => pods.list(),
        },
        metrics: options.metrics ?? createMetrics(),
      }),
    );
    if (certificates !== undefined) own(certificates((pair) => server.useCertificate(pair)));
    return { port: server.port };
  });
}

/** Nobody can check it, and nothing is said in the clear. */
function selfSigned({ nodeName, nodeAddress, clock }: ServingOptions): KeyPair {
  const now = clock.now();
  const authority = issueAuthority({ commonName: `${nodeName}-ca@${Math.floor(now.getTime() / 1000)}`, now });
  const hosts = [nodeName, nodeAddress];
  const { certificate, key } = issueServingCertificate({ authority, commonName: nodeName, hosts, now });
  return { cert: `${certificate}${authority.certificate}`, key };
}
