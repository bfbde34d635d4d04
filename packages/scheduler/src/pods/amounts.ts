/**
 * Amounts of resources as plain numbers: thousandths of a CPU, whole units of everything else. Doubles hold every byte
 * of 8 PiB exactly, and the scheduler adds and compares these all day long.
 */
import { Quantity } from '@wherry/api';
import { isExtendedResource, isHugePages } from '@wherry/api/core-v1';

/** By name of the resource. */
export type Amounts = Map<string, number>;

/** The number that stands for a quantity; fractions are rounded up. */
export function amountOf(resource: string, text: string): number {
  const quantity = Quantity.parse(text);
  return Number(resource === 'cpu' ? quantity.milliValue() : quantity.value());
}

export function amountsOf(list: Readonly<Record<string, string>> | undefined): Amounts {
  const amounts: Amounts = new Map();
  for (const [name, text] of Object.entries(list ?? {})) amounts.set(name, amountOf(name, text));
  return amounts;
}

export function addTo(sum: Amounts, more: ReadonlyMap<string, number>): void {
  for (const [name, amount] of more) sum.set(name, (sum.get(name) ?? 0) + amount);
}

export function raiseTo(maximum: Amounts, other: ReadonlyMap<string, number>): void {
  for (const [name, amount] of other) {
    const present = maximum.get(name);
    if (present === undefined || amount > present) maximum.set(name, amount);
  }
}

/** Whether a resource other than CPU, memory, local storage and pods counts in scheduling. */
export function isScalarResource(name: string): boolean {
  return (
    isHugePages(name) ||
    isExtendedResource(name) ||
    name.startsWith('attachable-volumes-') ||
    name.includes('kubernetes.io/')
  );
}
