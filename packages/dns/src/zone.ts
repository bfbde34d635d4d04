/** The zone of the cluster and the questions that its records are made of. */

/** A Service as DNS sees it. */
export interface DnsService {
  readonly namespace: string;
  readonly name: string;
  /** Empty for headless Services and ExternalNames. */
  readonly clusterIps: readonly string[];
  readonly externalName: string | undefined;
  readonly ports: readonly DnsPort[];
}

export interface DnsPort {
  readonly name: string;
  /** Lower case. */
  readonly protocol: string;
  readonly port: number;
}

/** One address behind a Service. */
export interface DnsEndpoint {
  readonly namespace: string;
  readonly service: string;
  readonly ip: string;
  /** What the pod calls itself, where its Service gives it a name of its own. */
  readonly hostname: string | undefined;
  readonly ports: readonly DnsPort[];
}

/** What the records of the cluster are made from. Only endpoints that are to be found are among them. */
export interface ClusterLookup {
  hasNamespace(name: string): boolean;
  service(namespace: string, name: string): DnsService | undefined;
  endpoints(namespace: string, service: string): readonly DnsEndpoint[];
  serviceByIp(ip: string): DnsService | undefined;
  endpointByIp(ip: string): DnsEndpoint | undefined;
}

/** The label of an endpoint below its Service: its host name, or its address with dashes. */
export function endpointLabel({ hostname, ip }: Pick<DnsEndpoint, 'hostname' | 'ip'>): string {
  return hostname ?? ip.replace(/[.:]/g, '-');
}
