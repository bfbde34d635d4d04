/**
 * Reading DER. What is read comes from strangers (certificate requests), so every length is checked against the bytes
 * that are there, and nothing is copied.
 */

import { TAG } from './der-writer.ts';

/** Bytes that are not DER, or not of the expected shape. */
export class DerError extends Error {
  override name = 'DerError';
}

/** One element. */
export interface DerElement {
  /** The tag byte, class and constructed bits included. */
  readonly tag: number;
  readonly content: Buffer;
  /** The whole element, tag and length included. */
  readonly raw: Buffer;
}

/**
 * The one element that fills `bytes`.
 *
 * @throws DerError when there is none, or more after it.
 */
export function readElement(bytes: Buffer): DerElement {
  const [only, ...more] = readElements(bytes);
  if (only === undefined || more.length > 0) throw new DerError('Expected exactly one DER element');
  return only;
}

/**
 * The elements that stand in `bytes` one after the other: the content of a sequence or set.
 *
 * @throws DerError when a length does not fit.
 */
export function readElements(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { start, end } = boundsOf(bytes, offset);
    elements.push({
      tag: bytes.readUInt8(offset),
      content: bytes.subarray(start, end),
      raw: bytes.subarray(offset, end),
    });
    offset = end;
  }
  return elements;
}

/**
 * The content of an element that must have this tag.
 *
 * @throws DerError when it is missing or another one.
 */
export function expectTag(found: DerElement | undefined, tag: number): Buffer {
  if (found?.tag !== tag) {
    throw new DerError(`Expected DER tag ${tag}, found ${found === undefined ? 'nothing' : found.tag}`);
  }
  return found.content;
}

/**
 * The content of a bit string made of whole bytes.
 *
 * @throws DerError when it is another element, or has a part of a byte.
 */
export function expectBits(found: DerElement | undefined): Buffer {
  const content = expectTag(found, TAG.bitString);
  if (content[0] !== 0) throw new DerError('Expected a bit string of whole bytes');
  return content.subarray(1);
}

/** An object identifier's content in dotted form. */
export function readOid(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head = 0, ...rest] = arcs;
  const first = Math.min(Math.floor(head / 40), 2);
  return [first, head - first * 40, ...rest].join('.');
}

function boundsOf(bytes: Buffer, offset: number): { start: number; end: number } {
  if (((bytes[offset] ?? 0) & 0x1f) === 0x1f) throw new DerError('Multi-byte DER tags are not supported');
  const first = bytes[offset + 1];
  if (first === undefined) throw new DerError('DER element without a length');
  if (first < 0x80) return checked(bytes, offset + 2, first);
  const size = first & 0x7f;
  if (size === 0 || size > 4 || offset + 2 + size > bytes.length) throw new DerError('DER element with a bad length');
  return checked(bytes, offset + 2 + size, bytes.readUIntBE(offset + 2, size));
}

function checked(bytes: Buffer, start: number, length: number): { start: number; end: number } {
  const end = start + length;
  if (end > bytes.length) throw new DerError('DER element is longer than the bytes that hold it');
  return { start, end };
}
