/**
 * What a stranger may know of the cluster, and how it can trust it: the ConfigMap `cluster-info` says where the API is, and
 * is signed with every bootstrap token that allows it (detached JWS, RFC 7515 appendix F, with HS256).
 */
import { createHmac } from 'node:crypto';
import type { ConfigMap, Secret } from '@wherry/api/core-v1';

export const CLUSTER_INFO = { namespace: 'kube-public', name: 'cluster-info' } as const;
const KUBECONFIG = 'kubeconfig';
const SIGNATURE_PREFIX = 'jws-kubeconfig-';

/** Where the API is. */
export interface ClusterPlace {
  /** `https://host:port` */
  readonly server: string;
  /** PEM. */
  readonly ca: string;
}

/** The ConfigMap's data as they should be; what else somebody has put there stays. */
export function clusterInfoData(
  { server, ca }: ClusterPlace,
  {
    tokens,
    found = {},
    now,
  }: {
    readonly tokens: readonly Readonly<Secret>[];
    readonly found?: ConfigMap['data'];
    readonly now: Date;
  },
): Record<string, string> {
  const others = Object.entries(found).filter(([key]) => key !== KUBECONFIG && !key.startsWith(SIGNATURE_PREFIX));
  const kubeconfig = kubeconfigOf({ server, ca });
  const signatures = tokens.flatMap((token) => {
    const value = (key: string) => Buffer.from(token.data?.[key] ?? '', 'base64').toString();
    const [id, secret, expiration] = [value('token-id'), value('token-secret'), value('expiration')];
    const isOver = expiration !== '' && !(now < new Date(expiration));
    const signs = value('usage-bootstrap-signing') === 'true' && !isOver && id !== '' && secret !== '';
    return signs ? [[`${SIGNATURE_PREFIX}${id}`, detachedSignature(kubeconfig, { id, secret })] as const] : [];
  });
  return Object.fromEntries([...others, [KUBECONFIG, kubeconfig], ...signatures]);
}

/** Without users: it says where, not who. */
function kubeconfigOf({ server, ca }: ClusterPlace): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${Buffer.from(ca).toString('base64')}
    server: ${server}
  name: ""
contexts: null
current-context: ""
kind: Config
preferences: {}
users: null
`;
}

/** `header..signature`: the text itself, between the dots, is left out. */
export function detachedSignature(
  text: string,
  { id, secret }: { readonly id: string; readonly secret: string },
): string {
  const encode = (value: string) => Buffer.from(value).toString('base64url');
  const header = encode(JSON.stringify({ alg: 'HS256', kid: id }));
  const signature = createHmac('sha256', secret)
    .update(`${header}.${encode(text)}`)
    .digest('base64url');
  return `${header}..${signature}`;
}
