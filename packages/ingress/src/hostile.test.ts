/** What clients send that no honest client would: each is refused, and others do not notice. */
import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock, type Running } from '@wherry/component';
import { exchange, rawClient } from './testing/raw-client.ts';
import { startBackend } from './testing/backend.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

interface Stage {
  readonly gateway: TestGateway;
  /** Method, target and body of everything that an endpoint has been sent. */
  readonly seen: string[];
}

async function setUp(): Promise<Stage> {
  const seen: string[] = [];
  const backend = await startBackend((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${body}`);
      response.end('served');
    });
  });
  const gateway = await startTestGateway();
  gateway.use(backend.endpoint);
  running.push(backend, gateway);
  return { gateway, seen };
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('a hostile request is refused, and nothing of it reaches an endpoint', () => {
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
  it.each([
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
      400,
    ],
    [
      'chunks and a length',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG',
      400,
    ],
    ['two lengths', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 37\r\n\r\n${smuggled}`, 400],
    ['a list of lengths', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 37\r\n\r\n${smuggled}`, 400],
    ['a signed length', `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n${smuggled}`, 400],
    ['chunks by another spelling', `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n${smuggled}`, 501],
    [
      'chunks that are not the last encoding',
      `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n${smuggled}`,
      400,
    ],
    [
      'another encoding before chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      501,
    ],
    [
      'chunks twice',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['chunks in HTTP/1.0', 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a blank before the colon', `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n${smuggled}`, 400],
    ['a folded line', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n\r\n', 400],
    ['lines that end with a line feed only', 'GET / HTTP/1.1\nHost: a\n\n', 400],
    ['one line that ends with a line feed only', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\nX-B: c\r\n\r\n', 400],
    ['a carriage return in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\rX-B: c\r\n\r\n', 400],
    ['a zero byte in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n', 400],
    ['the same Host twice', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', 400],
    ['a Host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
    ['a Host with a user', 'GET / HTTP/1.1\r\nHost: a@b\r\n\r\n', 400],
    ['a Host with a blank', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
    ['a Host with an endless port', 'GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n', 400],
    ['a Host with an empty label', 'GET / HTTP/1.1\r\nHost: a..b\r\n\r\n', 400],
    ['a Host that is too long', `GET / HTTP/1.1\r\nHost: ${'a'.repeat(300)}\r\n\r\n`, 400],
    ['a target of another host', 'GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a target of another protocol', 'GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a target with a fragment', 'GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['too many fields', `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(101)}\r\n`, 431],
    ['fields that are too long', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['a target that is too long', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    [
      'an upgrade with a body',
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\nContent-Length: 3\r\n\r\nabc',
      400,
    ],
    ['another version', 'GET / HTTP/3.0\r\nHost: a\r\n\r\n', 400],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ])('%s', async (_name, text, status) => {
    const { gateway, seen } = await setUp();
    const others = rawClient(gateway.httpPort);
    others.send('GET /other HTTP/1.1\r\nHost: a\r\n');
    expect(statusOf(await exchange(gateway.httpPort, text))).toBe(status);
    others.send('\r\n');
    await others.until(/served/);
    others.socket.destroy();
    expect(seen).toEqual(['GET /other ']);
  });

  it('CONNECT gets no connection', async () => {
    const { gateway, seen } = await setUp();
    const answer = await exchange(
      gateway.httpPort,
      'CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n',
    );
    expect(answer).not.toContain(' 200 ');
    expect(seen).toEqual([]);
  });
});

describe('what looks odd and is right is served', () => {
  it.each([
    ['the whole address as a target', 'GET http://a.example:80/x?y HTTP/1.1\r\nHost: A.example:80\r\n', 'GET /x?y '],
    ['the whole address without a path', 'GET http://a?y HTTP/1.1\r\nHost: a\r\n', 'GET /?y '],
    ['a Host with a dot at its end', 'GET / HTTP/1.1\r\nHost: a.example.\r\n', 'GET / '],
    ['an IPv6 address as Host', 'GET / HTTP/1.1\r\nHost: [::1]:80\r\n', 'GET / '],
    ['HTTP/1.0 without Host', 'GET / HTTP/1.0\r\n', 'GET / '],
    [
      'an upgrade to HTTP/2 that is ignored',
      'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n',
      'GET / ',
    ],
  ])('%s', async (_name, head, expected) => {
    const { gateway, seen } = await setUp();
    const answer = await exchange(
      gateway.httpPort,
      `${head}Connection: close${head.includes('Upgrade') ? ', Upgrade' : ''}\r\n\r\n`,
    );
    expect(statusOf(answer)).toBe(200);
    expect(seen).toEqual([expected]);
  });

  it('several requests at once are answered in their order', async () => {
    const { gateway } = await setUp();
    const text = await exchange(
      gateway.httpPort,
      'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi' +
        'GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(text.match(/served/g)).toHaveLength(3);
  });
});

describe('slow clients', () => {
  it.each([
    ['never begin', ''],
    ['never end their head', 'GET / HTTP/1.1\r\nHost: a\r\n'],
  ])('that %s are let go', async (_name, text) => {
    const gateway = await startTestGateway({ headTimeout: 100 });
    running.push(gateway);
    const slow = Array.from({ length: 50 }, () => rawClient(gateway.httpPort));
    const trickle = setInterval(() => slow.forEach((client) => text !== '' && client.send('X: y\r\n')), 20);
    for (const client of slow) client.send(text);
    expect(await exchange(gateway.httpPort, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain(
      ' 404 ',
    );
    const answers = await Promise.all(slow.map((client) => client.ended()));
    clearInterval(trickle);
    for (const answer of answers) expect(statusOf(answer)).toBe(408);
  });

  it('are let go when an answer is never read, without others waiting', async () => {
    const gateway = await startTestGateway();
    const big = Buffer.alloc(64 * 1024 * 1024);
    const backend = await startBackend(
      (request, response) => void response.end(request.url === '/big' ? big : 'served'),
    );
    running.push(backend, gateway);
    gateway.use(backend.endpoint);
    const slow = rawClient(gateway.httpPort);
    slow.socket.pause();
    slow.send('GET /big HTTP/1.1\r\nHost: a\r\n\r\n');
    for (let count = 0; count < 20; count += 1) {
      expect(await exchange(gateway.httpPort, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain(
        'served',
      );
    }
    slow.socket.destroy();
  });
});

describe('endpoints that do not answer', () => {
  it('are given up after a while', async () => {
    const clock = fakeClock();
    const gateway = await startTestGateway({ clock });
    const arrived = Promise.withResolvers<void>();
    const backend = await startBackend(() => arrived.resolve());
    running.push(backend, gateway);
    gateway.use(backend.endpoint);
    const answer = exchange(gateway.httpPort, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    await arrived.promise;
    await clock.advance(62_000);
    expect(await answer).toMatch(
      /^HTTP\/1\.1 504 [^]*endpoint 127\.0\.0\.1:\d+ of service "default\/web" did not answer in time/,
    );
  });
});
