/**
 * The chains that packets enter by, the same for all Services: where destinations are rewritten, where sources are, and
 * where is refused what leads nowhere.
 */
import type { Chain } from './ruleset.ts';

export interface BaseChainsOptions {
  readonly family: 'ip' | 'ip6';
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly ownIps: readonly string[];
}

/** Packets with this mark get the node's own address as their source. */
const MARK = '0x4000';
export const MARK_FOR_MASQUERADE = `meta mark set meta mark or ${MARK}`;

export function baseChains(options: BaseChainsOptions): Chain[] {
  return [...lookups(options), ...natChains(options), ...filterChains()];
}

function lookups({ family, serviceCidrs, ownIps }: BaseChainsOptions): Chain[] {
  const daddr = `${family} daddr`;
  const isNodes = `fib daddr type local ${daddr} != ${family === 'ip' ? '127.0.0.0/8' : '::1'}`;
  const own = ownIps.length === 0 ? [] : [`${daddr} { ${ownIps.join(', ')} } return`];
  return [
    {
      name: 'services',
      rules: [
        ...own,
        `${daddr} . meta l4proto . th dport vmap @service-ips`,
        `${isNodes} meta l4proto . th dport vmap @service-nodeports`,
      ],
    },
    {
      name: 'dead-services',
      rules: [
        ...own,
        `ct state new ${daddr} . meta l4proto . th dport vmap @no-endpoint-services`,
        `ct state new ${isNodes} meta l4proto . th dport vmap @no-endpoint-nodeports`,
        // A Service answers on its own ports only; an address that no Service has may be on its way to one.
        `ct state new ${daddr} @cluster-ips goto reject-traffic`,
        ...serviceCidrs.map((cidr) => `ct state new ${daddr} ${cidr} drop`),
      ],
    },
    // The kernel sends one client few ICMP messages a second; resets are not counted, so nobody waits for a connection.
    { name: 'reject-traffic', rules: ['meta l4proto tcp reject with tcp reset', 'reject'] },
  ];
}

function natChains({ family, podCidrs }: BaseChainsOptions): Chain[] {
  const pods = `{ ${podCidrs.join(', ')} }`;
  // Nobody outside knows the way back to a pod.
  const egress =
    podCidrs.length === 0 ? [] : [`${family} saddr ${pods} ${family} daddr != ${pods} masquerade fully-random`];
  return [
    {
      name: 'nat-prerouting',
      hook: 'type nat hook prerouting priority dstnat; policy accept;',
      rules: ['jump services'],
    },
    { name: 'nat-output', hook: 'type nat hook output priority -100; policy accept;', rules: ['jump services'] },
    {
      name: 'nat-postrouting',
      hook: 'type nat hook postrouting priority srcnat; policy accept;',
      rules: [`meta mark & ${MARK} == ${MARK} meta mark set meta mark xor ${MARK} masquerade fully-random`, ...egress],
    },
  ];
}

function filterChains(): Chain[] {
  return [
    {
      name: 'filter-input',
      hook: 'type filter hook input priority -110; policy accept;',
      rules: ['jump dead-services'],
    },
    {
      name: 'filter-forward',
      hook: 'type filter hook forward priority -110; policy accept;',
      // What conntrack cannot place would pass without its address translated back, and provoke a reset.
      rules: ['ct state invalid drop', 'jump dead-services'],
    },
    {
      // After nat-output: what has been led to an endpoint by then is none of these.
      name: 'filter-output',
      hook: 'type filter hook output priority -90; policy accept;',
      rules: ['jump dead-services'],
    },
  ];
}
