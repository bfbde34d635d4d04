import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange.ts';
import { send } from './send.ts';

/** An answer whose writes come through when the test says so. */
function setUp(method = 'GET') {
  const sent: string[] = [];
  let comesThrough: (() => void) | undefined;
  const response = {
    headersSent: false,
    destroyed: false,
    writableHighWaterMark: 64 * 1024,
    writeHead: () => response,
    write(bytes: Buffer, done: () => void) {
      sent.push(bytes.toString('latin1'));
      comesThrough = done;
    },
    end(body: string | Buffer | undefined, done?: () => void) {
      sent.push(body?.toString('latin1') ?? '', 'the end');
      done?.();
    },
  };
  const exchange = { request: { method }, response, warnings: new Set() } as unknown as Exchange;
  return { exchange, sent, letThrough: () => comesThrough?.() };
}

describe('send()', () => {
  it('sends a small body at once', () => {
    const { exchange, sent } = setUp();
    send(exchange, 'small', { contentType: 'text/plain' });
    expect(sent).toEqual(['small', 'the end']);
  });

  it.each([
    ['text', 'ä'.repeat(50_000)],
    ['bytes', Buffer.alloc(100_000, 'x')],
  ])('sends the end of much %s when the rest is out, so that no next request comes before', (_what, body) => {
    const { exchange, sent, letThrough } = setUp();
    let isSent = false;
    send(exchange, body, { contentType: 'text/plain', onSent: () => (isSent = true) });
    expect(sent).toHaveLength(1);
    expect(isSent).toBe(false);
    letThrough();
    expect(sent).toHaveLength(3);
    expect(`${sent[0]}${sent[1]}`).toBe(Buffer.from(body).toString('latin1'));
    expect(sent[1]?.length).toBeLessThan(2_000);
    expect(isSent).toBe(true);
  });
});
