import { describe, expect, it } from 'vitest';
import { numberText, requestSource } from './request-template.ts';

describe('requestSource', () => {
  it('numbers requests one by one, with a length that stays right', () => {
    const next = requestSource({ method: 'POST', path: '/things', body: '{"name":"thing-{n}"}' });
    const [head = '', body = ''] = next().split('\r\n\r\n');
    expect(body).toBe('{"name":"thing-0000000"}');
    expect(head).toBe(`POST /things HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}`);
    expect(next()).toContain('thing-0000001');
  });

  it('chooses objects at random below a bound, and counts requests all the same', () => {
    const randoms = [0, 0.5, 0.999];
    const source = {
      method: 'PATCH',
      path: '/things/{n}',
      headers: { 'Content-Type': 'x' },
      body: '{i}',
      randomBelow: 10,
    };
    const next = requestSource(source, () => randoms.shift() ?? 0);
    expect([next(), next(), next()].map((text) => [text.slice(6, 21), text.slice(-7)])).toEqual([
      ['/things/0000000', '0000000'],
      ['/things/0000005', '0000001'],
      ['/things/0000009', '0000002'],
    ]);
  });

  it('writes numbers as they can be looked for', () => {
    expect(numberText(42)).toBe('0000042');
  });
});
