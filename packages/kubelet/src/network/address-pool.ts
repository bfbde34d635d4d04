/**
 * Which pod has which address of the node's range. Addresses go round: one that was given back is the last to be given
 * out again, so that nobody who still has it in mind finds another pod behind it.
 */
import { NetworkError } from './pod-network.ts';

/** The addresses from the first to the last, as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The network itself and, as everywhere, its first address are no pod's. */
const FIRST = 2;
const MOST_BITS = 30;

/**
 * The addresses that pods can have: `10.244.1.0/24` is 10.244.1.2 to 10.244.1.254.
 * @throws NetworkError when it is no IPv4 range that holds any
 */
export function rangeOf(cidr: string): AddressRange {
  const [address = '', bits = ''] = cidr.split('/');
  const size = Number(bits);
  const base = numberOf(address);
  if (base === undefined || !/^\d+$/.test(bits) || size > MOST_BITS)
    throw new NetworkError(`the pod CIDR ${cidr} holds no addresses for pods`);
  const begin = base - (base % 2 ** (32 - size));
  return { first: begin + FIRST, last: begin + 2 ** (32 - size) - 2 };
}

export class AddressPool {
  readonly #owners = new Map<string, string>();
  readonly #addresses = new Map<string, string>();
  #last: number | undefined;

  /** What a former kubelet gave out. The first to claim an address has it; whoever is told last was given it last. */
  adopt(owner: string, address: string): void {
    this.#last = numberOf(address) ?? this.#last;
    if (this.#owners.has(address) || this.#addresses.has(owner)) return;
    this.#keep(owner, address);
  }

  /**
   * The address of a pod: the one that it has already, as long as it is in the range.
   * @throws NetworkError when all are taken
   */
  take(owner: string, { first, last }: AddressRange): string {
    const own = this.#addresses.get(owner);
    const number = numberOf(own ?? '');
    if (own !== undefined && number !== undefined && number >= first && number <= last) return own;
    this.free(owner);
    const count = last - first + 1;
    const isInside = this.#last !== undefined && this.#last >= first && this.#last <= last;
    const start = isInside ? (this.#last ?? 0) + 1 - first : 0;
    for (let step = 0; step < count; step += 1) {
      const next = first + ((start + step) % count);
      const address = textOf(next);
      if (this.#owners.has(address)) continue;
      this.#last = next;
      this.#keep(owner, address);
      return address;
    }
    throw new NetworkError(`no IP addresses available in range ${textOf(first)}-${textOf(last)}`);
  }

  /** Whether it had one. */
  free(owner: string): boolean {
    const address = this.#addresses.get(owner);
    this.#addresses.delete(owner);
    return address !== undefined && this.#owners.delete(address);
  }

  #keep(owner: string, address: string): void {
    this.#owners.set(address, owner);
    this.#addresses.set(owner, address);
  }
}

const PARTS = 4;

function numberOf(address: string): number | undefined {
  const parts = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : NaN));
  if (parts.length !== PARTS || !parts.every((part) => part <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}
