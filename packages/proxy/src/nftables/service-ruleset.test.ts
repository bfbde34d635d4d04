import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableEntry } from '../service-table.ts';
import { writeDifference, writeWhole, type Ruleset } from './ruleset.ts';
import { serviceRuleset } from './service-ruleset.ts';

const endpoint = (ip: string) => ({ ip, port: 8080, isLocal: false });
const entry = (more: Partial<TableEntry> = {}): TableEntry => ({
  id: 'default/web:http',
  protocol: 'tcp',
  clusterIps: ['10.96.0.7'],
  port: 80,
  externalIps: [],
  balancerIps: [],
  nodePort: undefined,
  affinity: undefined,
  internal: [endpoint('10.244.1.2'), endpoint('10.244.2.2')],
  external: [endpoint('10.244.1.2'), endpoint('10.244.2.2')],
  cluster: [endpoint('10.244.1.2'), endpoint('10.244.2.2')],
  readyHere: [],
  keepsSource: false,
  hasEndpoints: true,
  sourceRanges: [],
  healthCheckNodePort: undefined,
  ...more,
});
const rulesetOf = (...entries: TableEntry[]): Ruleset =>
  serviceRuleset({ entries, family: 'ip', podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.96.0.0/16'] });
const elementsOf = (ruleset: Ruleset, name: string): [string, string][] => [
  ...(ruleset.collections.get(name)?.elements ?? []),
];
const rulesOf = (ruleset: Ruleset, prefix: string): string[] =>
  [...ruleset.chains.values()].filter(({ name }) => name.startsWith(prefix)).flatMap(({ rules }) => rules);

describe('serviceRuleset', () => {
  it('leads from the cluster IP to one of the endpoints, by chance', () => {
    const ruleset = rulesetOf(entry());
    const [[key, verdict] = ['', '']] = elementsOf(ruleset, 'service-ips');
    expect(key).toBe('10.96.0.7 . tcp . 80');
    expect(verdict).toMatch(/^goto service-default-web-http-tcp-[0-9a-f]{8}$/);
    expect(rulesOf(ruleset, 'service-default')[1]).toMatch(
      /^numgen random mod 2 vmap \{ 0 : goto endpoint-.*, 1 : goto endpoint-.* \}$/,
    );
    expect(rulesOf(ruleset, 'endpoint-')).toContain('meta l4proto tcp dnat to 10.244.1.2:8080');
  });

  it('masquerades what comes from outside the pods, and a pod that reaches itself', () => {
    const ruleset = rulesetOf(entry());
    expect(rulesOf(ruleset, 'service-default')[0]).toBe(
      'ip saddr != { 10.244.0.0/16 } meta mark set meta mark or 0x4000',
    );
    expect(rulesOf(ruleset, 'endpoint-')[0]).toBe('ip saddr 10.244.1.2 meta mark set meta mark or 0x4000');
  });

  it.each<[string, Partial<TableEntry>, string]>([
    [
      'rejects what has no endpoints anywhere',
      { internal: [], external: [], hasEndpoints: false },
      'goto reject-traffic',
    ],
    ['drops what has endpoints on other nodes only', { internal: [], external: [], hasEndpoints: true }, 'drop'],
  ])('%s', (_, more, verdict) => {
    const ruleset = rulesetOf(entry({ ...more, nodePort: 30080 }));
    expect(elementsOf(ruleset, 'no-endpoint-services')).toEqual([['10.96.0.7 . tcp . 80', verdict]]);
    expect(elementsOf(ruleset, 'no-endpoint-nodeports')).toEqual([['tcp . 30080', verdict]]);
    expect(elementsOf(ruleset, 'service-ips')).toEqual([]);
  });

  it('refuses the ports that a cluster IP does not have, and drops what is addressed to one that nobody has', () => {
    const ruleset = rulesetOf(entry());
    expect(elementsOf(ruleset, 'cluster-ips')).toEqual([['10.96.0.7', '']]);
    expect(rulesOf(ruleset, 'dead-services').slice(-2)).toEqual([
      'ct state new ip daddr @cluster-ips goto reject-traffic',
      'ct state new ip daddr 10.96.0.0/16 drop',
    ]);
  });

  it('leaves the cluster IPs alone that the node answers itself', () => {
    const ruleset = serviceRuleset({
      entries: [],
      family: 'ip',
      podCidrs: [],
      serviceCidrs: ['10.96.0.0/16', 'fd00::/108'],
      ownIps: ['10.96.0.10', 'fd00::a'],
    });
    for (const chain of ['services', 'dead-services']) {
      expect(rulesOf(ruleset, chain)[0]).toBe('ip daddr { 10.96.0.10 } return');
    }
  });

  it('keeps the source of outside traffic with the policy Local, and serves the node’s own as inside traffic', () => {
    const local = { keepsSource: true, nodePort: 30080, external: [endpoint('10.244.1.2')] };
    const rules = rulesOf(rulesetOf(entry(local)), 'external-');
    expect(rules.at(-1)).toMatch(/^goto endpoint-/);
    expect(rules.filter((rule) => rule === 'meta mark set meta mark or 0x4000')).toEqual([]);
    expect(rules.some((rule) => rule.startsWith('ip saddr 10.244.0.0/16 goto cluster-'))).toBe(true);
    expect(rulesOf(rulesetOf(entry({ ...local, external: [] })), 'external-').at(-1)).toBe('drop');
  });

  it('remembers clients with affinity', () => {
    const ruleset = rulesetOf(entry({ affinity: 60 }));
    const sets = [...ruleset.collections.values()].filter(({ isDynamic }) => isDynamic);
    expect(sets.map(({ definition }) => definition)).toEqual(
      Array(2).fill('type ipv4_addr; flags dynamic,timeout; timeout 60s;'),
    );
    expect(rulesOf(ruleset, 'service-default').filter((rule) => rule.includes('@affinity-'))).toHaveLength(2);
  });

  it('admits only the ranges that a load balancer is for', () => {
    const given = { externalIps: ['192.0.2.1'], balancerIps: ['192.0.2.2'], nodePort: 30080 };
    const ruleset = rulesetOf(entry({ ...given, sourceRanges: ['198.51.100.0/24'] }));
    expect(rulesOf(ruleset, 'balancer-')).toEqual([
      'ip saddr != { 198.51.100.0/24 } drop',
      expect.stringMatching(/^goto external-/),
    ]);
    expect(Object.fromEntries(elementsOf(ruleset, 'service-ips'))).toMatchObject({
      '192.0.2.1 . tcp . 80': expect.stringMatching(/^goto external-/),
      '192.0.2.2 . tcp . 80': expect.stringMatching(/^goto balancer-/),
    });
    expect(rulesOf(ruleset, 'external-').some((rule) => rule.includes('198.51.100.0'))).toBe(false);
  });
});

/** A kernel's table as far as the transactions reach. */
function apply(transactions: readonly string[]): unknown {
  const chains = new Map<string, string[]>();
  const elements = new Map<string, Map<string, string>>();
  for (const line of transactions.flatMap((text) => text.trim().split('\n'))) {
    const [, verb = '', what = '', name = '', rest = ''] = /^(\w+) (\w+) ip wherry ?(\S*) ?(.*)$/.exec(line) ?? [];
    if (what === 'table' && verb === 'delete') [chains, elements].forEach((map) => map.clear());
    else if (what === 'chain' && verb === 'add') chains.set(name, []);
    else if (what === 'chain' && verb === 'flush') chains.set(name, []);
    else if (what === 'chain') chains.delete(name);
    else if (what === 'rule') chains.get(name)?.push(rest);
    else if (what === 'map' || what === 'set') {
      if (verb === 'add') elements.set(name, new Map([['definition', rest]]));
      else elements.delete(name);
    } else if (what === 'element') {
      for (const item of rest.slice(2, -2).split(', ')) {
        const [key = '', value = ''] = item.split(' : ');
        if (verb === 'add') elements.get(name)?.set(key, value);
        else elements.get(name)?.delete(key);
      }
    }
  }
  const sorted = <V>(map: ReadonlyMap<string, V>): [string, V][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return { chains: sorted(chains), elements: sorted(elements).map(([name, items]) => [name, sorted(items)]) };
}

const arbitraryEntry = fc
  .record({
    id: fc.constantFrom('a/x:', 'a/y:http', 'b/z:'),
    ips: fc.uniqueArray(fc.constantFrom('10.244.1.2', '10.244.1.3', '10.244.2.2'), { maxLength: 3 }),
    affinity: fc.constantFrom(undefined, 60, 120),
    nodePort: fc.constantFrom(undefined, 30080),
    keepsSource: fc.boolean(),
  })
  .map(({ ips, id, ...more }) => {
    const endpoints = ips.map(endpoint);
    const clusterIps = [`10.96.0.${id.charCodeAt(2)}`];
    return entry({
      ...more,
      id,
      clusterIps,
      internal: endpoints,
      external: endpoints.slice(0, 2),
      cluster: endpoints,
      hasEndpoints: ips.length > 0,
    });
  });
const arbitraryTable = fc.uniqueArray(arbitraryEntry, { maxLength: 3, selector: ({ id }) => id });

describe('writeDifference', () => {
  it('leads from any table to any other, as writing it whole does', () => {
    fc.assert(
      fc.property(arbitraryTable, arbitraryTable, (before, after) => {
        const [from, to] = [rulesetOf(...before), rulesetOf(...after)];
        expect(apply([writeWhole(from), writeDifference(from, to)])).toEqual(apply([writeWhole(to)]));
      }),
    );
  });

  it('is empty between equal tables', () => {
    expect(writeDifference(rulesetOf(entry()), rulesetOf(entry()))).toBe('');
  });
});
