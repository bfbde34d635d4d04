/** IP addresses as DNS has them: in reverse names and in labels with dashes. */
import { isIPv4, isIPv6 } from 'node:net';

const IPV4_SUFFIX = '.in-addr.arpa';
const IPV6_SUFFIX = '.ip6.arpa';

/** The address that a reverse name asks for; undefined for a name that asks for none. */
export function addressOfReverseName(name: string): string | undefined {
  if (name.endsWith(IPV4_SUFFIX)) {
    const address = name.slice(0, -IPV4_SUFFIX.length).split('.').reverse().join('.');
    return isIPv4(address) ? address : undefined;
  }
  if (!name.endsWith(IPV6_SUFFIX)) return undefined;
  const digits = name.slice(0, -IPV6_SUFFIX.length).split('.').reverse().join('');
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return canonicalIpv6(digits.replace(/(.{4})(?=.)/g, '$1:'));
}

/** The address in a label such as `10-244-1-3` or `fd00--1`; undefined for anything else. */
export function addressOfLabel(label: string): string | undefined {
  const dotted = label.replaceAll('-', '.');
  if (isIPv4(dotted)) return dotted;
  const colons = label.replaceAll('-', ':');
  return isIPv6(colons) ? canonicalIpv6(colons) : undefined;
}

/** The shortest form of an IPv6 address, which is how the API writes them. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The record type that carries an address. */
export function addressType(address: string): 'A' | 'AAAA' {
  return isIPv4(address) ? 'A' : 'AAAA';
}
