/** A block of IP addresses from which Services get theirs. Pure arithmetic on addresses as integers. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

export interface IpRange {
  readonly cidr: string;
  readonly family: 'IPv4' | 'IPv6';
  /** How many addresses can be given out: network and broadcast addresses are not among them. */
  readonly size: number;
  /** The address at a position, 0 being the first that can be given out. */
  at(position: number): string;
  /** Whether an address can be given out. */
  contains(address: string): boolean;
}

/** Larger blocks are used only in part: no cluster has that many Services. */
const MOST_ADDRESSES = 2 ** 20;

/** @throws Error for text that is no CIDR block */
export function ipRange(cidr: string): IpRange {
  const [base = '', length = ''] = cidr.split('/');
  const family = isIPv4(base) ? 'IPv4' : isIPv6(base) ? 'IPv6' : undefined;
  const bits = family === 'IPv4' ? 32 : 128;
  const prefix = Number(length);
  if (family === undefined || !/^\d+$/.test(length) || prefix > bits)
    throw new Error(`Cannot use ${cidr} as a range: it is no CIDR block`);
  const hosts = 2n ** BigInt(bits - prefix);
  const network = (parseAddress(base) / hosts) * hosts;
  // The first address is the network's; the last of an IPv4 block is its broadcast address.
  const usable = hosts - (family === 'IPv4' ? 2n : 1n);
  const size = Number(usable > BigInt(MOST_ADDRESSES) ? BigInt(MOST_ADDRESSES) : usable > 0n ? usable : 0n);
  const block = new BlockList();
  block.addSubnet(base, prefix, family === 'IPv4' ? 'ipv4' : 'ipv6');
  return {
    cidr,
    family,
    size,
    at: (position) => formatAddress(network + 1n + BigInt(position), family),
    contains(address) {
      if (!block.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')) return false;
      const position = parseAddress(address) - network - 1n;
      return position >= 0n && position < BigInt(size);
    },
  };
}

/** The address as an integer. */
function parseAddress(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':').flatMap(embeddedIpv4));
  const [before, after] = [groups(head), tail === undefined ? [] : groups(tail)];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** The last 32 bits may be written as an IPv4 address. */
function embeddedIpv4(group: string): string[] {
  if (!group.includes('.')) return [group];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
}

function formatAddress(value: bigint, family: 'IPv4' | 'IPv6'): string {
  if (family === 'IPv4') return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return compress(groups);
}

/** The longest run of zero groups becomes `::` (RFC 5952). */
function compress(groups: readonly string[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
