/**
 * The Service table as nftables: verdict maps from address and port to a chain for each Service port, which chooses an
 * endpoint's chain, which rewrites the destination (the shape of KEP-3866). A packet is looked up once, however many
 * Services there are.
 */
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { TableEndpoint, TableEntry } from '../service-table.ts';
import type { Chain, Collection, Ruleset } from './ruleset.ts';

export interface RulesetOptions {
  readonly entries: readonly TableEntry[];
  readonly family: 'ip' | 'ip6';
  /** The pods of the whole cluster: what comes from elsewhere to a cluster IP is masqueraded. */
  readonly podCidrs: readonly string[];
  /** The cluster IPs: what is addressed there and belongs to no Service is refused, and never leaves the node. */
  readonly serviceCidrs: readonly string[];
}

export const TABLE = 'wherry';

/** Packets with this mark get the node's own address as their source. */
const MARK = '0x4000';
const MARK_FOR_MASQUERADE = `meta mark set meta mark or ${MARK}`;

export function serviceRuleset({ entries, family, podCidrs, serviceCidrs }: RulesetOptions): Ruleset {
  const builder = new Builder(family, podCidrs.filter(isOf(family)));
  for (const entry of entries) builder.add(entry);
  return builder.finish(serviceCidrs.filter(isOf(family)));
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

  constructor(family: 'ip' | 'ip6', podCidrs: readonly string[]) {
    this.#family = family;
    this.#podCidrs = podCidrs;
  }

  add(entry: TableEntry): void {
    const isOurs = isOf(this.#family);
    const internal = entry.internal.filter(({ ip }) => isOurs(ip));
    const external = entry.external.filter(({ ip }) => isOurs(ip));
    const suffix = chainSuffix(entry);
    const clusterKeys = entry.clusterIps.filter(isOurs).map((ip) => this.#addressKey(ip, entry));
    const externalKeys = entry.externalIps.filter(isOurs).map((ip) => this.#addressKey(ip, entry));
    if (internal.length > 0) {
      this.#chains.set(`service-${suffix}`, this.#serviceChain(`service-${suffix}`, { entry, endpoints: internal }));
      for (const key of clusterKeys) this.#serviceIps.set(key, `goto service-${suffix}`);
    } else for (const key of clusterKeys) this.#deadIps.set(key, entry.hasEndpoints ? 'drop' : 'goto reject-traffic');
    const nodePortKey = entry.nodePort === undefined ? [] : [`${entry.protocol} . ${entry.nodePort}`];
    if (externalKeys.length + nodePortKey.length === 0) return;
    if (external.length > 0 || (entry.keepsSource && internal.length > 0)) {
      this.#chains.set(`external-${suffix}`, this.#externalChain(suffix, { entry, endpoints: external, internal }));
      for (const key of externalKeys) this.#serviceIps.set(key, `goto external-${suffix}`);
      for (const key of nodePortKey) this.#nodePorts.set(key, `goto external-${suffix}`);
    } else {
      const verdict = entry.hasEndpoints ? 'drop' : 'goto reject-traffic';
      for (const key of externalKeys) this.#deadIps.set(key, verdict);
      for (const key of nodePortKey) this.#deadNodePorts.set(key, verdict);
    }
  }

  finish(serviceCidrs: readonly string[]): Ruleset {
    const address = this.#family === 'ip' ? 'ipv4_addr' : 'ipv6_addr';
    const byAddress = `type ${address} . inet_proto . inet_service : verdict;`;
    const byPort = 'type inet_proto . inet_service : verdict;';
    const collections: Collection[] = [
      verdictMap('service-ips', byAddress, this.#serviceIps),
      verdictMap('service-nodeports', byPort, this.#nodePorts),
      verdictMap('no-endpoint-services', byAddress, this.#deadIps),
      verdictMap('no-endpoint-nodeports', byPort, this.#deadNodePorts),
      ...this.#affinities.values(),
    ];
    const chains = [...this.#baseChains(serviceCidrs), ...this.#chains.values()];
    return {
      family: this.#family,
      table: TABLE,
      chains: new Map(chains.map((chain) => [chain.name, chain])),
      collections: new Map(collections.map((collection) => [collection.name, collection])),
    };
  }

  #addressKey(ip: string, { protocol, port }: TableEntry): string {
    return `${ip} . ${protocol} . ${port}`;
  }

  #baseChains(serviceCidrs: readonly string[]): Chain[] {
    const { daddr } = this.#words;
    const isNodes = `fib daddr type local ${this.#family} daddr != ${this.#family === 'ip' ? '127.0.0.0/8' : '::1'}`;
    const strays = serviceCidrs.map((cidr) => `${daddr} ${cidr} ct state new goto reject-traffic`);
    return [
      {
        name: 'services',
        rules: [
          `${daddr} . meta l4proto . th dport vmap @service-ips`,
          `${isNodes} meta l4proto . th dport vmap @service-nodeports`,
        ],
      },
      {
        name: 'dead-services',
        rules: [
          `ct state new ${daddr} . meta l4proto . th dport vmap @no-endpoint-services`,
          `ct state new ${isNodes} meta l4proto . th dport vmap @no-endpoint-nodeports`,
          ...strays,
        ],
      },
      { name: 'reject-traffic', rules: ['reject'] },
      {
        name: 'nat-prerouting',
        hook: 'type nat hook prerouting priority dstnat; policy accept;',
        rules: ['jump services'],
      },
      { name: 'nat-output', hook: 'type nat hook output priority -100; policy accept;', rules: ['jump services'] },
      {
        name: 'nat-postrouting',
        hook: 'type nat hook postrouting priority srcnat; policy accept;',
        rules: [`meta mark & ${MARK} == ${MARK} meta mark set meta mark xor ${MARK} masquerade fully-random`],
      },
      {
        name: 'filter-input',
        hook: 'type filter hook input priority -110; policy accept;',
        rules: ['jump dead-services'],
      },
      {
        name: 'filter-forward',
        hook: 'type filter hook forward priority -110; policy accept;',
        rules: ['jump dead-services'],
      },
      {
        name: 'filter-output',
        hook: 'type filter hook output priority -110; policy accept;',
        rules: ['jump dead-services'],
      },
    ];
  }

  /** Chooses an endpoint for traffic that comes to a cluster IP. */
  #serviceChain(name: string, { entry, endpoints }: { entry: TableEntry; endpoints: readonly TableEndpoint[] }): Chain {
    const { saddr } = this.#words;
    // What comes from outside the cluster must come back through this node.
    const outside =
      this.#podCidrs.length === 0 ? [] : [`${saddr} != { ${this.#podCidrs.join(', ')} } ${MARK_FOR_MASQUERADE}`];
    return { name, rules: [...outside, ...this.#choice(entry, endpoints)] };
  }

  /** Chooses an endpoint for traffic that comes in by a node port or an external address. */
  #externalChain(
    suffix: string,
    {
      entry,
      endpoints,
      internal,
    }: { entry: TableEntry; endpoints: readonly TableEndpoint[]; internal: readonly TableEndpoint[] },
  ): Chain {
    const { saddr } = this.#words;
    const sources = entry.sourceRanges.filter(isOf(this.#family));
    const guard = sources.length === 0 ? [] : [`${saddr} != { ${sources.join(', ')} } drop`];
    if (!entry.keepsSource)
      return { name: `external-${suffix}`, rules: [...guard, MARK_FOR_MASQUERADE, ...this.#choice(entry, endpoints)] };
    // The policy is about traffic from outside: pods and the node itself are served as by the cluster IP.
    const own =
      internal.length === 0
        ? []
        : [
            ...this.#podCidrs.map((cidr) => `${saddr} ${cidr} goto service-${suffix}`),
            `fib saddr type local ${MARK_FOR_MASQUERADE}`,
            `fib saddr type local goto service-${suffix}`,
          ];
    const rules = endpoints.length === 0 ? ['drop'] : this.#choice(entry, endpoints);
    return { name: `external-${suffix}`, rules: [...guard, ...own, ...rules] };
  }

  #choice(entry: TableEntry, endpoints: readonly TableEndpoint[]): string[] {
    const { saddr } = this.#words;
    const chains = endpoints.map((endpoint) => this.#endpointChain(entry, endpoint));
    const stay =
      entry.affinity === undefined ? [] : chains.map((name) => `${saddr} @${affinityName(name)} goto ${name}`);
    const [only] = chains;
    if (chains.length === 1 && only !== undefined) return [...stay, `goto ${only}`];
    const branches = chains.map((name, index) => `${index} : goto ${name}`).join(', ');
    return [...stay, `numgen random mod ${chains.length} vmap { ${branches} }`];
  }

  #endpointChain(entry: TableEntry, { ip, port }: TableEndpoint): string {
    const name = `endpoint-${chainSuffix(entry)}-${hash(`${ip}:${port}`)}`;
    const { saddr } = this.#words;
    const remember = entry.affinity === undefined ? [] : [`update @${affinityName(name)} { ${saddr} }`];
    // A pod that reaches itself through a Service must not see itself as the sender.
    const hairpin = `${saddr} ${ip} ${MARK_FOR_MASQUERADE}`;
    const target = this.#family === 'ip' ? `${ip}:${port}` : `[${ip}]:${port}`;
    this.#chains.set(name, { name, rules: [hairpin, ...remember, `meta l4proto ${entry.protocol} dnat to ${target}`] });
    if (entry.affinity !== undefined)
      this.#affinities.set(affinityName(name), this.#affinitySet(affinityName(name), entry.affinity));
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

const affinityName = (chain: string): string => chain.replace('endpoint-', 'affinity-');

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
