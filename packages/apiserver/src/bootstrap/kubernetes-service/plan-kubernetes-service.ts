/**
 * The Service `default/kubernetes`, by which pods reach the API, and what stands behind it: pure functions from the
 * servers that live to the objects as they have to be.
 */
import { isIPv4 } from 'node:net';
import type { Endpoints, EndpointSubset, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { Draft } from '@wherry/api/schema';
import type { ServerEndpoint } from './identity-lease.ts';

export const KUBERNETES_SERVICE = { namespace: 'default', name: 'kubernetes' } as const;

const PORT_NAME = 'https';
const PORT = 443;
const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
const SKIP_MIRROR_LABEL = 'endpointslice.kubernetes.io/skip-mirror';

/** @param address the first one of the service range. @param targetPort the port of the server that makes it */
export function kubernetesService({ address, targetPort }: { address: string; targetPort: number }): Draft<Service> {
  return {
    metadata: { ...KUBERNETES_SERVICE, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      type: 'ClusterIP',
      clusterIP: address,
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ports: [{ name: PORT_NAME, port: PORT, protocol: 'TCP', targetPort }],
    },
  };
}

/** Servers of one family that share a port: what one slice can hold. */
interface Group {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly port: number;
  readonly addresses: readonly string[];
}

export interface WantedEndpoints {
  readonly labels: Record<string, string>;
  readonly subsets: EndpointSubset[];
}

/** The Endpoints as they have to be; undefined when they are so. Labels of others stay. */
export function planEndpoints(
  servers: readonly ServerEndpoint[],
  present: Readonly<Endpoints> | undefined,
): WantedEndpoints | undefined {
  const subsets = groupsOf(servers).map(subsetOf);
  const labels = { ...present?.metadata.labels, [SKIP_MIRROR_LABEL]: 'true' };
  const isRight =
    present !== undefined &&
    semanticEqual(present.subsets ?? [], subsets) &&
    semanticEqual(present.metadata.labels, labels);
  return isRight ? undefined : { labels, subsets };
}

const subsetOf = ({ addresses, port }: Group): EndpointSubset => ({
  addresses: addresses.map((ip) => ({ ip })),
  ports: [{ name: PORT_NAME, port, protocol: 'TCP' }],
});

export type WantedSlice = ReturnType<typeof sliceOf>;

export interface SliceWrites {
  /** Names of slices that are not wanted, or cannot become what is wanted. To be done first. */
  readonly remove: readonly string[];
  readonly create: readonly WantedSlice[];
  readonly update: readonly WantedSlice[];
}

/** @param present the slices of the namespace `default` */
export function planSlices(
  servers: readonly ServerEndpoint[],
  present: readonly Readonly<EndpointSlice>[],
): SliceWrites {
  const own = new Map(present.filter(isOwn).map((slice) => [slice.metadata.name ?? '', slice]));
  const wanted = slicesOf(servers);
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const replaced = wanted.filter(({ metadata, addressType }) => {
    const slice = own.get(metadata.name);
    // The type of the addresses is fixed.
    return slice !== undefined && slice.addressType !== addressType;
  });
  const isReplaced = new Set<string>(replaced.map(({ metadata }) => metadata.name));
  return {
    remove: [...own.keys()].filter((name) => !names.has(name) || isReplaced.has(name)),
    create: wanted.filter(({ metadata: { name } }) => !own.has(name) || isReplaced.has(name)),
    update: wanted.filter((slice) => {
      const { name } = slice.metadata;
      const now = own.get(name);
      return now !== undefined && !isReplaced.has(name) && !isRight(now, slice);
    }),
  };
}

function isOwn({ metadata: { name = '', labels } }: Readonly<EndpointSlice>): boolean {
  return labels?.[SERVICE_NAME_LABEL] === KUBERNETES_SERVICE.name && /^kubernetes(-ipv[46]-\d+)?$/.test(name);
}

function isRight(present: Readonly<EndpointSlice>, { endpoints, ports }: WantedSlice): boolean {
  const bare = present.endpoints.map(({ addresses, conditions }) => ({ addresses, conditions }));
  const numbers = present.ports.map(({ name, port, protocol }) => ({ name, port, protocol }));
  return semanticEqual(bare, endpoints) && semanticEqual(numbers, ports);
}

/** Without a server there is an empty slice: it shows that nobody has forgotten the Service. */
function slicesOf(servers: readonly ServerEndpoint[]): WantedSlice[] {
  const [first, ...others] = groupsOf(servers);
  const { name } = KUBERNETES_SERVICE;
  return [
    sliceOf(name, first),
    ...others.map((group) => sliceOf(`${name}-${group.addressType.toLowerCase()}-${group.port}`, group)),
  ];
}

function sliceOf(name: string, group: Group | undefined) {
  const { addressType = 'IPv4', addresses = [], port } = group ?? {};
  return {
    metadata: {
      name,
      namespace: KUBERNETES_SERVICE.namespace,
      labels: { [SERVICE_NAME_LABEL]: KUBERNETES_SERVICE.name },
    },
    addressType,
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: port === undefined ? [] : [{ name: PORT_NAME, port, protocol: 'TCP' as const }],
  };
}

/** In an order that all servers find by themselves, so that they agree on what to write. */
function groupsOf(servers: readonly ServerEndpoint[]): Group[] {
  const groups = new Map<string, { addressType: Group['addressType']; port: number; addresses: Set<string> }>();
  for (const { address, port } of servers) {
    const addressType = isIPv4(address) ? 'IPv4' : 'IPv6';
    const key = `${addressType} ${String(port).padStart(5, '0')}`;
    const group = groups.get(key) ?? { addressType, port, addresses: new Set() };
    group.addresses.add(address);
    groups.set(key, group);
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { addressType, port, addresses }]) => ({ addressType, port, addresses: [...addresses].toSorted() }));
}
