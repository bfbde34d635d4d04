/**
 * The text of quantities, both ways, as apimachinery's resource.Quantity has it. Where upstream keeps the text as it
 * was written (`+5`, `1.500`) or writes another suffix (`1024Mi` is `1Gi`), so does this: users compare these texts.
 */
import { compareDecimals, powerOfTen, roundAwayFromZero, signOf } from './decimal.ts';
import type { Decimal } from './decimal.ts';

/** How a quantity was written, and will be written again: with `Ki`, with `k`, or with `e3`. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** Text that is no quantity. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

export interface ParsedQuantity {
  readonly amount: Decimal;
  readonly format: QuantityFormat;
  /** The text, where it already is as it would be written. */
  readonly text?: string;
}

interface Suffix {
  readonly format: QuantityFormat;
  /** A power of two for BinarySI, of ten for the others. */
  readonly exponent: number;
}

const GRAMMAR = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_NUMBER = 'unable to parse numeric part of quantity';
const WRONG_SUFFIX = "unable to parse quantity's suffix";

// No honest quantity is longer, and arithmetic on millions of digits would hold up everyone else.
const MAX_LENGTH = 1000;
const SMALLEST_EXPONENT = -9;
const LARGEST_EXPONENT = 18;
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const LARGEST_BINARY: Decimal = { unscaled: 2n ** 63n - 1n, exponent: 0 };
const ONE: Decimal = { unscaled: 1n, exponent: 0 };

/** @throws QuantityError with upstream's message */
export function parseQuantityText(text: string): ParsedQuantity {
  const match = text === '' ? null : GRAMMAR.exec(text);
  if (match === null) {
    throw new QuantityError(WRONG_FORMAT);
  }
  if (text.length > MAX_LENGTH) {
    throw new QuantityError(WRONG_NUMBER);
  }
  const [, sign = '', integer = '', fraction = '', suffixText = ''] = match;
  const suffix = parseSuffix(suffixText);
  const written: Written = { text, sign, integer: integer.replace(/^0+/, '') || '0', fraction, suffix };
  if (isSmall(written)) {
    return parseSmall(written);
  }
  if (integer + fraction === '') {
    throw new QuantityError(WRONG_NUMBER);
  }
  return parseLarge(written);
}

interface Written {
  readonly text: string;
  readonly sign: string;
  readonly integer: string;
  readonly fraction: string;
  readonly suffix: Suffix;
}

function parseSuffix(text: string): Suffix {
  const decimal = DECIMAL_SUFFIXES.indexOf(text);
  if (decimal >= 0) {
    return { format: 'DecimalSI', exponent: SMALLEST_EXPONENT + decimal * 3 };
  }
  const binary = BINARY_SUFFIXES.indexOf(text);
  if (binary > 0) {
    return { format: 'BinarySI', exponent: binary * 10 };
  }
  if (!/^[eE][-+]?[0-9]+$/.test(text)) {
    throw new QuantityError(WRONG_SUFFIX);
  }
  const exponent = BigInt(text.slice(1).replace('+', ''));
  if (exponent !== BigInt.asIntN(64, exponent)) {
    throw new QuantityError(WRONG_SUFFIX);
  }
  return { format: 'DecimalExponent', exponent: Number(BigInt.asIntN(32, exponent)) };
}

// Upstream holds such numbers in 64 bits, and only of them does it keep the text.
function isSmall({ integer, fraction, suffix }: Written): boolean {
  if (suffix.format === 'BinarySI') {
    return fraction === '' && integer.length + suffix.exponent * 0.3 <= 14;
  }
  return integer.length + fraction.length <= 18 && suffix.exponent - fraction.length >= SMALLEST_EXPONENT;
}

function parseSmall({ text, sign, integer, fraction, suffix: { format, exponent } }: Written): ParsedQuantity {
  const digits = integer + fraction;
  const magnitude = BigInt(digits) * (format === 'BinarySI' ? 2n ** BigInt(exponent) : 1n);
  const scale = format === 'BinarySI' ? 0 : exponent - fraction.length;
  const amount = { unscaled: sign === '-' ? -magnitude : magnitude, exponent: scale };
  const isCanonical =
    format === 'BinarySI'
      ? BigInt(digits) % 8n !== 0n
      : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return isCanonical ? { amount, format, text } : { amount, format };
}

function parseLarge({ sign, integer, fraction, suffix: { format, exponent } }: Written): ParsedQuantity {
  const isBinary = format === 'BinarySI';
  const exact = {
    unscaled: BigInt(integer + fraction) * (isBinary ? 2n ** BigInt(exponent) : 1n),
    exponent: (isBinary ? 0 : exponent) - fraction.length,
  };
  let amount = roundAwayFromZero(exact, SMALLEST_EXPONENT);
  if (isBinary && compareDecimals(amount, LARGEST_BINARY) > 0) {
    amount = LARGEST_BINARY;
  }
  const isFraction = amount.unscaled > 0n && compareDecimals(amount, ONE) < 0;
  return {
    amount: sign === '-' ? { ...amount, unscaled: -amount.unscaled } : amount,
    format: isBinary && isFraction ? 'DecimalSI' : format,
  };
}

/** The canonical text: no fraction, the largest suffix that leaves none. */
export function formatQuantity(amount: Decimal, format: QuantityFormat): string {
  if (amount.unscaled === 0n) {
    return '0';
  }
  const bytes = format === 'BinarySI' ? wholeNumber(amount) : undefined;
  if (bytes !== undefined && (bytes >= 1024n || bytes <= -1024n)) {
    return formatBinary(bytes);
  }
  return formatDecimal(amount, format === 'DecimalExponent');
}

function wholeNumber({ unscaled, exponent }: Decimal): bigint | undefined {
  if (exponent >= 0) {
    // No binary quantity is read that is so large; sums with others may be, and are written as decimals.
    return exponent > LARGEST_EXPONENT ? undefined : unscaled * powerOfTen(exponent);
  }
  const rounded = roundAwayFromZero({ unscaled, exponent }, 0);
  return compareDecimals(rounded, { unscaled, exponent }) === 0 ? rounded.unscaled : undefined;
}

function formatBinary(value: bigint): string {
  let number = value;
  let suffix = 0;
  while (number % 1024n === 0n && suffix < BINARY_SUFFIXES.length - 1) {
    number /= 1024n;
    suffix++;
  }
  return `${number}${BINARY_SUFFIXES[suffix] ?? ''}`;
}

function formatDecimal(amount: Decimal, asExponent: boolean): string {
  let { unscaled, exponent } = amount;
  while (unscaled % 10n === 0n) {
    unscaled /= 10n;
    exponent++;
  }
  // Only multiples of three have suffixes, in either notation.
  const excess = ((exponent % 3) + 3) % 3;
  unscaled *= powerOfTen(excess);
  exponent -= excess;
  if (exponent === 0) {
    return String(unscaled);
  }
  // There is no suffix past `E`. (Upstream drops the suffix then, and with it the size.)
  if (asExponent || exponent > LARGEST_EXPONENT) {
    return `${unscaled}e${exponent}`;
  }
  return `${unscaled}${DECIMAL_SUFFIXES[(exponent - SMALLEST_EXPONENT) / 3] ?? ''}`;
}

/** The number as it counts in whole units of `10^exponent`, rounded away from zero and kept within 64 bits. */
export function scaledValue(amount: Decimal, exponent: number): bigint {
  const rounded = roundAwayFromZero(amount, exponent);
  const limit = signOf(rounded) < 0 ? -(2n ** 63n) : 2n ** 63n - 1n;
  const scale = rounded.exponent - exponent;
  if (rounded.unscaled === 0n || scale > 19) {
    return rounded.unscaled === 0n ? 0n : limit;
  }
  const value = rounded.unscaled * powerOfTen(scale);
  return BigInt.asIntN(64, value) === value ? value : limit;
}
