/** Which /24 the machines of a cluster are in: one that nothing else on this machine leads to. Pure. */
import type { WantedSettings } from '../settings.ts';

/** A range of addresses that is in use, and by whom. */
export interface TakenRange {
  /** `a.b.c.d/n` */
  readonly range: string;
  /** For people: `the Docker network "web"`, `a route through tun0`. */
  readonly holder: string;
}

export type NetworkPlan =
  { readonly network: string; readonly instead?: TakenRange } | { readonly problem: string; readonly remedy: string };

/** Ranges that are searched for a free /24, in this order. Not those of pods and Services. */
const candidates: readonly string[] = [
  ...numbersTo(256).map((number) => `172.30.${number}`),
  ...numbersTo(256).map((number) => `10.231.${number}`),
  ...numbersTo(20).map((number) => `192.168.${230 + number}`),
];

export function planNetwork(
  { network, asked }: Pick<WantedSettings, 'network' | 'asked'>,
  taken: readonly TakenRange[],
): NetworkPlan {
  const holder = holderOf(network, taken);
  if (holder === undefined) return { network };
  const free = candidates.find((candidate) => holderOf(candidate, taken) === undefined);
  const trouble = `The addresses ${network}.0/24 are in use: ${holder.holder} has ${holder.range}`;
  if (!asked.has('network') && free !== undefined) return { network: free, instead: holder };
  return {
    problem: trouble,
    remedy:
      free === undefined ? 'name a free /24 with --network' : `name another network, for example --network=${free}`,
  };
}

function holderOf(network: string, taken: readonly TakenRange[]): TakenRange | undefined {
  return taken.find(({ range }) => overlap(`${network}.0/24`, range));
}

/** Whether two ranges of IPv4 addresses have one in common. What is no such range has none. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  if (a === undefined || b === undefined) return false;
  const bits = Math.min(a.bits, b.bits);
  return bits === 0 || a.address >>> (32 - bits) === b.address >>> (32 - bits);
}

function parse(range: string): { address: number; bits: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(range);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 32] = match
    .slice(1)
    .map((part) => (part === undefined ? 32 : Number(part)));
  return { address: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, bits };
}

function numbersTo(end: number): readonly number[] {
  return Array.from({ length: end }, (_, index) => index);
}
