/**
 * How a kubelet is known to the cluster. With a bootstrap kubeconfig it asks for a certificate of its own by the token in
 * there, keeps it in a folder, and renews it as who it then is; without one it is whom its kubeconfig says.
 */
import { createClient, loadKubeconfig, openTransport, type Connection, type Transport } from '@wherry/client';
import { starting, type Clock, type Log, type Metrics, type Running } from '@wherry/component';
import { formatJsonKubeconfig, readIfPresent, replaceFile } from '@wherry/pki';
import { startCertificateKeeper } from './certificate-keeper.ts';
import { openCertificateStore } from './certificate-store.ts';

export interface KubeletIdentityOptions {
  readonly nodeName: string;
  /** Empty: there is none. */
  readonly bootstrapKubeconfig: string;
  /** Who the kubelet is; with a bootstrap kubeconfig, where that is written down. Empty: nowhere. */
  readonly kubeconfig: string;
  readonly certDir: string;
  /** Where the requests of the kubelet are counted. @default nowhere */
  readonly metrics?: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the process is asked to end, also while it is still starting. */
  readonly signal?: AbortSignal;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

export interface KubeletIdentity extends Running {
  /** Speaks for the kubelet, always by its latest certificate. */
  readonly transport: Transport;
  /** Where the API is. */
  readonly connection: Connection;
}

const USER_AGENT = 'kubelet';

/** Resolves when the kubelet is somebody: with a new node, when its first certificate is issued. */
export function startKubeletIdentity(options: KubeletIdentityOptions): Promise<KubeletIdentity> {
  return starting(async (own) => {
    const { nodeName, bootstrapKubeconfig, kubeconfig, certDir, clock, signal } = options;
    const common = {
      ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
      ...(signal === undefined ? {} : { ending: { signal, clock } }),
    };
    if (bootstrapKubeconfig === '') {
      const connection = await loadKubeconfig(kubeconfig);
      return { connection, transport: own(openTransport({ connection, userAgent: USER_AGENT, ...common })) };
    }
    const bootstrap = await loadKubeconfig(bootstrapKubeconfig);
    const { server, ca = '' } = bootstrap;
    const place = { server, ...(ca === '' ? {} : { ca }) };
    const store = await openCertificateStore({ directory: certDir, name: 'kubelet-client' });
    const transport = own(openTransport({ connection: place, userAgent: USER_AGENT, ...common }));
    const beginner = own(openTransport({ connection: bootstrap, userAgent: USER_AGENT }));
    const [client, beginning] = [createClient(transport), createClient(beginner)];
    const keeper = own(
      await startCertificateKeeper({
        ...options,
        store,
        signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
        wish: { subject: nodeSubject(nodeName), hosts: [] },
        authorities: ca === '' ? undefined : ca,
        // The bootstrap token is good for a beginning, not for what a node does all its life.
        client: (current) => (current === undefined ? beginning : client),
      }),
    );
    const use = ({ certificate: cert, key }: { certificate: string; key: string }) => transport.use({ cert, key });
    own(keeper.onChange(use));
    use(await keeper.ready(signal));
    if (kubeconfig !== '') await writeKubeconfig(kubeconfig, { server, authority: ca, path: store.path });
    return { connection: place, transport };
  });
}

/** Who a kubelet is in a certificate. */
export const nodeSubject = (nodeName: string) => ({
  commonName: `system:node:${nodeName}`,
  organizations: ['system:nodes'],
});

async function writeKubeconfig(
  file: string,
  { server, authority, path }: { readonly server: string; readonly authority: string; readonly path: string },
): Promise<void> {
  const credentials = { clientFiles: { certificate: path, key: path } };
  const text = formatJsonKubeconfig({ server, authority, credentials, user: 'default-auth' });
  if ((await readIfPresent(file)) !== text) await replaceFile(file, text);
}
