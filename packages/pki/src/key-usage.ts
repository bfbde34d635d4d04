/**
 * What a certificate may be used for, in the words of CertificateSigningRequests, and what these words are in X.509: a
 * bit of the key usage (RFC 5280 section 4.2.1.3) or an extended key usage (section 4.2.1.12).
 */
import { bitString } from './der-writer.ts';

/** The position of each bit, counted from the left. */
const BITS: Readonly<Record<string, number>> = {
  signing: 0,
  'digital signature': 0,
  'content commitment': 1,
  'key encipherment': 2,
  'data encipherment': 3,
  'key agreement': 4,
  'cert sign': 5,
  'crl sign': 6,
  'encipher only': 7,
  'decipher only': 8,
};

const EXTENDED: Readonly<Record<string, string>> = {
  any: '2.5.29.37.0',
  'server auth': '1.3.6.1.5.5.7.3.1',
  'client auth': '1.3.6.1.5.5.7.3.2',
  'code signing': '1.3.6.1.5.5.7.3.3',
  'email protection': '1.3.6.1.5.5.7.3.4',
  's/mime': '1.3.6.1.5.5.7.3.4',
  'ipsec end system': '1.3.6.1.5.5.7.3.5',
  'ipsec tunnel': '1.3.6.1.5.5.7.3.6',
  'ipsec user': '1.3.6.1.5.5.7.3.7',
  timestamping: '1.3.6.1.5.5.7.3.8',
  'ocsp signing': '1.3.6.1.5.5.7.3.9',
  'microsoft sgc': '1.3.6.1.4.1.311.10.3.3',
  'netscape sgc': '2.16.840.1.113730.4.1',
};

/** Usages that no certificate can state. */
export class KeyUsageError extends Error {
  override name = 'KeyUsageError';
}

/** What the extensions of a certificate say about its use. */
export interface KeyUsageExtensions {
  /** The content of `keyUsage`, undefined when there is nothing to say. */
  readonly bits: Buffer | undefined;
  /** The object identifiers of `extendedKeyUsage`. */
  readonly extended: readonly string[];
}

/** @throws KeyUsageError for words that mean nothing */
export function keyUsageExtensions(usages: readonly string[]): KeyUsageExtensions {
  const unknown = usages.filter((usage) => !Object.hasOwn(BITS, usage) && !Object.hasOwn(EXTENDED, usage));
  if (unknown.length > 0) {
    throw new KeyUsageError(`unrecognized usage values: [${unknown.map((usage) => JSON.stringify(usage)).join(' ')}]`);
  }
  const positions = usages.flatMap((usage) => (Object.hasOwn(BITS, usage) ? [BITS[usage] ?? 0] : []));
  const extended = usages.flatMap((usage) => (Object.hasOwn(EXTENDED, usage) ? [EXTENDED[usage] ?? ''] : []));
  return { bits: positions.length === 0 ? undefined : encodeBits(positions), extended: [...new Set(extended)] };
}

/** DER wants a named bit list without trailing zero bits. */
function encodeBits(positions: readonly number[]): Buffer {
  const last = Math.max(...positions);
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
  for (const position of positions) {
    const index = Math.floor(position / 8);
    bytes.writeUInt8(bytes.readUInt8(index) | (0x80 >> (position % 8)), index);
  }
  return bitString(bytes, 7 - (last % 8));
}
