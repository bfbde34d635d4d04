/** Amounts of resources by name, and the arithmetic of quotas. Every function returns new amounts. */
import { Quantity } from '../scalars/quantity.ts';

export type Amounts = ReadonlyMap<string, Quantity>;

/** One of each of these. */
export function oneOf(...names: readonly string[]): Amounts {
  return new Map(names.map((name) => [name, Quantity.of(1)]));
}

export function parseAmounts(texts: Readonly<Record<string, string>> = {}): Amounts {
  return new Map(Object.entries(texts).map(([name, text]) => [name, Quantity.parse(text)]));
}

/** As the API writes them, by name. */
export function formatAmounts(amounts: Amounts): Record<string, string> {
  return Object.fromEntries(byName(amounts).map(([name, amount]) => [name, amount.toString()]));
}

/** For messages: `cpu=1,pods=2`. */
export function describeAmounts(amounts: Amounts): string {
  return byName(amounts)
    .map(([name, amount]) => `${name}=${amount.toString()}`)
    .join(',');
}

export function addAmounts(one: Amounts, other: Amounts): Amounts {
  const sum = new Map(one);
  for (const [name, amount] of other) sum.set(name, sum.get(name)?.add(amount) ?? amount);
  return sum;
}

/** By how much there is more than before; what has become less is no growth. */
export function growthOf(now: Amounts, before: Amounts): Amounts {
  const growth = new Map<string, Quantity>();
  for (const [name, amount] of now) {
    const more = amount.sub(before.get(name) ?? Quantity.ZERO);
    if (more.sign() > 0) growth.set(name, more);
  }
  return growth;
}

/** Those of which there is anything. */
export function withoutZeros(amounts: Amounts): Amounts {
  return new Map([...amounts].filter(([, amount]) => !amount.isZero()));
}

/** Those with these names. */
export function only(amounts: Amounts, has: (name: string) => boolean): Amounts {
  return new Map([...amounts].filter(([name]) => has(name)));
}

export function haveEqualAmounts(one: Amounts, other: Amounts): boolean {
  return one.size === other.size && [...one].every(([name, amount]) => other.get(name)?.equals(amount) === true);
}

const byName = (amounts: Amounts) => [...amounts].toSorted(([a], [b]) => (a < b ? -1 : 1));
