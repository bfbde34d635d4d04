/** Which block of addresses the pods of a node get: the next free part of the cluster's, in turn. */
import { formatIp, parseCidr } from '@wherry/api';

export class BlockRange {
  readonly #network: bigint;
  readonly #bytes: number;
  readonly #maskSize: number;
  readonly #count: bigint;
  /** The number of the part that is looked at first: a block that has just come free rests for a while. */
  #next = 0n;

  /** @throws Error for a text that is no block, or one that has no parts of that size */
  constructor(cidr: string, maskSize: number) {
    const block = parseCidr(cidr);
    if (block === undefined)
      throw new Error(`Cannot give nodes parts of ${JSON.stringify(cidr)}: it is no block of addresses`);
    const { bytes } = block.network;
    if (maskSize < block.prefixLength || maskSize > bytes.length * 8) {
      throw new Error(`Cannot give nodes parts of ${cidr}: it has none with a prefix of ${maskSize} bits`);
    }
    this.#bytes = bytes.length;
    this.#network = numberOf(bytes);
    this.#maskSize = maskSize;
    this.#count = 1n << BigInt(maskSize - block.prefixLength);
  }

  /** A part that overlaps none of those in use; undefined when there is none. It is not in use before it is said to be. */
  next(used: Iterable<string>): string | undefined {
    const taken = new Set<bigint>();
    for (const cidr of used) for (const part of this.#partsIn(cidr)) taken.add(part);
    for (let tried = 0n; tried < this.#count; tried += 1n) {
      const part = (this.#next + tried) % this.#count;
      if (taken.has(part)) continue;
      this.#next = (part + 1n) % this.#count;
      return this.#format(part);
    }
    return undefined;
  }

  *#partsIn(cidr: string): Iterable<bigint> {
    const block = parseCidr(cidr);
    if (block === undefined || block.network.bytes.length !== this.#bytes) return;
    const first = (numberOf(block.network.bytes) - this.#network) / this.#size;
    const parts = this.#maskSize > block.prefixLength ? 1n << BigInt(this.#maskSize - block.prefixLength) : 1n;
    for (let part = first; part < first + parts; part += 1n) if (part >= 0n && part < this.#count) yield part;
  }

  get #size(): bigint {
    return 1n << BigInt(this.#bytes * 8 - this.#maskSize);
  }

  #format(part: bigint): string {
    const address = this.#network + part * this.#size;
    const bytes = Uint8Array.from({ length: this.#bytes }, (_, index) =>
      Number((address >> BigInt((this.#bytes - 1 - index) * 8)) & 0xffn),
    );
    return `${formatIp({ bytes })}/${this.#maskSize}`;
  }
}

function numberOf(bytes: Iterable<number>): bigint {
  let number = 0n;
  for (const byte of bytes) number = (number << 8n) | BigInt(byte);
  return number;
}
