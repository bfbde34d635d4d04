/** The cluster's Services and endpoints as DNS asks for them, out of the pictures that informers keep. */
import type { Namespace, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import type { IndexFunction, Lister } from '@wherry/client';
import type { ClusterLookup, DnsEndpoint, DnsPort, DnsService } from './zone.ts';

export interface LookupSources {
  readonly namespaces: Pick<Lister<Namespace>, 'get'>;
  readonly services: Pick<Lister<Service>, 'get' | 'by'>;
  readonly slices: Pick<Lister<EndpointSlice>, 'by'>;
}

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** The indexes that the sources must have. */
export const serviceIndexes: Readonly<Record<string, IndexFunction<Service>>> = {
  ip: (service) => clusterIpsOf(service),
};

export const sliceIndexes: Readonly<Record<string, IndexFunction<EndpointSlice>>> = {
  service: (slice) => [serviceKeyOf(slice)],
  ip: ({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses),
};

export function clusterLookup({ namespaces, services, slices }: LookupSources): ClusterLookup {
  return {
    hasNamespace: (name) => namespaces.get(name) !== undefined,
    service(namespace, name) {
      const service = services.get(`${namespace}/${name}`);
      return service === undefined ? undefined : toDnsService(service);
    },
    endpoints: (namespace, service) =>
      slices.by('service', `${namespace}/${service}`).flatMap((slice) => endpointsOf(slice)),
    serviceByIp(ip) {
      const [service] = services.by('ip', ip);
      return service === undefined ? undefined : toDnsService(service);
    },
    endpointByIp(ip) {
      const found = slices
        .by('ip', ip)
        .flatMap((slice) => endpointsOf(slice))
        .filter((endpoint) => endpoint.ip === ip);
      // A host with a name of its own is the one that people know.
      return found.find(({ hostname }) => hostname !== undefined) ?? found[0];
    },
  };
}

function clusterIpsOf({ spec }: Readonly<Service>): string[] {
  return (spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== '');
}

function toDnsService(service: Readonly<Service>): DnsService {
  const { metadata, spec } = service;
  const isExternal = spec.type === 'ExternalName';
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    clusterIps: isExternal ? [] : clusterIpsOf(service),
    externalName: isExternal ? (spec.externalName ?? '').toLowerCase() : undefined,
    ports: (spec.ports ?? []).map(({ name = '', protocol = 'TCP', port }) => portOf({ name, protocol, port })),
  };
}

function serviceKeyOf({ metadata }: Readonly<EndpointSlice>): string {
  return `${metadata.namespace ?? ''}/${metadata.labels?.[SERVICE_LABEL] ?? ''}`;
}

/** Those that may be found: ready ones. A Service that publishes unready addresses has them marked as ready. */
function endpointsOf(slice: Readonly<EndpointSlice>): DnsEndpoint[] {
  const { metadata, endpoints, ports } = slice;
  const dnsPorts = ports.flatMap(({ name = '', protocol = 'TCP', port }) =>
    port === undefined ? [] : [portOf({ name, protocol, port })],
  );
  return endpoints
    .filter(({ conditions }) => conditions.ready !== false)
    .flatMap(({ addresses, hostname }) =>
      addresses.map((ip) => ({
        namespace: metadata.namespace ?? '',
        service: metadata.labels?.[SERVICE_LABEL] ?? '',
        ip,
        hostname,
        ports: dnsPorts,
      })),
    );
}

function portOf({ name, protocol, port }: { name: string; protocol: string; port: number }): DnsPort {
  return { name, port, protocol: protocol.toLowerCase() };
}
