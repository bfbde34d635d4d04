/**
 * An amount of a resource: `500m` of a CPU, `64Mi` of memory. The arithmetic is exact; a quantity remembers how it was
 * written and is written so again. Quantities are immutable.
 */
import { addDecimals, compareDecimals, signOf } from './decimal.ts';
import type { Decimal } from './decimal.ts';
import { formatQuantity, parseQuantityText, scaledValue } from './quantity-text.ts';
import type { QuantityFormat } from './quantity-text.ts';

const MILLI = -3;

export class Quantity {
  static readonly ZERO: Quantity = new Quantity({ unscaled: 0n, exponent: 0 }, 'DecimalSI');

  readonly format: QuantityFormat;
  readonly #amount: Decimal;
  #text: string | undefined;

  private constructor(amount: Decimal, format: QuantityFormat, text?: string) {
    this.#amount = amount;
    this.format = format;
    this.#text = text;
  }

  /** @throws QuantityError for text that is no quantity, with upstream's message */
  static parse(text: string): Quantity {
    const parsed = parseQuantityText(text);
    return new Quantity(parsed.amount, parsed.format, parsed.text);
  }

  /** A whole number of units. */
  static of(value: bigint | number, format: QuantityFormat = 'DecimalSI'): Quantity {
    return new Quantity({ unscaled: BigInt(value), exponent: 0 }, format);
  }

  /** A whole number of thousandths. */
  static ofMilli(value: bigint | number, format: QuantityFormat = 'DecimalSI'): Quantity {
    return new Quantity({ unscaled: BigInt(value), exponent: MILLI }, format);
  }

  /** The sum, in the format of this quantity, or of the other if this one is zero. */
  add(other: Quantity): Quantity {
    return new Quantity(addDecimals(this.#amount, other.#amount), this.#formatWith(other));
  }

  /** The difference, in the format of this quantity, or of the other if this one is zero. */
  sub(other: Quantity): Quantity {
    return new Quantity(addDecimals(this.#amount, other.negate().#amount), this.#formatWith(other));
  }

  negate(): Quantity {
    return new Quantity({ ...this.#amount, unscaled: -this.#amount.unscaled }, this.format);
  }

  /** That many times this. */
  multiply(factor: bigint | number): Quantity {
    return new Quantity({ ...this.#amount, unscaled: this.#amount.unscaled * BigInt(factor) }, this.format);
  }

  /** -1, 0 or 1 as this is less than, equal to or greater than the other. Formats do not matter. */
  compare(other: Quantity): number {
    return compareDecimals(this.#amount, other.#amount);
  }

  equals(other: Quantity): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.#amount.unscaled === 0n;
  }

  /** -1, 0 or 1. */
  sign(): number {
    return signOf(this.#amount);
  }

  /** Whole units, rounded away from zero, within 64 bits. */
  value(): bigint {
    return scaledValue(this.#amount, 0);
  }

  /** Thousandths, rounded away from zero, within 64 bits. */
  milliValue(): bigint {
    return scaledValue(this.#amount, MILLI);
  }

  /** The nearest floating-point number, for ratios and scores. */
  toNumber(): number {
    return Number(`${this.#amount.unscaled}e${this.#amount.exponent}`);
  }

  /** The canonical text. */
  toString(): string {
    this.#text ??= formatQuantity(this.#amount, this.format);
    return this.#text;
  }

  toJSON(): string {
    return this.toString();
  }

  #formatWith(other: Quantity): QuantityFormat {
    return this.isZero() ? other.format : this.format;
  }
}

/**
 * The canonical text of a quantity in a manifest; blanks around it are allowed there.
 * @throws QuantityError for text that is no quantity
 */
export function canonicalQuantity(text: string): string {
  return Quantity.parse(text.trim()).toString();
}
