/**
 * What the kubelet's server shows to its clients: a certificate of the cluster's authority for the names and addresses of the
 * node. Until that is issued it is one that the kubelet signs itself, so that the server can begin at once.
 */
import { createClient, type Transport } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { issueAuthority, issueServingCertificate, type CertifiedKey } from '@wherry/pki';
import { startCertificateKeeper, type CertificateSource } from './certificate-keeper.ts';
import { openCertificateStore } from './certificate-store.ts';
import { nodeSubject } from './kubelet-identity.ts';

export interface ServingCertificateOptions {
  /** Empty: the kubelet signs for itself. */
  readonly certDir: string;
  readonly nodeName: string;
  /** What `status.addresses` of the node holds: names and addresses. */
  readonly hosts: readonly string[];
  /** Speaks for the kubelet. */
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

export interface ServingCertificate extends Running, CertificateSource {
  readonly current: CertifiedKey;
}

/** Starts looking after it; does not wait for the cluster, which wants to know the node first. */
export function startServingCertificate(options: ServingCertificateOptions): Promise<ServingCertificate> {
  return starting(async (own) => {
    const { certDir, nodeName, hosts, transport, clock } = options;
    const now = clock.now();
    const authority = issueAuthority({ commonName: `${nodeName}-ca`, now });
    const ownPair = issueServingCertificate({ authority, commonName: nodeName, hosts, now });
    if (certDir === '') return { current: ownPair, onChange: () => () => undefined };
    const client = createClient(transport);
    const keeper = own(
      await startCertificateKeeper({
        ...options,
        store: await openCertificateStore({ directory: certDir, name: 'kubelet-server' }),
        signerName: 'kubernetes.io/kubelet-serving',
        wish: { subject: nodeSubject(nodeName), hosts },
        client: () => client,
      }),
    );
    return {
      get current() {
        return keeper.current ?? ownPair;
      },
      onChange: (handler: (pair: CertifiedKey) => void) => keeper.onChange(handler),
    };
  });
}
