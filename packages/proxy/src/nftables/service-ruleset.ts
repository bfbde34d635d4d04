/**
 * The Service table as nftables: verdict maps from address and port to a chain for each Service port, which chooses an
 * endpoint's chain, which rewrites the destination (the shape of KEP-3866). A packet is looked up once, however many
 * Services there are.
 */
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Affinity, TableEndpoint, TableEntry } from '../service-table.ts';
import { baseChains, MARK_FOR_MASQUERADE } from './base-chains.ts';
import type { Chain, Collection, Ruleset } from './ruleset.ts';

export interface RulesetOptions {
  readonly entries: readonly TableEntry[];
  readonly family: 'ip' | 'ip6';
  /** The pods of the whole cluster: what comes from elsewhere to a cluster IP is masqueraded. */
  readonly podCidrs: readonly string[];
  /** The cluster IPs: what is addressed there and belongs to no Service never leaves the node. */
  readonly serviceCidrs: readonly string[];
  /** Cluster IPs that this node answers itself, as the cluster's DNS. @default none */
  readonly ownIps?: readonly string[];
}

export const TABLE = 'wherry';

export function serviceRuleset({ entries, family, podCidrs, serviceCidrs, ownIps = [] }: RulesetOptions): Ruleset {
  const isOurs = isOf(family);
  const builder = new Builder(family, podCidrs.filter(isOurs));
  for (const entry of entries) builder.add(entry);
  return builder.finish({ serviceCidrs: serviceCidrs.filter(isOurs), ownIps: ownIps.filter(isOurs) });
}

const isOf =
  (family: 'ip' | 'ip6') =>
  (address: string): boolean =>
    isIPv4(address.split('/')[0] ?? '') === (family === 'ip');

class Builder {
  readonly #family: 'ip' | 'ip6';
  readonly #podCidrs: readonly string[];
  readonly #chains = new Map<string, Chain>();
  readonly #affinities = new Map<string, Collection>();
  readonly #serviceIps = new Map<string, string>();
  readonly #nodePorts = new Map<string, string>();
  readonly #deadIps = new Map<string, string>();
  readonly #deadNodePorts = new Map<string, string>();
  readonly #clusterIps = new Map<string, string>();

  constructor(family: 'ip' | 'ip6', podCidrs: readonly string[]) {
    this.#family = family;
    this.#podCidrs = podCidrs;
  }

  add(entry: TableEntry): void {
    const isOurs = isOf(this.#family);
    const suffix = chainSuffix(entry);
    for (const ip of entry.clusterIps.filter(isOurs)) this.#clusterIps.set(ip, '');
    this.#addCluster(suffix, entry);
    const keysOf = (ips: readonly string[]): string[] => ips.filter(isOurs).map((ip) => this.#addressKey(ip, entry));
    const external = keysOf(entry.externalIps);
    const balancer = keysOf(entry.balancerIps);
    const nodePort = entry.nodePort === undefined ? [] : [`${entry.protocol} . ${entry.nodePort}`];
    if (external.length + balancer.length + nodePort.length === 0) return;
    const has = (endpoints: readonly TableEndpoint[]): boolean => endpoints.some(({ ip }) => isOurs(ip));
    if (has(entry.external) || (entry.keepsSource && has(entry.cluster))) {
      const name = this.#addExternal(suffix, entry);
      for (const key of external) this.#serviceIps.set(key, `goto ${name}`);
      for (const key of nodePort) this.#nodePorts.set(key, `goto ${name}`);
      const guarded = balancer.length === 0 ? name : this.#addBalancer(suffix, entry);
      for (const key of balancer) this.#serviceIps.set(key, `goto ${guarded}`);
    } else {
      const verdict = entry.hasEndpoints ? 'drop' : 'goto reject-traffic';
      for (const key of [...external, ...balancer]) this.#deadIps.set(key, verdict);
      for (const key of nodePort) this.#deadNodePorts.set(key, verdict);
    }
  }

  finish({ serviceCidrs, ownIps }: { serviceCidrs: readonly string[]; ownIps: readonly string[] }): Ruleset {
    const family = this.#family;
    const address = family === 'ip' ? 'ipv4_addr' : 'ipv6_addr';
    const byAddress = `type ${address} . inet_proto . inet_service : verdict;`;
    const byPort = 'type inet_proto . inet_service : verdict;';
    const collections: Collection[] = [
      verdictMap('service-ips', byAddress, this.#serviceIps),
      verdictMap('service-nodeports', byPort, this.#nodePorts),
      verdictMap('no-endpoint-services', byAddress, this.#deadIps),
      verdictMap('no-endpoint-nodeports', byPort, this.#deadNodePorts),
      {
        kind: 'set',
        name: 'cluster-ips',
        definition: `type ${address};`,
        elements: this.#clusterIps,
        isDynamic: false,
      },
      ...this.#affinities.values(),
    ];
    const chains = [
      ...baseChains({ family, podCidrs: this.#podCidrs, serviceCidrs, ownIps }),
      ...this.#chains.values(),
    ];
    return {
      family,
      table: TABLE,
      chains: new Map(chains.map((chain) => [chain.name, chain])),
      collections: new Map(collections.map((collection) => [collection.name, collection])),
    };
  }

  #addressKey(ip: string, { protocol, port }: TableEntry): string {
    return `${ip} . ${protocol} . ${port}`;
  }

  /** What comes to a cluster IP. */
  #addCluster(suffix: string, entry: TableEntry): void {
    const keys = entry.clusterIps.filter(isOf(this.#family)).map((ip) => this.#addressKey(ip, entry));
    const endpoints = this.#ours(entry.internal);
    if (endpoints.length > 0) {
      const name = this.#addChoice(`service-${suffix}`, { entry, endpoints });
      for (const key of keys) this.#serviceIps.set(key, `goto ${name}`);
    } else for (const key of keys) this.#deadIps.set(key, entry.hasEndpoints ? 'drop' : 'goto reject-traffic');
  }

  /** Chooses an endpoint; what comes from outside the cluster must come back through this node. */
  #addChoice(
    name: string,
    { entry, endpoints }: { readonly entry: TableEntry; readonly endpoints: readonly TableEndpoint[] },
  ): string {
    const { saddr } = this.#words;
    const outside =
      this.#podCidrs.length === 0 ? [] : [`${saddr} != { ${this.#podCidrs.join(', ')} } ${MARK_FOR_MASQUERADE}`];
    this.#chains.set(name, { name, rules: [...outside, ...this.#choice(entry, endpoints)] });
    return name;
  }

  /** What comes in by a node port or an address from outside. */
  #addExternal(suffix: string, entry: TableEntry): string {
    const name = `external-${suffix}`;
    const endpoints = this.#ours(entry.external);
    const rules = entry.keepsSource
      ? [...this.#ownTraffic(suffix, entry), ...(endpoints.length === 0 ? ['drop'] : this.#choice(entry, endpoints))]
      : [MARK_FOR_MASQUERADE, ...this.#choice(entry, endpoints)];
    this.#chains.set(name, { name, rules });
    return name;
  }

  /** Local is a policy about traffic from outside: pods and the node itself may use endpoints on all nodes. */
  #ownTraffic(suffix: string, entry: TableEntry): string[] {
    const { saddr } = this.#words;
    const endpoints = this.#ours(entry.cluster);
    if (endpoints.length === 0) return [];
    const name = this.#addChoice(`cluster-${suffix}`, { entry, endpoints });
    return [
      ...this.#podCidrs.map((cidr) => `${saddr} ${cidr} goto ${name}`),
      `fib saddr type local ${MARK_FOR_MASQUERADE}`,
      `fib saddr type local goto ${name}`,
    ];
  }

  /** The way in from a load balancer, for those whom it is for. */
  #addBalancer(suffix: string, entry: TableEntry): string {
    const sources = entry.sourceRanges.filter(isOf(this.#family));
    if (entry.sourceRanges.length === 0) return `external-${suffix}`;
    const name = `balancer-${suffix}`;
    const guard = sources.length === 0 ? 'drop' : `${this.#words.saddr} != { ${sources.join(', ')} } drop`;
    this.#chains.set(name, { name, rules: [guard, `goto external-${suffix}`] });
    return name;
  }

  #ours(endpoints: readonly TableEndpoint[]): TableEndpoint[] {
    return endpoints.filter(({ ip }) => isOf(this.#family)(ip));
  }

  #choice(entry: TableEntry, endpoints: readonly TableEndpoint[]): string[] {
    const { saddr } = this.#words;
    const chains = endpoints.map((endpoint) => this.#endpointChain(entry, endpoint));
    const stay =
      entry.affinity === undefined
        ? []
        : chains.map((name) => `${saddr} @${affinityName(name, entry.affinity)} goto ${name}`);
    const [only] = chains;
    if (chains.length === 1 && only !== undefined) return [...stay, `goto ${only}`];
    const branches = chains.map((name, index) => `${index} : goto ${name}`).join(', ');
    return [...stay, `numgen random mod ${chains.length} vmap { ${branches} }`];
  }

  #endpointChain(entry: TableEntry, { ip, port }: TableEndpoint): string {
    const name = `endpoint-${chainSuffix(entry)}-${hash(`${ip}:${port}`)}`;
    const { saddr } = this.#words;
    const remember = entry.affinity === undefined ? [] : [`update @${affinityName(name, entry.affinity)} { ${saddr} }`];
    // A pod that reaches itself through a Service must not see itself as the sender.
    const hairpin = `${saddr} ${ip} ${MARK_FOR_MASQUERADE}`;
    const target = this.#family === 'ip' ? `${ip}:${port}` : `[${ip}]:${port}`;
    this.#chains.set(name, { name, rules: [hairpin, ...remember, `meta l4proto ${entry.protocol} dnat to ${target}`] });
    if (entry.affinity !== undefined) {
      const set = affinityName(name, entry.affinity);
      this.#affinities.set(set, this.#affinitySet(set, entry.affinity));
    }
    return name;
  }

  #affinitySet(name: string, seconds: number): Collection {
    const address = this.#family === 'ip' ? 'ipv4_addr' : 'ipv6_addr';
    const definition = `type ${address}; flags dynamic,timeout; timeout ${seconds}s;`;
    return { kind: 'set', name, definition, elements: new Map(), isDynamic: true };
  }

  get #words(): { readonly saddr: string; readonly daddr: string } {
    return { saddr: `${this.#family} saddr`, daddr: `${this.#family} daddr` };
  }
}

function verdictMap(name: string, definition: string, elements: ReadonlyMap<string, string>): Collection {
  return { kind: 'map', name, definition, elements, isDynamic: false };
}

/** Names that people recognise in `nft list`, and that no two ports share. */
function chainSuffix({ id, protocol }: TableEntry): string {
  const readable = id.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 60);
  return `${readable}-${protocol}-${hash(`${id}/${protocol}`)}`;
}

/** A set cannot change its time-out: another time-out is another set. */
const affinityName = (chain: string, seconds: Affinity): string =>
  chain.replace('endpoint-', `affinity-${seconds ?? 0}-`);

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
