// What reaches the server before it is a request, and what no client should send: each gets an answer or an end, and the
// server goes on.

import { connect as connectTcp } from 'node:net';
import { randomBytes } from 'node:crypto';
import { fakeClock, silentLog, systemClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handler } from '../handlers/exchange.ts';
import { send, sendJson } from '../handlers/send.ts';
import { rawConnection } from '../testing/raw-connection.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';
import { readBody } from './read-body.ts';
import { listen, type Listening } from './server.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';

/** Sends bytes and returns all that comes back until the server ends the connection. */
async function exchange(data: string | Buffer): Promise<string> {
  const connection = await rawConnection(api);
  connection.send(data);
  return connection.ended();
}

const request = (lines: readonly string[], body = ''): string => `${[...lines, '', ''].join('\r\n')}${body}`;

describe('what is no HTTP', () => {
  it.each([
    ['a line of garbage', 'this is not http\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['two lengths', request(['POST / HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2'], 'ab')],
    [
      'a length and chunks',
      request(['POST / HTTP/1.1', 'Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    ],
    ['a length that is no number', request(['POST / HTTP/1.1', 'Host: x', 'Content-Length: 1x'], 'a')],
    ['a negative length', request(['POST / HTTP/1.1', 'Host: x', 'Content-Length: -1'])],
    ['a header name with a blank', request(['GET / HTTP/1.1', 'Host: x', 'Content Length: 1'])],
    ['a header that goes on in the next line', request(['GET / HTTP/1.1', 'Host: x', 'A: b', ' c'])],
    ['NUL in a header', request(['GET / HTTP/1.1', 'Host: x', 'A: b\0c'])],
    ['a chunk without a size', request([`POST ${MAPS} HTTP/1.1`, 'Host: x', 'Transfer-Encoding: chunked'], 'zz\r\n')],
  ])('%s is answered by 400 and the end of the connection', async (_name, data) => {
    const answer = await exchange(data);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('Connection: close');
    expect(answer).toContain('"kind":"Status"');
  });

  it('more than 256 KiB of headers is answered by 431', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `X-${i}: ${'x'.repeat(8000)}`);
    const answer = await exchange(request(['GET / HTTP/1.1', 'Host: x', ...lines]));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"code":431');
  });

  it('more than 256 KiB of URL is answered by 431', async () => {
    const answer = await exchange(request([`GET /api?${'x'.repeat(1 << 18)} HTTP/1.1`, 'Host: x']));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('more headers than Node keeps are answered by 431, and not cut off in silence', async () => {
    const headers = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`x-${i}`, '1']));
    const answer = await api.send('GET', '/version', { headers });
    expect(answer.status).toBe(431);
    expect(answer.json.message).toBe('the request line and headers are too large');
  });

  it('CONNECT ends the connection', async () => {
    expect(await exchange(request(['CONNECT 127.0.0.1:1 HTTP/1.1', 'Host: x']))).toBe('');
  });

  it('random bytes, in and instead of TLS, leave the server as it was', async () => {
    const ends = Array.from({ length: 20 }, async (_, i) => {
      const bytes = randomBytes(2000);
      if (i % 2 === 0) return exchange(bytes);
      const socket = connectTcp(api.port, '127.0.0.1', () => socket.end(bytes));
      return new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve));
    });
    await Promise.all(ends);
    expect((await api.send('GET', '/readyz')).status).toBe(200);
  });
});

describe('requests on one connection', () => {
  const get = (path: string, ...headers: string[]): string => request([`GET ${path} HTTP/1.1`, 'Host: x', ...headers]);

  it('are answered in their order, also when the first has no place', async () => {
    const answer = await exchange(get('/nowhere') + get('/version') + get('/healthz', 'Connection: close'));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(answer.indexOf('404 page not found')).toBeLessThan(answer.indexOf('gitVersion'));
  });

  it('go on after one that was refused before its body had been read', async () => {
    const body = 'x'.repeat(1000);
    const refused = request(
      [`POST ${MAPS} HTTP/1.1`, 'Host: x', 'Content-Type: text/plain', `Content-Length: ${body.length}`],
      body,
    );
    const answer = await exchange(refused + get('/healthz', 'Connection: close'));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415', 'HTTP/1.1 200']);
  });

  it('go on after a body that was too large and came all the same', async () => {
    const body = 'x'.repeat(3 * 1024 * 1024 + 1);
    const head = [`POST ${MAPS} HTTP/1.1`, 'Host: x', 'Content-Type: application/json'];
    const refused = request([...head, `Content-Length: ${body.length}`], body);
    const answer = await exchange(refused + get('/healthz', 'Connection: close'));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    expect(answer).toContain('Request entity too large: limit is 3145728');
  });

  it('go on after chunks that were too many', async () => {
    const chunk = `80000\r\n${'x'.repeat(0x80000)}\r\n`;
    const head = [`POST ${MAPS} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const answer = await exchange(`${request(head, chunk.repeat(7))}0\r\n\r\n${get('/healthz', 'Connection: close')}`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  it('end when a body does not', async () => {
    const connection = await rawConnection(api);
    const head = [`POST ${MAPS} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    connection.send(request(head));
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    const pour = (): void => {
      while (!connection.socket.destroyed && connection.socket.write(chunk));
      connection.socket.once('drain', pour);
    };
    pour();
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('Expect: 100-continue', () => {
  const head = (length: number): string =>
    request([
      `POST ${MAPS} HTTP/1.1`,
      'Host: x',
      'Content-Type: application/json',
      `Content-Length: ${length}`,
      'Expect: 100-continue',
    ]);

  it('is told to go on with a body that will be read', async () => {
    const body = JSON.stringify({ metadata: { name: 'after-continue' } });
    const connection = await rawConnection(api);
    connection.send(head(body.length));
    await connection.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    connection.send(body);
    await connection.until(/HTTP\/1\.1 201 Created[^]*after-continue/);
    connection.socket.destroy();
  });

  it('is refused at once when the body is too large', async () => {
    const answer = await exchange(head(100_000_000));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/^Connection: close\r$/m);
  });

  it('other expectations are not met', async () => {
    const other = request(['GET /version HTTP/1.1', 'Host: x', 'Expect: tea', 'Connection: close']);
    expect(await exchange(other)).toMatch(/^HTTP\/1\.1 417 /);
  });
});

describe('slow clients', () => {
  let server: Listening;
  /** The end of the answer that nobody reads. */
  const cut = Promise.withResolvers<void>();
  const timeouts = { handshake: 300, headers: 100, request: 300, idle: 100, stalled: 200 };
  beforeAll(async () => {
    const { key, cert: certificate, ca } = api.pki;
    const handle: Handler = async (exchange) => {
      const { path } = exchange.info;
      if (path === '/body') return sendJson(exchange, (await readBody(exchange.request)).length);
      if (path === '/large') {
        exchange.response.once('close', () => cut.resolve());
        return send(exchange, 'x'.repeat(50_000_000), { contentType: 'text/plain' });
      }
      // Anything else is a stream that has nothing to say yet.
      exchange.response.writeHead(200).flushHeaders();
    };
    const options = { key, certificate, clientAuthorities: [ca], handle, timeouts, clock: systemClock, log: silentLog };
    server = await listen({ ...options, address: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.stop());
  const open = () => rawConnection({ ...api, port: server.port });

  it('that never begin the handshake are cut off', async () => {
    const socket = connectTcp(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve));
    expect(socket.destroyed).toBe(true);
  });

  it('that do not finish their headers get 408', async () => {
    const connection = await open();
    connection.send('GET / HTTP/1.1\r\nHost');
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 408 [^]*the request did not arrive in time/);
  });

  it('that do not finish their body get 408', async () => {
    const connection = await open();
    connection.send(request(['POST /body HTTP/1.1', 'Host: x', 'Content-Length: 10'], 'abc'));
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that ask for nothing more are let go', async () => {
    const connection = await open();
    connection.send(request(['POST /body HTTP/1.1', 'Host: x', 'Content-Length: 3'], 'abc'));
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n3\n$/);
  });

  it('that do not read what they asked for are cut off, and those that wait for a stream to go on are not', async () => {
    const streaming = await open();
    streaming.send(request(['GET /stream HTTP/1.1', 'Host: x']));
    await streaming.until(/200 OK/);
    const connection = await open();
    connection.socket.pause();
    connection.send(request(['GET /large HTTP/1.1', 'Host: x']));
    await cut.promise;
    expect(streaming.socket.destroyed).toBe(false);
    streaming.socket.destroy();
    connection.socket.destroy();
  });

  it.each([
    [
      'are waited for when a pod is meant',
      '/api/v1/namespaces/default/pods/web/proxy/upload',
      /200 OK[^]*\r\n\r\n10\n$/,
    ],
    ['are not waited for when this server is meant', MAPS, /408 Request Timeout[^]*did not arrive in time/],
  ])('that send a body for longer than a minute %s', async (_name, path, expected) => {
    const clock = fakeClock();
    const begun = Promise.withResolvers<void>();
    const { key, cert: certificate, ca } = api.pki;
    const handle: Handler = async (exchange) => {
      begun.resolve();
      sendJson(exchange, (await readBody(exchange.request)).length);
    };
    const options = { key, certificate, clientAuthorities: [ca], handle, clock, log: silentLog };
    const patient = await listen({ ...options, address: '127.0.0.1', port: 0 });
    const connection = await rawConnection({ ...api, port: patient.port });
    connection.send(request([`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Length: 10'], 'abc'));
    await begun.promise;
    await clock.advance(60_000);
    connection.send('defghij');
    await connection.until(expected);
    connection.socket.destroy();
    await patient.stop();
  });

  it('that stream are cut off some seconds after the server has been stopped', async () => {
    const clock = fakeClock();
    const { key, cert: certificate, ca } = api.pki;
    const handle: Handler = ({ response }) => response.writeHead(200).flushHeaders();
    const options = { key, certificate, clientAuthorities: [ca], handle, clock, log: silentLog };
    const stopping = await listen({ ...options, address: '127.0.0.1', port: 0 });
    const connection = await rawConnection({ ...api, port: stopping.port });
    connection.send(request(['GET / HTTP/1.1', 'Host: x']));
    await connection.until(/200 OK/);
    const stopped = stopping.stop();
    await clock.advance(4_999);
    expect(connection.socket.destroyed).toBe(false);
    await clock.advance(1);
    await stopped;
    await connection.ended();
  });
});

describe('targets', () => {
  it.each([
    ['a whole URL', 'https://elsewhere:1/version', 200],
    ['a whole URL without a path', 'https://elsewhere', 200],
    ['an asterisk', '*', 404],
    ['bad percent-encoding', '/api/v1/namespaces/%zz', 400],
    ['percent-encoding that is not UTF-8', '/api/v1/namespaces/%ff', 400],
    ['an encoded slash that makes another path', '/api/v1/namespaces%2Fdefault', 200],
    ['an encoded NUL in a name', '/api/v1/namespaces/a%00b', 404],
    ['a name of 10,000 characters', `/api/v1/namespaces/${'x'.repeat(10_000)}`, 404],
    ['dots as a name', '/api/v1/namespaces/..', 400],
    ['encoded dots as a name', '/api/v1/namespaces/%2e%2e', 400],
    ['dots as a namespace', '/api/v1/namespaces/../secrets', 400],
    ['a name with an encoded percent sign', '/api/v1/namespaces/a%2541', 400],
    ['an encoded way up from a name', '/api/v1/namespaces/default/configmaps/..%2Fsecrets%2Fx', 404],
    ['a group of prototypes', '/apis/__proto__/constructor/toString', 404],
    ['a resource that every object has', '/api/v1/constructor', 404],
    ['a subresource that every object has', '/api/v1/namespaces/default/constructor', 404],
    ['nothing between two slashes', '/api/v1//namespaces', 404],
  ])('%s', async (_name, target, status) => {
    const answer = await exchange(request([`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close']));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});
