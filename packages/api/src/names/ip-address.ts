/**
 * IP addresses as Kubernetes reads them. Long ago it took addresses with leading zeros (`010.0.0.1`), and what was
 * stored then must still be readable: parsing is lenient and remembers what a strict reader would refuse. Fields that
 * are older than the strict rule accept such an address with a warning, newer ones refuse it.
 */
import { quote } from '../encoding/quote.ts';
import type { FieldRef } from '../status/field-error.ts';

/** A parsed address. */
export interface IpAddress {
  /** 4 bytes or 16, as the text was written; an IPv4-mapped IPv6 address has 16. */
  readonly bytes: Uint8Array;
  readonly hasLeadingZeros: boolean;
}

const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Reads an IPv4 or IPv6 address, leading zeros allowed, zones not; undefined if it is none. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | undefined {
  // Nothing longer is an address, however many zeros it leads with; this bounds the work.
  const octets = text.split('.', 5);
  if (octets.length !== 4 || !octets.every((octet) => /^[0-9]+$/.test(octet) && Number(octet) <= 0xff)) {
    return undefined;
  }
  return {
    bytes: Uint8Array.from(octets, Number),
    hasLeadingZeros: octets.some((octet) => octet.length > 1 && octet.startsWith('0')),
  };
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split('::', 3);
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) {
    return undefined;
  }
  const bytes = new Uint8Array(16);
  const length = head.bytes.length + (tail?.bytes.length ?? 0);
  // `::` stands for at least one group of zeros.
  if (tail === undefined ? length !== 16 : length > 14) {
    return undefined;
  }
  bytes.set(head.bytes);
  bytes.set(tail?.bytes ?? [], 16 - (tail?.bytes.length ?? 0));
  return { bytes, hasLeadingZeros: head.hasLeadingZeros || (tail?.hasLeadingZeros ?? false) };
}

// One side of a `::`, or a whole address: groups of hex digits, at the very end perhaps an IPv4 address.
function parseGroups(text: string, isLast: boolean): { bytes: number[]; hasLeadingZeros: boolean } | undefined {
  if (text === '') {
    return { bytes: [], hasLeadingZeros: false };
  }
  const groups = text.split(':', 9);
  const bytes: number[] = [];
  let hasLeadingZeros = false;
  for (const [position, group] of groups.entries()) {
    if (isLast && position === groups.length - 1 && group.includes('.')) {
      const embedded = parseIpv4(group);
      if (embedded === undefined) {
        return undefined;
      }
      bytes.push(...embedded.bytes);
      hasLeadingZeros ||= embedded.hasLeadingZeros;
    } else if (/^[0-9a-fA-F]+$/.test(group) && Number.parseInt(group, 16) <= 0xffff) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      hasLeadingZeros ||= group.length > 4;
    } else {
      return undefined;
    }
  }
  return { bytes, hasLeadingZeros };
}

/** Whether the address is IPv6 in form but stands for an IPv4 one (`::ffff:1.2.3.4`). */
export function isIpv4Mapped({ bytes }: Pick<IpAddress, 'bytes'>): boolean {
  return bytes.length === 16 && MAPPED_PREFIX.every((byte, index) => bytes[index] === byte);
}

/** Whether the address is an IPv4 one, in whichever form. */
export function isIpv4(address: Pick<IpAddress, 'bytes'>): boolean {
  return address.bytes.length === 4 || isIpv4Mapped(address);
}

/** The canonical text: dotted decimal, or IPv6 by RFC 5952. An IPv4-mapped address comes out as the IPv4 one. */
export function formatIp(address: Pick<IpAddress, 'bytes'>): string {
  if (isIpv4(address)) {
    return address.bytes.slice(-4).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) => {
    const [high = 0, low = 0] = address.bytes.subarray(index * 2, index * 2 + 2);
    return (high << 8) | low;
  });
  const { start, length } = longestZeroRun(groups);
  const write = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? write(groups) : `${write(groups.slice(0, start))}::${write(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let current = 0;
  for (const [index, group] of groups.entries()) {
    current = group === 0 ? current + 1 : 0;
    if (current > best.length) {
      best = { start: index + 1 - current, length: current };
    }
  }
  return best;
}

/** What is wrong with an address in a field that has been strict from the start: it must be canonical, too. */
export function validateIp(text: string): string[] {
  const address = parseIp(text);
  if (address === undefined) {
    return validateLegacyIp(text);
  }
  const messages: string[] = [];
  if (address.hasLeadingZeros) {
    messages.push('must not have leading 0s');
  } else if (isIpv4Mapped(address)) {
    messages.push('must not be an IPv4-mapped IPv6 address');
  } else if (formatIp(address) !== text) {
    messages.push(`must be in canonical form (${quote(formatIp(address))})`);
  }
  return messages;
}

/** What is wrong with an address in a field that was there before the strict rules. */
export function validateLegacyIp(text: string): string[] {
  return parseIp(text) === undefined ? ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] : [];
}

/** The warnings for an address that `validateLegacyIp` lets pass but that is not written as it should be. */
export function ipWarnings(field: FieldRef, text: string): string[] {
  const address = parseIp(text);
  if (address === undefined || formatIp(address) === text) {
    return [];
  }
  const canonical = quote(formatIp(address));
  if (address.hasLeadingZeros || isIpv4Mapped(address)) {
    const fate = 'will be considered invalid in a future Kubernetes release';
    return [`${field.toString()}: non-standard IP address ${quote(text)} ${fate}: use ${canonical}`];
  }
  return [`${field.toString()}: IPv6 address ${quote(text)} should be in RFC 5952 canonical format (${canonical})`];
}
