import { describe, expect, it } from 'vitest';
import { warningHeaders } from './warning-headers.ts';

describe('warningHeaders', () => {
  it.each([
    ['plain text', 'spec.x: unknown', '299 - "spec.x: unknown"'],
    ['quotes and backslashes', 'unknown field "a\\b"', '299 - "unknown field \\"a\\\\b\\""'],
    ['line breaks, which would end the header', 'a\r\nSet-Cookie: b', '299 - "a  Set-Cookie: b"'],
    ['other characters, as bytes of UTF-8', 'ä€', `299 - "${Buffer.from('ä€').toString('latin1')}"`],
  ])('writes %s', (_name, text, header) => {
    expect(warningHeaders([text])).toEqual([header]);
  });

  it('leaves many short ones as they are', () => {
    expect(warningHeaders(Array.from({ length: 100 }, () => 'x'.repeat(40)))).toHaveLength(100);
  });

  it('cuts long ones short when they are too much together', () => {
    const headers = warningHeaders(['x'.repeat(3000), 'y'.repeat(3000), 'z']);
    expect(headers.map((header) => header.length)).toEqual([256 + 8, 256 + 8, 1 + 8]);
  });

  it('leaves out those that are still too many', () => {
    expect(warningHeaders(Array.from({ length: 1000 }, () => 'x'.repeat(300)))).toHaveLength(16);
  });
});
