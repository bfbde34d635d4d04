import { quote } from '../encoding/quote.ts';
import { Quantity } from '../scalars/quantity.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Warnings for parts of bytes, as `100m` of memory is: mostly, `100M` was meant. */
export function fractionalByteWarnings(
  amounts: Readonly<Record<string, string>> | undefined,
  path: FieldPath,
  names: readonly string[] = ['memory', 'ephemeral-storage'],
): string[] {
  return names.flatMap((name) => {
    const text = amounts?.[name];
    if (text === undefined || Quantity.parse(text).milliValue() % 1000n === 0n) return [];
    return [`${path.key(name).toString()}: fractional byte value ${quote(text)} is invalid, must be an integer`];
  });
}
