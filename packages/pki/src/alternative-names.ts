/** The names and addresses that a serving certificate is good for (subjectAltName, RFC 5280 section 4.2.1.6). */
import { isIP } from 'node:net';
import { type DerElement, DerError, expectTag, readElement, readElements } from './der-reader.ts';
import { context, sequence, TAG } from './der-writer.ts';

/** What a certificate is good for. */
export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  /** IPv4 and IPv6 addresses as text. */
  readonly addresses: readonly string[];
  /** Of people. Present only when there are some. */
  readonly emailAddresses?: readonly string[];
  /** Present only when there are some. */
  readonly uris?: readonly string[];
}

/** The tags of GeneralName. */
const EMAIL_ADDRESS = 1;
const DNS_NAME = 2;
const URI = 6;
const IP_ADDRESS = 7;

/** Whether there is anything to say. */
export function hasNames({ dnsNames, addresses, emailAddresses = [], uris = [] }: AlternativeNames): boolean {
  return dnsNames.length + addresses.length + emailAddresses.length + uris.length > 0;
}

/** Sorts a mixed list of host names and addresses. */
export function alternativeNames(hosts: readonly string[]): AlternativeNames {
  const unique = [...new Set(hosts)];
  return {
    dnsNames: unique.filter((host) => isIP(host) === 0),
    addresses: unique.filter((host) => isIP(host) !== 0),
  };
}

/** The content of the extension, in DER. */
export function encodeAlternativeNames(names: AlternativeNames): Buffer {
  const { dnsNames, addresses, emailAddresses = [], uris = [] } = names;
  const text = (tag: number) => (name: string) => context(tag, Buffer.from(name, 'latin1'), { constructed: false });
  return sequence(
    ...dnsNames.map(text(DNS_NAME)),
    ...emailAddresses.map(text(EMAIL_ADDRESS)),
    ...uris.map(text(URI)),
    ...addresses.map((address) => context(IP_ADDRESS, addressBytes(address), { constructed: false })),
  );
}

/**
 * Reads the content of the extension; kinds of names that nobody uses here are left out.
 *
 * @throws DerError when the bytes are no such extension.
 */
export function decodeAlternativeNames(raw: Buffer): AlternativeNames {
  const names = readElements(expectTag(readElement(raw), TAG.sequence));
  const tagged = (number: number) => names.filter(({ tag }) => tag === (0x80 | number));
  const texts = (number: number) => tagged(number).map(({ content }) => content.toString('latin1'));
  const [emailAddresses, uris] = [texts(EMAIL_ADDRESS), texts(URI)];
  return {
    dnsNames: texts(DNS_NAME),
    addresses: tagged(IP_ADDRESS).map(addressText),
    ...(emailAddresses.length === 0 ? {} : { emailAddresses }),
    ...(uris.length === 0 ? {} : { uris }),
  };
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = withoutEmbeddedIpv4(address).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const filled = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(filled.flatMap((group) => [group >> 8, group & 0xff]));
}

function withoutEmbeddedIpv4(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_match, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
}

function addressText({ content }: DerElement): string {
  if (content.length === 4) return [...content].join('.');
  if (content.length !== 16) throw new DerError('An address in a certificate request has neither 4 nor 16 bytes');
  const groups = Array.from({ length: 8 }, (_unused, index) => content.readUInt16BE(index * 2).toString(16));
  return groups.join(':');
}

/** The hosts of `wanted` that `present` does not cover. `::1` and `0:0:0:0:0:0:0:1` are the same host. */
export function missingHosts(present: AlternativeNames, wanted: readonly string[]): string[] {
  const names = new Set(present.dnsNames);
  const addresses = new Set(present.addresses.map((address) => addressBytes(address).toString('hex')));
  return wanted.filter((host) =>
    isIP(host) === 0 ? !names.has(host) : !addresses.has(addressBytes(host).toString('hex')),
  );
}
