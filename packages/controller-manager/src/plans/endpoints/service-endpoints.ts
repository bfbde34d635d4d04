/** The Endpoints of a Service with a selector: the old form, in its main address family, of at most 1000 addresses. */
import { isHeadless, type EndpointAddress, type EndpointSubset, type Pod, type Service } from '@wherry/api/core-v1';
import { isPodReady } from '../../pods/pod-state.ts';
import { addressesOf, familiesOf, familyOf, hasEndpoint, hostnameIn, labelsFrom, portsOn } from './service-pods.ts';
import type { ResolvedPort } from './service-pods.ts';
import { HEADLESS_LABEL } from './service-slices.ts';

export const ENDPOINTS_MANAGED_BY_LABEL = 'endpoints.kubernetes.io/managed-by';
export const OVER_CAPACITY_ANNOTATION = 'endpoints.kubernetes.io/over-capacity';
export const ENDPOINTS_MANAGER = 'endpoint-controller';
const MOST_ADDRESSES = 1000;

export interface EndpointsContent {
  readonly subsets: EndpointSubset[];
  readonly labels: Record<string, string>;
  /** Not all addresses have found room. */
  readonly isTruncated: boolean;
}

interface Candidate {
  readonly address: EndpointAddress;
  readonly isReady: boolean;
}

export function planEndpoints(service: Readonly<Service>, pods: readonly Readonly<Pod>[]): EndpointsContent {
  const [family] = familiesOf(service);
  const publishes = service.spec.publishNotReadyAddresses === true;
  const isPortless = (service.spec.ports ?? []).length === 0 && isHeadless(service);
  /** Candidates by port; the pods of a Service without ports stand under an empty one. */
  const byPort = new Map<string, { readonly port: ResolvedPort | undefined; readonly candidates: Candidate[] }>();
  for (const pod of pods.filter(hasEndpoint)) {
    if (pod.metadata.deletionTimestamp !== undefined && !publishes) continue;
    const ip = addressesOf(pod).find((address) => familyOf(address) === family);
    if (ip === undefined) continue;
    const candidate = { address: addressOf(service, pod, ip), isReady: publishes || isPodReady(pod) };
    for (const port of isPortless ? [undefined] : portsOn(service, pod)) {
      const key = JSON.stringify(port ?? null);
      const entry = byPort.get(key) ?? { port, candidates: [] };
      entry.candidates.push(candidate);
      byPort.set(key, entry);
    }
  }
  const { subsets, isTruncated } = truncate(subsetsOf([...byPort.values()]));
  const own = {
    [ENDPOINTS_MANAGED_BY_LABEL]: ENDPOINTS_MANAGER,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
  };
  const labels = labelsFrom(service.metadata.labels, own, [HEADLESS_LABEL, ENDPOINTS_MANAGED_BY_LABEL]);
  return { subsets, labels, isTruncated };
}

function addressOf(service: Readonly<Service>, pod: Readonly<Pod>, ip: string): EndpointAddress {
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  const { nodeName = '' } = pod.spec;
  const hostname = hostnameIn(service, pod);
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === '' ? {} : { nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

interface PortEntry {
  readonly port: ResolvedPort | undefined;
  readonly candidates: readonly Candidate[];
}

/** Ports that the same pods have, in the same state, share a subset. */
function subsetsOf(entries: readonly PortEntry[]): EndpointSubset[] {
  const idOf = ({ address, isReady }: Candidate) => `${address.ip}/${address.targetRef?.uid ?? ''}/${isReady}`;
  const groups = Map.groupBy(entries, ({ candidates }) => candidates.map(idOf).toSorted().join());
  return [...groups.values()].flatMap((group) => {
    const candidates = (group[0]?.candidates ?? []).toSorted((a, b) => compare(a.address.ip, b.address.ip));
    const addresses = candidates.filter(({ isReady }) => isReady).map(({ address }) => address);
    const notReadyAddresses = candidates.filter(({ isReady }) => !isReady).map(({ address }) => address);
    const ports = group.map(({ port }) => port).filter((port) => port !== undefined);
    return [
      {
        ...(addresses.length === 0 ? {} : { addresses }),
        ...(notReadyAddresses.length === 0 ? {} : { notReadyAddresses }),
        ...(ports.length === 0 ? {} : { ports: ports.map(namedPort).toSorted(byNumber) }),
      },
    ];
  });
}

/** An empty name is left out, as the server shows it. */
function namedPort({ name, ...rest }: ResolvedPort) {
  return name === '' ? rest : { name, ...rest };
}

const byNumber = (a: { readonly port: number }, b: { readonly port: number }): number => a.port - b.port;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Ready addresses go first when there is no room for all. */
function truncate(subsets: EndpointSubset[]): Pick<EndpointsContent, 'subsets' | 'isTruncated'> {
  const total = (of: 'addresses' | 'notReadyAddresses') =>
    subsets.reduce((sum, each) => sum + (each[of]?.length ?? 0), 0);
  if (total('addresses') + total('notReadyAddresses') <= MOST_ADDRESSES) return { subsets, isTruncated: false };
  let room = MOST_ADDRESSES;
  const take = (addresses: readonly EndpointAddress[] = []) => {
    const taken = addresses.slice(0, room);
    room -= taken.length;
    return taken;
  };
  const ready = subsets.map((subset) => take(subset.addresses));
  const cut = subsets.map(({ ports, notReadyAddresses }, index) => {
    const addresses = ready[index] ?? [];
    const notReady = take(notReadyAddresses);
    return {
      ...(addresses.length === 0 ? {} : { addresses }),
      ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
      ...(ports === undefined ? {} : { ports }),
    };
  });
  return {
    subsets: cut.filter((each) => each.addresses !== undefined || each.notReadyAddresses !== undefined),
    isTruncated: true,
  };
}
