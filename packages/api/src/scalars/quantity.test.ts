import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalQuantity, Quantity } from './quantity.ts';

const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_SUFFIX = "unable to parse quantity's suffix";
const WRONG_NUMBER = 'unable to parse numeric part of quantity';

describe('canonicalQuantity', () => {
  it.each([
    ['a plain number', '1', '1'],
    ['a fraction of a CPU', '0.5', '500m'],
    ['a thousand thousandths', '1000m', '1'],
    ['an odd number of kibibytes', '1025Ki', '1025Ki'],
    ['kibibytes that make a mebibyte', '1024Ki', '1Mi'],
    ['a fraction of a gibibyte', '1.5Gi', '1536Mi'],
    ['less than a kibibyte, as a decimal', '0.5Ki', '512'],
    ['a fraction of a byte, in binary', '0.0001Ki', '102400u'],
    ['binary with a fraction left', '1.1Ki', '1126400m'],
    ['a decimal exponent', '12e6', '12e6'],
    ['a decimal exponent that is no multiple of three', '1e4', '10e3'],
    ['a suffix that is too small for the number', '1000000k', '1G'],
    ['a suffix that would leave a fraction', '1500M', '1500M'],
    ['less than the smallest amount, rounded up', '0.1n', '1n'],
    ['the same, negative', '-0.1n', '-1n'],
    ['more digits than count, rounded up', '1.0000000001', '1000000001n'],
    ['more than 64 bits of bytes, capped', '9Ei', '9223372036854775807'],
    ['zero in any form', '-0.000Ki', '0'],
    ['digits left out', '.5', '500m'],
    ['a sign that is kept', '+5', '+5'],
    ['zeros that are kept', '1.500', '1.500'],
    ['blanks around it', ' 1 ', '1'],
    ['more than any suffix, without loss', '1000E', '1e21'],
    ['an absurd exponent', '1e999999999', '1e999999999'],
    ['an absurd negative exponent', '1e-999999999', '1e-9'],
    ['an exponent of 32 bits, wrapped around', '5e4294967299', '5e4294967299'],
  ])('writes %s', (_name, text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it.each([
    ['nothing', '', WRONG_FORMAT],
    ['words', 'abc', WRONG_FORMAT],
    ['two points', '1.2.3', WRONG_FORMAT],
    ['a blank inside', '1 Gi', WRONG_FORMAT],
    ['a suffix in the wrong case', '1KI', WRONG_FORMAT],
    ['an unknown suffix', '1mi', WRONG_SUFFIX],
    ['a bare exponent', '1e', WRONG_SUFFIX],
    ['an exponent past 64 bits', '1e99999999999999999999', WRONG_SUFFIX],
    ['a suffix without a number', 'Ei', WRONG_NUMBER],
    ['too many digits to count with', '1'.repeat(1001), WRONG_NUMBER],
  ])('refuses %s', (_name, text, message) => {
    expect(() => canonicalQuantity(text)).toThrow(expect.objectContaining({ message }));
  });
});

describe('Quantity', () => {
  it.each([
    ['1.1', 2n, 1100n],
    ['-1.1', -2n, -1100n],
    ['1n', 1n, 1n],
    ['1Gi', 1073741824n, 1073741824000n],
    ['1e999999999', 2n ** 63n - 1n, 2n ** 63n - 1n],
    ['-8Ei', -(2n ** 63n) + 1n, -(2n ** 63n)],
  ])('%s is %d units and %d thousandths', (text, units, thousandths) => {
    expect(Quantity.parse(text).value()).toBe(units);
    expect(Quantity.parse(text).milliValue()).toBe(thousandths);
  });

  it.each([
    ['1k', '1000', 0],
    ['1Ki', '1k', 1],
    ['-1', '1', -1],
    ['-2', '-1', -1],
    ['1e999999999', '2', 1],
    ['-1e999999999', '2', -1],
    ['0', '0Ki', 0],
    ['0.1', '0.10', 0],
  ])('%s compared with %s is %d', (a, b, order) => {
    expect(Quantity.parse(a).compare(Quantity.parse(b))).toBe(order);
    expect(Quantity.parse(b).compare(Quantity.parse(a))).toBe(order === 0 ? 0 : -order);
  });

  it.each([
    ['1Gi', '1', '1073741825', '1073741823'],
    ['0', '1Gi', '1Gi', '-1Gi'],
    ['100m', '0.9', '1', '-800m'],
    ['1', '1e3', '1001', '-999'],
    ['1e999999999', '1', '1e999999999', '1e999999999'],
  ])('%s and %s: the sum is %s, the difference %s', (a, b, sum, difference) => {
    expect(Quantity.parse(a).add(Quantity.parse(b)).toString()).toBe(sum);
    expect(Quantity.parse(a).sub(Quantity.parse(b)).toString()).toBe(difference);
  });

  it('is made from numbers, multiplied, and turned into JSON and floating point', () => {
    expect(JSON.stringify([Quantity.of(2048, 'BinarySI'), Quantity.ofMilli(1500n)])).toBe('["2Ki","1500m"]');
    expect(Quantity.parse('250m').multiply(3).toString()).toBe('750m');
    expect(Quantity.parse('250m').toNumber()).toBe(0.25);
    expect(Quantity.ZERO.isZero()).toBe(true);
    expect(Quantity.parse('-1m').sign()).toBe(-1);
  });
});

describe('quantities of every kind', () => {
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-3', 'e0');
  const text = fc
    .tuple(fc.constantFrom('', '-', '+'), fc.nat(), fc.option(fc.nat(99_999)), suffix)
    .map(([sign, integer, fraction, end]) => `${sign}${integer}${fraction === null ? '' : `.${fraction}`}${end}`);

  it('read back what they write, and write it the same again', () => {
    fc.assert(
      fc.property(text, (written) => {
        const quantity = Quantity.parse(written);
        const again = Quantity.parse(quantity.toString());
        expect(again.equals(quantity)).toBe(true);
        expect(again.toString()).toBe(quantity.toString());
      }),
    );
  });

  it('are ordered totally, and as their sums and differences say', () => {
    fc.assert(
      fc.property(text, text, text, (x, y, z) => {
        const [a, b, c] = [Quantity.parse(x), Quantity.parse(y), Quantity.parse(z)];
        expect(a.compare(b)).toBe(a.sub(b).sign());
        expect(a.compare(b) + b.compare(a)).toBe(0);
        if (a.compare(b) <= 0 && b.compare(c) <= 0) {
          expect(a.compare(c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('add up in any order, and take away what was added', () => {
    fc.assert(
      fc.property(text, text, text, (x, y, z) => {
        const [a, b, c] = [Quantity.parse(x), Quantity.parse(y), Quantity.parse(z)];
        expect(a.add(b).equals(b.add(a))).toBe(true);
        expect(
          a
            .add(b)
            .add(c)
            .equals(a.add(b.add(c))),
        ).toBe(true);
        expect(a.add(b).sub(b).equals(a)).toBe(true);
      }),
    );
  });

  it('count whole units that are never fewer than there are, by less than one', () => {
    fc.assert(
      fc.property(text, (written) => {
        const quantity = Quantity.parse(written);
        fc.pre(Math.abs(quantity.toNumber()) < 2 ** 63);
        const excess = Quantity.of(quantity.value()).sub(quantity);
        expect(excess.sign() * quantity.sign()).toBeGreaterThanOrEqual(0);
        expect((excess.sign() < 0 ? excess.negate() : excess).compare(Quantity.of(1))).toBe(-1);
      }),
    );
  });
});
