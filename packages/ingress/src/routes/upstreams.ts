/** From what an Ingress names as a backend to the endpoints that requests can be sent to. */
import type { IngressBackend } from '@wherry/api/networking-v1';
import type { Service, ServicePort } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import type { Endpoint, Upstream } from './route-plan.ts';

export interface UpstreamLookup {
  /** The Service of this `namespace/name`. */
  service(key: string): Readonly<Service> | undefined;
  /** The EndpointSlices of the Service of this `namespace/name`. */
  slices(key: string): readonly Readonly<EndpointSlice>[];
}

/** Something that cannot be served, as its owner should hear of it. */
export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

/** An upstream, and why it can be sent nothing if that is for its owner to mend. */
export interface Resolved {
  readonly upstream: Upstream;
  readonly refusal: Refusal | undefined;
}

/** Finds what a backend in a namespace means. */
export function resolveBackend(
  { service, resource }: IngressBackend,
  { namespace, lookup }: { readonly namespace: string; readonly lookup: UpstreamLookup },
): Resolved {
  if (service === undefined) {
    const what = `${resource?.kind ?? 'nothing'} "${resource?.name ?? ''}"`;
    return refused(
      { id: `${namespace}/${what}`, namespace, service: '' },
      { reason: 'UnsupportedBackend', message: `Backend is ${what}: only Services can be served` },
    );
  }
  const key = `${namespace}/${service.name}`;
  const wanted = service.port.name !== '' && service.port.name !== undefined ? service.port.name : service.port.number;
  const identity = { id: `${key}:${wanted ?? ''}`, namespace, service: service.name };
  const found = lookup.service(key);
  if (found === undefined) {
    return refused(identity, { reason: 'ServiceNotFound', message: `Service "${key}" does not exist` });
  }
  if (found.spec.type === 'ExternalName') {
    const message = `Service "${key}" is of type ExternalName, which is not supported as a backend`;
    return refused(identity, { reason: 'UnsupportedBackend', message });
  }
  const port = (found.spec.ports ?? []).find(
    ({ name, port: number, protocol }) => (name === wanted || number === wanted) && (protocol ?? 'TCP') === 'TCP',
  );
  if (port === undefined) {
    const message = `Service "${key}" has no TCP port ${typeof wanted === 'string' ? `"${wanted}"` : (wanted ?? '')}`;
    return refused(identity, { reason: 'ServicePortNotFound', message });
  }
  const endpoints = usableEndpoints(lookup.slices(key), port);
  const problem = endpoints.length === 0 ? `service "${key}" has no ready endpoints` : undefined;
  return { upstream: { ...identity, endpoints, problem }, refusal: undefined };
}

function refused(identity: Pick<Upstream, 'id' | 'namespace' | 'service'>, refusal: Refusal): Resolved {
  const problem = refusal.message.charAt(0).toLowerCase() + refusal.message.slice(1);
  return { upstream: { ...identity, endpoints: [], problem }, refusal };
}

/**
 * The ready endpoints of a Service port; when there are none, those that still serve while they end (KEP-1669). In the
 * order of their addresses, so that the same endpoints are the same list.
 */
export function usableEndpoints(
  slices: readonly Readonly<EndpointSlice>[],
  { name = '' }: Readonly<ServicePort>,
): readonly Endpoint[] {
  const ready = new Map<string, Endpoint>();
  const ending = new Map<string, Endpoint>();
  for (const { addressType, ports, endpoints } of slices) {
    if (addressType === 'FQDN') continue;
    for (const { name: portName = '', protocol = 'TCP', port } of ports) {
      if (port === undefined || portName !== name || protocol !== 'TCP') continue;
      for (const { addresses, conditions } of endpoints) {
        const [ip] = addresses;
        if (ip === undefined) continue;
        if (conditions.ready !== false) ready.set(`${ip} ${port}`, { ip, port });
        else if (conditions.serving === true && conditions.terminating === true) {
          ending.set(`${ip} ${port}`, { ip, port });
        }
      }
    }
  }
  const chosen = ready.size > 0 ? ready : ending;
  return [...chosen.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, endpoint]) => endpoint);
}
