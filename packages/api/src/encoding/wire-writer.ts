/**
 * Writes protobuf's wire format into one buffer that grows. A nested message is written between `begin` and `end`;
 * its length, which comes first, is filled in afterwards, so nothing needs to be measured beforehand.
 */
import { WireType } from './wire-error.ts';

const INITIAL_SIZE = 512;
const MAX_VARINT_BYTES = 10;

export class WireWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_SIZE);
  #position = 0;

  /** An int32 or int64. */
  int(field: number, value: number): void {
    this.#tag(field, WireType.VARINT);
    this.#varint(value);
  }

  bool(field: number, value: boolean): void {
    this.#tag(field, WireType.VARINT);
    this.#varint(value ? 1 : 0);
  }

  /** A 64-bit float. */
  double(field: number, value: number): void {
    this.#tag(field, WireType.FIXED64);
    this.#reserve(8);
    this.#position = this.#bytes.writeDoubleLE(value, this.#position);
  }

  /** A 32-bit float. */
  float(field: number, value: number): void {
    this.#tag(field, WireType.FIXED32);
    this.#reserve(4);
    this.#position = this.#bytes.writeFloatLE(value, this.#position);
  }

  string(field: number, value: string): void {
    const mark = this.begin(field);
    // No character takes more than three bytes for each of its units.
    this.#reserve(value.length * 3);
    this.#position += this.#bytes.write(value, this.#position);
    this.end(mark);
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, WireType.LENGTH);
    this.#varint(value.byteLength);
    this.#reserve(value.byteLength);
    this.#bytes.set(value, this.#position);
    this.#position += value.byteLength;
  }

  /** Starts a nested message; give what this returns to `end`. */
  begin(field: number): number {
    this.#tag(field, WireType.LENGTH);
    this.#reserve(1);
    this.#position++;
    return this.#position;
  }

  /** Ends the nested message that was started last. */
  end(mark: number): void {
    const length = this.#position - mark;
    // One byte was left for the length. Longer messages make room for more.
    const extra = varintSize(length) - 1;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(mark + extra, mark, this.#position);
    }
    const end = this.#position + extra;
    this.#position = mark - 1;
    this.#varint(length);
    this.#position = end;
  }

  /** All that was written, as a view: the writer is not to be used after that. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#position);
  }

  /** Bytes as they are, before or between the fields. */
  raw(value: Uint8Array): void {
    this.#reserve(value.byteLength);
    this.#bytes.set(value, this.#position);
    this.#position += value.byteLength;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    this.#reserve(MAX_VARINT_BYTES);
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) {
      this.#longVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#position++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#position++] = rest;
  }

  #longVarint(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.#bytes[this.#position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#position++] = Number(rest);
  }

  #reserve(count: number): void {
    if (this.#position + count > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#position + count));
      larger.set(this.#bytes.subarray(0, this.#position));
      this.#bytes = larger;
    }
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) {
    size++;
  }
  return size;
}
