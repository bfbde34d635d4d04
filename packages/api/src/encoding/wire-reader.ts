/**
 * Reads protobuf's wire format. Bytes come from outside, so every length is checked, nesting is bounded and whatever is
 * wrong is a WireError. Nothing is copied: byte fields and nested messages are views of the input.
 *
 * ```
 * while (reader.next()) {
 *   switch (reader.field) {
 *     case 1: name = reader.string(); break;
 *     default: reader.skip();
 *   }
 * }
 * ```
 *
 * Every field must be read or skipped before the next one. Source: protobuf.dev, "Encoding".
 */
import { isUtf8 } from 'node:buffer';

import { WireError, WireType } from './wire-error.ts';

/** How deep messages may nest, by default. */
export const MAX_WIRE_DEPTH = 1000;

// Seven bytes of seven bits add up exactly in floating point; ten hold any 64 bits.
const MAX_EXACT_BYTES = 7;
const MAX_VARINT_BYTES = 10;
const MAX_FIELD = 2 ** 29 - 1;

export class WireReader {
  /** The number of the current field. */
  field = 0;
  /** The layout of the current field: one of `WireType`. */
  wireType = 0;

  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #depthLeft: number;
  #position: number;

  constructor(bytes: Uint8Array, { maxDepth = MAX_WIRE_DEPTH }: { readonly maxDepth?: number } = {}) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = 0;
    this.#end = bytes.byteLength;
    this.#depthLeft = maxDepth;
  }

  /** Goes to the next field; false at the end of the message. */
  next(): boolean {
    if (this.atEnd()) {
      return false;
    }
    const tag = this.#varint();
    this.wireType = tag % 8;
    this.field = Math.floor(tag / 8);
    if (this.field <= 0 || this.field > MAX_FIELD) {
      throw new WireError(`proto: illegal tag ${this.field} (wire type ${this.wireType})`);
    }
    if (this.wireType === WireType.END_GROUP) {
      throw new WireError('proto: wiretype end group for non-group');
    }
    return true;
  }

  /** Whether all is read: of the message, or of a packed list (see `packed`). */
  atEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** An int64; past 2^53 it is rounded, as numbers are. */
  int64(): number {
    this.#expect(WireType.VARINT);
    return this.#varint();
  }

  /** An int32. A number that is larger loses its upper bits, as protobuf has it; past 2^53 it is refused. */
  int32(): number {
    this.#expect(WireType.VARINT);
    const value = this.#varint();
    if (!Number.isSafeInteger(value)) {
      throw new WireError('proto: integer overflow');
    }
    return Number(BigInt.asIntN(32, BigInt(value)));
  }

  bool(): boolean {
    this.#expect(WireType.VARINT);
    return this.#varint() !== 0;
  }

  /** A 64-bit float. */
  double(): number {
    this.#expect(WireType.FIXED64);
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  /** A 32-bit float. */
  float(): number {
    this.#expect(WireType.FIXED32);
    return this.#bytes.readFloatLE(this.#advance(4));
  }

  string(): string {
    this.#expect(WireType.LENGTH);
    const length = this.#length();
    const start = this.#advance(length);
    const text = this.#bytes.toString('utf8', start, start + length);
    // Decoding never fails but puts this character where bytes are wrong; it may also stand there by right.
    if (text.includes('\ufffd') && !isUtf8(this.#bytes.subarray(start, start + length))) {
      throw new WireError('proto: string field contains invalid UTF-8');
    }
    return text;
  }

  /** A view of the input, not a copy. */
  bytes(): Uint8Array {
    this.#expect(WireType.LENGTH);
    const length = this.#length();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** A reader for the nested message that the current field is. */
  message(): WireReader {
    if (this.#depthLeft <= 0) {
      throw new WireError('proto: exceeded max recursion depth');
    }
    return new WireReader(this.bytes(), { maxDepth: this.#depthLeft - 1 });
  }

  /** The items of a list of numbers, which come one a field or, packed, all in one. */
  packed(wireType: number, read: (reader: WireReader) => number): number[] {
    if (this.wireType !== WireType.LENGTH) {
      return [read(this)];
    }
    const items = new WireReader(this.bytes());
    items.wireType = wireType;
    const numbers: number[] = [];
    while (!items.atEnd()) {
      numbers.push(read(items));
    }
    return numbers;
  }

  /** Passes over the current field. */
  skip(): void {
    let openGroups = 0;
    do {
      if (openGroups > 0) {
        this.wireType = this.#varint() % 8;
      }
      openGroups += this.#skipOne();
    } while (openGroups > 0);
  }

  // Returns by how many the number of open groups changes.
  #skipOne(): number {
    switch (this.wireType) {
      case WireType.VARINT:
        this.#varint();
        return 0;
      case WireType.FIXED64:
        this.#advance(8);
        return 0;
      case WireType.LENGTH:
        this.#advance(this.#length());
        return 0;
      case WireType.FIXED32:
        this.#advance(4);
        return 0;
      case WireType.START_GROUP:
        return 1;
      case WireType.END_GROUP:
        return -1;
      default:
        throw new WireError(`proto: illegal wireType ${this.wireType}`);
    }
  }

  #expect(wireType: number): void {
    if (this.wireType !== wireType) {
      throw new WireError(`proto: wrong wireType = ${this.wireType} for field ${this.field}`);
    }
  }

  #length(): number {
    const length = this.#varint();
    if (length < 0) {
      throw new WireError('proto: negative length found during unmarshaling');
    }
    return length;
  }

  /** Steps over that many bytes; returns where they start. */
  #advance(count: number): number {
    const start = this.#position;
    if (count > this.#end - start) {
      throw new WireError('unexpected EOF');
    }
    this.#position = start + count;
    return start;
  }

  #varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < MAX_EXACT_BYTES; count++) {
      const byte = this.#bytes[this.#advance(1)] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value;
      }
      scale *= 128;
    }
    return this.#longVarint(BigInt(value));
  }

  #longVarint(firstBytes: bigint): number {
    let value = firstBytes;
    for (let count = MAX_EXACT_BYTES; count < MAX_VARINT_BYTES; count++) {
      const byte = this.#bytes[this.#advance(1)] ?? 0;
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) {
        return Number(BigInt.asIntN(64, value));
      }
    }
    throw new WireError('proto: integer overflow');
  }
}
