/**
 * What the kubelet's server shows to its clients: a certificate of the cluster's authority for the names and addresses of the
 * node. The cluster wants to know the node before it issues one; until then the server signs for itself.
 */
import { createClient, type Transport } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { type CertifiedKey } from '@wherry/pki';
import { startCertificateKeeper } from './certificate-keeper.ts';
import { openCertificateStore } from './certificate-store.ts';
import { nodeSubject } from './kubelet-identity.ts';

export interface ServingCertificateOptions {
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

export interface ServingCertificate extends Running {
  /** Hands over the present certificate, when there is one, and every later one; returns what ends that. */
  follow(use: (pair: { readonly cert: string; readonly key: string }) => void): () => void;
}

/** Starts looking after it; does not wait for the first one. */
export function startServingCertificate(options: ServingCertificateOptions): Promise<ServingCertificate> {
  return starting(async (own) => {
    const { certDir, nodeName, hosts, transport } = options;
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
      follow(use: (pair: { readonly cert: string; readonly key: string }) => void) {
        const show = ({ certificate: cert, key }: CertifiedKey) => use({ cert, key });
        if (keeper.current !== undefined) show(keeper.current);
        return keeper.onChange(show);
      },
    };
  });
}
