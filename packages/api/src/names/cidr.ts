/**
 * Blocks of IP addresses (`10.0.0.0/8`), with the same two degrees of strictness as single addresses: fields that are
 * older than the strict rules accept more, with a warning.
 */
import { quote } from '../encoding/quote.ts';
import type { FieldRef } from '../status/field-error.ts';
import { formatIp, isIpv4, isIpv4Mapped, parseIp } from './ip-address.ts';
import type { IpAddress } from './ip-address.ts';

/** A parsed block. */
export interface Cidr {
  /** The address as written, perhaps with bits set beyond the prefix. */
  readonly address: IpAddress;
  /** The first address of the block. */
  readonly network: Pick<IpAddress, 'bytes'>;
  /** The number of leading bits that count, of 32 or 128 as the address was written. */
  readonly prefixLength: number;
  readonly hasLeadingZeros: boolean;
}

/** Reads an address and a prefix length, leading zeros allowed; undefined if it is no such thing. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseIp(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]+$/.test(digits) || Number(digits) > address.bytes.length * 8) {
    return undefined;
  }
  const prefixLength = Number(digits);
  return {
    address,
    network: { bytes: address.bytes.map((byte, index) => byte & maskByte(prefixLength - index * 8)) },
    prefixLength,
    hasLeadingZeros: address.hasLeadingZeros || (digits.length > 1 && digits.startsWith('0')),
  };
}

/** The canonical text of the block: its first address and the prefix length. */
export function formatCidr({ network, prefixLength }: Cidr): string {
  return `${formatIp(network)}/${displayedLength(network, prefixLength)}`;
}

/** Whether the block holds the address. An IPv4 address matches blocks of either way of writing it. */
export function cidrContains(block: Cidr, address: Pick<IpAddress, 'bytes'>): boolean {
  const isMapped = isIpv4(block.network);
  if (isMapped !== isIpv4(address)) {
    return false;
  }
  const network = isMapped ? block.network.bytes.slice(-4) : block.network.bytes;
  const candidate = isMapped ? address.bytes.slice(-4) : address.bytes;
  const length = displayedLength(block.network, block.prefixLength);
  return network.every((byte, index) => byte === ((candidate[index] ?? 0) & maskByte(length - index * 8)));
}

/** What is wrong with a block in a field that has been strict from the start: it must be canonical, too. */
export function validateCidr(text: string): string[] {
  const block = parseCidr(text);
  if (block === undefined) {
    return validateLegacyCidr(text);
  }
  if (block.hasLeadingZeros) {
    return ['must not have leading 0s in IP or prefix length'];
  }
  if (isIpv4Mapped(block.address)) {
    return ['must not have an IPv4-mapped IPv6 address'];
  }
  if (hasHostBits(block)) {
    return ['must not have bits set beyond the prefix length'];
  }
  return formatCidr(block) === text ? [] : [`must be in canonical form (${quote(formatCidr(block))})`];
}

/** What is wrong with a block in a field that was there before the strict rules. */
export function validateLegacyCidr(text: string): string[] {
  return parseCidr(text) === undefined ? ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'] : [];
}

/** What is wrong with an address and the length of its subnet (`192.168.1.5/24`), which must be canonical. */
export function validateInterfaceAddress(text: string): string[] {
  const block = parseCidr(text);
  if (block === undefined) {
    return ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)'];
  }
  const mappedBits = isIpv4Mapped(block.address) && block.prefixLength > 32 ? 96 : 0;
  const canonical = `${formatIp(block.address)}/${block.prefixLength - mappedBits}`;
  return canonical === text ? [] : [`must be in canonical form (${quote(canonical)})`];
}

/** The warnings for a block that `validateLegacyCidr` lets pass but that is not written as it should be. */
export function cidrWarnings(field: FieldRef, text: string): string[] {
  const block = parseCidr(text);
  if (block === undefined) {
    return [];
  }
  const subject = `${field.toString()}:`;
  const canonical = quote(formatCidr(block));
  const warnings: string[] = [];
  if (hasHostBits(block)) {
    const single = quote(`${formatIp(block.address)}/${block.address.bytes.length * 8}`);
    warnings.push(
      `${subject} CIDR value ${quote(text)} is ambiguous in this context (should be ${canonical} or ${single}?)`,
    );
  }
  if (block.hasLeadingZeros || isIpv4Mapped(block.address)) {
    const fate = 'will be considered invalid in a future Kubernetes release';
    warnings.push(`${subject} non-standard CIDR value ${quote(text)} ${fate}: use ${canonical}`);
  } else if (warnings.length === 0 && formatCidr(block) !== text) {
    warnings.push(`${subject} IPv6 CIDR value ${quote(text)} should be in RFC 5952 canonical format (${canonical})`);
  }
  return warnings;
}

function hasHostBits({ address, network }: Cidr): boolean {
  return address.bytes.some((byte, index) => byte !== network.bytes[index]);
}

// The length that goes with the text of an address: an IPv4-mapped one is written as IPv4, without its 96 fixed bits.
function displayedLength(network: Pick<IpAddress, 'bytes'>, prefixLength: number): number {
  return isIpv4Mapped(network) ? Math.max(prefixLength - 96, 0) : prefixLength;
}

function maskByte(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}
