import { describe, expect, it } from 'vitest';

import { quote } from './quote.ts';

describe('quote', () => {
  it.each([
    ['plain text', 'web-0', '"web-0"'],
    ['quotes and backslashes', 'a"b\\c', '"a\\"b\\\\c"'],
    ['named control characters', '\u0007\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['other control characters', '\u0000\u001f\u007f', '"\\x00\\x1f\\x7f"'],
    ['printable text of any script', 'é漢😀', '"é漢😀"'],
    ['unprintable characters', '\u00a0\u200b\u{e0001}', '"\\u00a0\\u200b\\U000e0001"'],
    ['half a surrogate pair', 'a\ud800b', '"a\ufffdb"'],
  ])('quotes %s', (_name, text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});
