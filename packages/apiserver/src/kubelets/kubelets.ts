/** The kubelets of the cluster as this server calls them: where each is, and how the two trust each other. */
import { notFound } from '@wherry/api';
import { Nodes } from '@wherry/api/core-v1';
import type { Tls } from '../connections/dial.ts';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import { kubeletAddress, type KubeletAddress } from './kubelet-address.ts';

export interface Kubelets {
  /** @throws StatusError 404 when there is no such node; Error when it has no address */
  locate(node: string): Promise<KubeletAddress>;
  /** The certificate to show, and the authority to ask for. */
  tls(): Tls;
  /** The same, whoever the kubelet says it is. */
  tlsUnverified(): Tls;
}

export interface KubeletsOptions {
  readonly lookup: Pick<ObjectLookup, 'find'>;
  /** Types of addresses, first choice first. */
  readonly preferred: readonly string[];
  /** The certificate that says who this server is, as it is now (PEM). */
  readonly client: () => { readonly certificate: string; readonly key: string };
  /** The authority of the kubelets' certificates, as it is now (PEM); undefined: any certificate will do. */
  readonly authority: () => string | undefined;
}

export function createKubelets({ lookup, preferred, client, authority }: KubeletsOptions): Kubelets {
  const identity = (): Tls => ({ certificate: client().certificate, key: client().key });
  return {
    async locate(name) {
      const node = await lookup.find(Nodes, { namespace: '', name });
      if (node === undefined) throw notFound({ group: '', resource: 'nodes' }, name);
      return kubeletAddress(node, preferred);
    },
    tls() {
      const trusted = authority();
      return { ...identity(), ...(trusted === undefined ? {} : { authority: trusted }) };
    },
    tlsUnverified: identity,
  };
}
