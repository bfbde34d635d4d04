/**
 * The names of the cluster, as the specification of Kubernetes DNS-based service discovery (schema 1.1.0) has them:
 *
 *     <service>.<namespace>.svc.<zone>                     A, AAAA: cluster IPs, or the endpoints of a headless Service
 *     <host>.<service>.<namespace>.svc.<zone>              A, AAAA: one endpoint
 *     _<port>._<protocol>.<service>.<namespace>.svc.<zone> SRV
 *     <dashed-ip>.<namespace>.pod.<zone>                   A, AAAA
 *     dns-version.<zone>                                   TXT
 */
import { addressOfLabel, addressType } from '../addresses.ts';
import type { Answer, DnsRecord, Question } from '../message.ts';
import { endpointLabel, type ClusterLookup, type DnsEndpoint, type DnsService } from '../zone.ts';
import type { Handler } from './handler.ts';

export interface ClusterOptions {
  /** `cluster.local` */
  readonly zone: string;
  readonly lookup: ClusterLookup;
  /** How long clients may remember, in seconds. */
  readonly ttl: number;
}

/** What a name of the zone stands for: records of any type, or nothing by that name. */
type Found = readonly DnsRecord[] | undefined;

const SCHEMA_VERSION = '1.1.0';

export function cluster({ zone, lookup, ttl }: ClusterOptions): Handler {
  const soa: DnsRecord = {
    type: 'SOA',
    name: zone,
    ttl,
    data: {
      mname: `ns.dns.${zone}`,
      rname: `hostmaster.${zone}`,
      serial: 1,
      refresh: 7200,
      retry: 1800,
      expire: 86_400,
      minimum: ttl,
    },
  };
  const records = new ZoneRecords({ zone, lookup, ttl });
  return (question) => {
    const { name, type } = question;
    if (name !== zone && !name.endsWith(`.${zone}`)) return undefined;
    const found = records.find(name === zone ? [] : name.slice(0, -zone.length - 1).split('.'), name);
    if (found === undefined) return { code: 'NXDOMAIN', authoritative: true, answers: [], authorities: [soa] };
    if (name === zone && type === 'SOA') return { code: 'NOERROR', authoritative: true, answers: [soa] };
    return choose(question, found, soa);
  };
}

/** The records of the wanted type; an alias answers every question. */
function choose({ name, type }: Question, found: readonly DnsRecord[], soa: DnsRecord): Answer {
  const answers = found.filter((record) => record.name === name && (record.type === type || record.type === 'CNAME'));
  if (answers.length === 0) return { code: 'NOERROR', authoritative: true, answers, authorities: [soa] };
  const targets = new Set(answers.flatMap((record) => (record.type === 'SRV' ? [record.data.target] : [])));
  const additionals = found.filter(
    (record) => targets.has(record.name) && (record.type === 'A' || record.type === 'AAAA'),
  );
  return { code: 'NOERROR', authoritative: true, answers, additionals };
}

class ZoneRecords {
  readonly #zone: string;
  readonly #lookup: ClusterLookup;
  readonly #ttl: number;

  constructor({ zone, lookup, ttl }: ClusterOptions) {
    this.#zone = zone;
    this.#lookup = lookup;
    this.#ttl = ttl;
  }

  /** @param labels the name below the zone */
  find(labels: readonly string[], name: string): Found {
    const kind = labels.at(-1);
    const namespace = labels.at(-2);
    if (labels.length === 0) return [];
    if (labels.length === 1 && kind === 'dns-version')
      return [{ type: 'TXT', name, ttl: this.#ttl, data: SCHEMA_VERSION }];
    if (kind !== 'svc' && kind !== 'pod') return undefined;
    // The names above those of Services exist, without records.
    if (namespace === undefined) return [];
    if (!this.#lookup.hasNamespace(namespace)) return undefined;
    const rest = labels.slice(0, -2);
    if (rest.length === 0) return [];
    return kind === 'svc' ? this.#service(rest, { namespace, name }) : this.#pod(rest, name);
  }

  #pod([label = '', ...more]: readonly string[], name: string): Found {
    const address = more.length > 0 ? undefined : addressOfLabel(label);
    return address === undefined ? undefined : [this.#address(name, address)];
  }

  #service(labels: readonly string[], { namespace, name }: { namespace: string; name: string }): Found {
    const service = this.#lookup.service(namespace, labels.at(-1) ?? '');
    if (service === undefined) return undefined;
    const [first = '', second = ''] = labels;
    if (labels.length === 1) return this.#whole(service, name);
    if (labels.length === 2) return first.startsWith('_') ? [] : this.#host(service, { label: first, name });
    if (labels.length === 3 && first.startsWith('_') && second.startsWith('_')) {
      return this.#port(service, { port: first.slice(1), protocol: second.slice(1), name });
    }
    return undefined;
  }

  #whole(service: DnsService, name: string): Found {
    const { externalName, clusterIps, namespace } = service;
    if (externalName !== undefined) return [{ type: 'CNAME', name, ttl: this.#ttl, data: externalName }];
    if (clusterIps.length > 0) {
      return [
        ...clusterIps.map((ip) => this.#address(name, ip)),
        ...this.#locations(service, { name, wanted: service.ports }),
      ];
    }
    const endpoints = this.#lookup.endpoints(namespace, service.name);
    // A headless Service that nobody is behind does not exist yet.
    if (endpoints.length === 0) return undefined;
    const addresses = unique(endpoints.map(({ ip }) => ip)).map((ip) => this.#address(name, ip));
    return [
      ...addresses,
      ...endpoints.flatMap((endpoint) => this.#endpointLocations(endpoint, { name, ports: endpoint.ports })),
    ];
  }

  #host({ namespace, name: service, clusterIps }: DnsService, { label, name }: { label: string; name: string }): Found {
    if (clusterIps.length > 0) return undefined;
    const named = this.#lookup.endpoints(namespace, service).filter((endpoint) => endpointLabel(endpoint) === label);
    return named.length === 0 ? undefined : unique(named.map(({ ip }) => ip)).map((ip) => this.#address(name, ip));
  }

  #port(service: DnsService, { port, protocol, name }: { port: string; protocol: string; name: string }): Found {
    const isWanted = (candidate: { name: string; protocol: string }) =>
      candidate.name === port && candidate.protocol === protocol;
    if (service.clusterIps.length > 0) {
      const wanted = service.ports.filter(isWanted);
      return wanted.length === 0 ? undefined : this.#locations(service, { name, wanted });
    }
    const found = this.#lookup
      .endpoints(service.namespace, service.name)
      .flatMap((endpoint) => this.#endpointLocations(endpoint, { name, ports: endpoint.ports.filter(isWanted) }));
    return found.length === 0 ? undefined : found;
  }

  /** SRV records of a Service with cluster IPs, and the addresses of their target. */
  #locations(
    { namespace, name: service, clusterIps }: DnsService,
    { name, wanted }: { name: string; wanted: readonly { port: number }[] },
  ): DnsRecord[] {
    const target = `${service}.${namespace}.svc.${this.#zone}`;
    const locations = wanted.map(({ port }) => this.#location(name, { port, target }));
    return target === name ? locations : [...locations, ...clusterIps.map((ip) => this.#address(target, ip))];
  }

  #endpointLocations(
    endpoint: DnsEndpoint,
    { name, ports }: { name: string; ports: readonly { port: number }[] },
  ): DnsRecord[] {
    if (ports.length === 0) return [];
    const { namespace, service, ip } = endpoint;
    const target = `${endpointLabel(endpoint)}.${service}.${namespace}.svc.${this.#zone}`;
    return [...ports.map(({ port }) => this.#location(name, { port, target })), this.#address(target, ip)];
  }

  #location(name: string, { port, target }: { port: number; target: string }): DnsRecord {
    return { type: 'SRV', name, ttl: this.#ttl, data: { priority: 0, weight: 100, port, target } };
  }

  #address(name: string, ip: string): DnsRecord {
    return { type: addressType(ip), name, ttl: this.#ttl, data: ip };
  }
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
