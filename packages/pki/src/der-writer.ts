/**
 * Writing DER (ITU-T X.690), as far as certificates need it. Every function returns one finished element, so that a
 * structure is written the way its ASN.1 reads: `sequence(integer(1), oid('1.2.840…'))`.
 */

/** Universal tag numbers, with the constructed bit where the type always has it. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element: its tag byte, its length, its content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => element(TAG.sequence, ...items);

export const set = (...items: readonly Uint8Array[]): Buffer => element(TAG.set, ...items);

export const boolean = (value: boolean): Buffer => element(TAG.boolean, Buffer.from([value ? 0xff : 0]));

export const nothing = (): Buffer => element(TAG.null);

export const octetString = (content: Uint8Array): Buffer => element(TAG.octetString, content);

export const utf8String = (text: string): Buffer => element(TAG.utf8String, Buffer.from(text, 'utf8'));

/** A bit string whose last byte has `unused` bits that do not count. */
export const bitString = (content: Uint8Array, unused = 0): Buffer =>
  element(TAG.bitString, Buffer.from([unused]), content);

/** `[number]`, constructed (explicit tags and implicit sequences) or primitive (implicit strings). */
export const context = (number: number, content: Uint8Array, { constructed }: { constructed: boolean }): Buffer =>
  element(0x80 | (constructed ? 0x20 : 0) | number, content);

/** A non-negative integer, given as a small number or as big-endian bytes. */
export function integer(value: number | Uint8Array): Buffer {
  let bytes = typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value);
  while (bytes.length > 1 && bytes[0] === 0 && (bytes[1] ?? 0) < 0x80) bytes = bytes.subarray(1);
  const needsSign = (bytes[0] ?? 0) >= 0x80;
  return element(TAG.integer, ...(needsSign ? [Buffer.from([0]), bytes] : [bytes]));
}

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128));
    bytes.push(...groups);
  }
  return element(TAG.oid, Buffer.from(bytes));
}

/** A point in time, in the form that RFC 5280 section 4.1.2.5 asks for: UTCTime before 2050, GeneralizedTime after. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050
    ? element(TAG.utcTime, Buffer.from(digits.slice(2)))
    : element(TAG.generalizedTime, Buffer.from(digits));
}
