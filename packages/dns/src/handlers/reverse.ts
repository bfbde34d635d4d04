/** From addresses to names: cluster IPs to Services, addresses of endpoints to their hosts. */
import { addressOfReverseName } from '../addresses.ts';
import type { DnsRecord } from '../message.ts';
import { endpointLabel, type ClusterLookup } from '../zone.ts';
import type { Handler } from './handler.ts';

export interface ReverseOptions {
  readonly zone: string;
  readonly lookup: ClusterLookup;
  readonly ttl: number;
}

/** Addresses that the cluster does not know are left to others. */
export function reverse({ zone, lookup, ttl }: ReverseOptions): Handler {
  const nameOf = (ip: string): string | undefined => {
    const service = lookup.serviceByIp(ip);
    if (service !== undefined) return `${service.name}.${service.namespace}.svc.${zone}`;
    const endpoint = lookup.endpointByIp(ip);
    if (endpoint === undefined) return undefined;
    return `${endpointLabel(endpoint)}.${endpoint.service}.${endpoint.namespace}.svc.${zone}`;
  };
  return ({ name, type }) => {
    const address = addressOfReverseName(name);
    const data = address === undefined ? undefined : nameOf(address);
    if (data === undefined) return undefined;
    const answers: DnsRecord[] = type === 'PTR' ? [{ type, name, ttl, data }] : [];
    return { code: 'NOERROR', authoritative: true, answers };
  };
}
