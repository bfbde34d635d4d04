/** Fields that take a number or a text: a port or its name, a count or a percentage. */
import { quote } from '../encoding/quote.ts';

export type IntOrString = number | string;

const INT32_LIMIT = 2 ** 31;

/** A number of 32 bits if the text is one, else the text. */
export function parseIntOrString(text: string): IntOrString {
  const value = /^[+-]?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  return value >= -INT32_LIMIT && value < INT32_LIMIT ? value + 0 : text;
}

/** Whether the value is a percentage, such as `25%`. */
export function isPercent(value: IntOrString): value is string {
  return typeof value === 'string' && value.endsWith('%');
}

/**
 * The number that a count or a percentage of `total` comes to.
 * @throws Error for text that is no percentage, with upstream's message
 */
export function scaledIntOrPercent(
  value: IntOrString,
  { total, roundUp }: { readonly total: number; readonly roundUp: boolean },
): number {
  if (typeof value === 'number') {
    return value;
  }
  const share = (percentOf(value) * total) / 100;
  return roundUp ? Math.ceil(share) : Math.floor(share);
}

function percentOf(text: string): number {
  if (!text.endsWith('%')) {
    throw new Error('invalid value for IntOrString: invalid type: string is not a percentage');
  }
  const digits = text.slice(0, -1);
  const value = /^[+-]?[0-9]+$/.test(digits) ? Number(digits) : Number.NaN;
  if (Number.isNaN(value) || !Number.isSafeInteger(value)) {
    const why = Number.isNaN(value) ? 'invalid syntax' : 'value out of range';
    throw new Error(
      `invalid value for IntOrString: invalid value ${quote(text)}: strconv.Atoi: parsing ${quote(digits)}: ${why}`,
    );
  }
  return value;
}
