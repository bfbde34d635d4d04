/**
 * Exact decimal numbers: `unscaled · 10^exponent`. Exponents come from users and may be absurd (`1e999999999`), so
 * nothing here writes out more zeros than two numbers of like size differ by.
 */
export interface Decimal {
  readonly unscaled: bigint;
  readonly exponent: number;
}

// Numbers further apart than this do not add up to more than the larger of them.
const MAX_EXPONENT_GAP = 1000;

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** -1, 0 or 1. */
export function signOf({ unscaled }: Decimal): number {
  return unscaled === 0n ? 0 : unscaled < 0n ? -1 : 1;
}

/** The number of the first digit's place: 3 for 100 to 999, 0 for 0.1 to 0.999…. */
function magnitude({ unscaled, exponent }: Decimal): number {
  return (unscaled < 0n ? -unscaled : unscaled).toString().length + exponent;
}

/** -1, 0 or 1 as the first is less than, equal to or greater than the second. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const sign = signOf(a);
  if (sign !== signOf(b)) {
    return sign < signOf(b) ? -1 : 1;
  }
  if (sign === 0) {
    return 0;
  }
  const difference = magnitude(a) - magnitude(b);
  if (difference !== 0) {
    return difference < 0 ? -sign : sign;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  return signOf({ unscaled: unscaledAt(a, exponent) - unscaledAt(b, exponent), exponent });
}

/** The exact sum, unless one is so much larger that the other does not matter (a thousand digits). */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.unscaled === 0n || b.unscaled === 0n) {
    return a.unscaled === 0n ? b : a;
  }
  if (Math.abs(a.exponent - b.exponent) > MAX_EXPONENT_GAP) {
    return magnitude(a) > magnitude(b) ? a : b;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  return { unscaled: unscaledAt(a, exponent) + unscaledAt(b, exponent), exponent };
}

function unscaledAt({ unscaled, exponent }: Decimal, wanted: number): bigint {
  return unscaled * powerOfTen(exponent - wanted);
}

/** The number with at least that exponent; what is cut off rounds it away from zero. */
export function roundAwayFromZero(number: Decimal, exponent: number): Decimal {
  const places = exponent - number.exponent;
  if (places <= 0) {
    return number;
  }
  if (places > magnitude(number) - number.exponent) {
    return { unscaled: BigInt(signOf(number)), exponent };
  }
  const divisor = powerOfTen(places);
  const quotient = number.unscaled / divisor;
  const isExact = quotient * divisor === number.unscaled;
  return { unscaled: isExact ? quotient : quotient + BigInt(signOf(number)), exponent };
}
