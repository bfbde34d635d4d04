/**
 * The Lease by which an apiserver shows that it lives (KEP-1965), and where it can be reached: a server whose Lease has
 * not been renewed for a minute no longer counts.
 */
import { createHash } from 'node:crypto';
import { formatMicroTime } from '@wherry/api';
import type { Lease } from '@wherry/api/coordination-v1';

export const LEASE_NAMESPACE = 'kube-system';

/** Milliseconds without a renewal after which a server no longer counts. */
const SILENCE_MS = 60_000;

/** As long as Kubernetes keeps the Leases of its servers; what is older is somebody's who will not come back. */
const DURATION_SECONDS = 3600;

const IDENTITY_LABEL = 'apiserver.kubernetes.io/identity';
const ENDPOINT_ANNOTATION = 'apiserver.wherry.dev/endpoint';

/** Where an apiserver can be reached. */
export interface ServerEndpoint {
  readonly address: string;
  readonly port: number;
}

export interface ServerIdentity {
  readonly hostname: string;
  /** Undefined for a server that no other machine can reach. */
  readonly endpoint: ServerEndpoint | undefined;
  /** Tells the runs of one server apart. */
  readonly run: string;
}

/** `apiserver-<hash>`: the same for every run of a server. */
export function leaseName({ hostname, endpoint }: ServerIdentity): string {
  const hash = createHash('sha256').update(`${hostname} ${endpoint === undefined ? '' : formatEndpoint(endpoint)}`);
  return `apiserver-${hash.digest('hex').slice(0, 26)}`;
}

/** The Lease as it has to be now. */
export function identityLease(identity: ServerIdentity, now: Date) {
  const { hostname, endpoint, run } = identity;
  const name = leaseName(identity);
  return {
    metadata: {
      name,
      namespace: LEASE_NAMESPACE,
      labels: { [IDENTITY_LABEL]: 'kube-apiserver', 'kubernetes.io/hostname': hostname },
      annotations: endpoint === undefined ? {} : { [ENDPOINT_ANNOTATION]: formatEndpoint(endpoint) },
    },
    spec: {
      holderIdentity: `${name}_${run}`,
      leaseDurationSeconds: DURATION_SECONDS,
      renewTime: formatMicroTime(now.getTime()),
    },
  };
}

/** Where the servers are that have been heard of lately. */
export function liveEndpoints(leases: readonly Readonly<Lease>[], now: Date): ServerEndpoint[] {
  return leases
    .filter((lease) => isIdentity(lease) && silenceOf(lease, now) < SILENCE_MS)
    .flatMap(({ metadata }) => parseEndpoint(metadata.annotations?.[ENDPOINT_ANNOTATION] ?? '') ?? []);
}

/** The names of Leases that can be removed. */
export function expiredLeases(leases: readonly Readonly<Lease>[], now: Date): string[] {
  return leases
    .filter((lease) => isIdentity(lease) && silenceOf(lease, now) >= DURATION_SECONDS * 1000)
    .map(({ metadata }) => metadata.name ?? '');
}

const isIdentity = ({ metadata }: Readonly<Lease>): boolean => metadata.labels?.[IDENTITY_LABEL] === 'kube-apiserver';

function silenceOf({ spec }: Readonly<Lease>, now: Date): number {
  return spec.renewTime === undefined ? Infinity : now.getTime() - Date.parse(spec.renewTime);
}

/** `10.0.0.1:6443`, `[fd00::1]:6443` */
function formatEndpoint({ address, port }: ServerEndpoint): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function parseEndpoint(text: string): ServerEndpoint | undefined {
  const [, bracketed, bare, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text) ?? [];
  const address = bracketed ?? bare;
  return address === undefined ? undefined : { address, port: Number(port) };
}
