import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { issueAuthority, issueServingCertificate } from '@wherry/pki';
import type { Running } from '@wherry/component';
import { nobody, startBackend, startRawBackend } from './testing/backend.ts';
import { exchange, rawClient } from './testing/raw-client.ts';
import { destinationOf, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});
function own<T extends Running>(one: T): T {
  running.push(one);
  return one;
}

const UPGRADE = 'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: test/1\r\n\r\n';

async function gatewayTo(
  backend: { readonly endpoint: { readonly ip: string; readonly port: number } } & Running,
): Promise<TestGateway> {
  own(backend);
  const gateway = own(await startTestGateway());
  gateway.use(backend.endpoint);
  return gateway;
}

describe('an upgrade', () => {
  it('carries WebSockets, in both directions', async () => {
    const backend = await startBackend(() => undefined);
    const sockets = new WebSocketServer({ server: backend.server });
    let seen: IncomingMessage | undefined;
    sockets.on('connection', (socket, request) => {
      seen = request;
      socket.on('message', (message: Buffer) => socket.send(message));
    });
    const gateway = await gatewayTo(backend);
    const client = new WebSocket(`ws://127.0.0.1:${gateway.httpPort}/chat?room=1`, ['json'], { origin: 'http://a' });
    const big = Buffer.alloc(3_000_000, 'x');
    const echoed = await new Promise<Buffer>((resolve, reject) => {
      client.on('open', () => client.send(big));
      client.on('message', (message: Buffer) => resolve(message));
      client.on('error', reject);
    });
    expect(createHash('sha256').update(echoed).digest()).toEqual(createHash('sha256').update(big).digest());
    expect(seen?.url).toBe('/chat?room=1');
    expect(seen?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', origin: 'http://a' });
    const closed = new Promise((resolve) => client.on('close', resolve));
    client.close();
    await closed;
    sockets.close();
  });

  it('hands over what either side sends at once with its head', async () => {
    const gateway = await gatewayTo(
      await startRawBackend((socket) => {
        socket.once('data', () => {
          socket.once('data', (bytes) => socket.write(`got ${bytes.toString()}`));
          socket.write(
            'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: test/1\r\n\r\nearly server',
          );
        });
      }),
    );
    const client = rawClient(gateway.httpPort);
    client.send(`${UPGRADE}early client`);
    const answer = await client.until(/early servergot early client/);
    expect(answer).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(answer).toContain('Upgrade: test/1\r\n');
    client.socket.destroy();
  });

  it('that is refused ends the connection: a second request on it goes nowhere', async () => {
    const requests: string[] = [];
    const gateway = await gatewayTo(
      await startBackend((request, response) => {
        requests.push(request.url ?? '');
        response.writeHead(403, { 'Content-Type': 'text/plain' });
        response.write('no');
        response.end(' way');
      }),
    );
    const text = await exchange(gateway.httpPort, `${UPGRADE}GET /second HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[^]*\r\nConnection: close\r\n\r\nno way$/);
    expect(text).not.toContain('chunked');
    expect(requests).toEqual(['/ws']);
  });

  it('that finds nobody is told why', async () => {
    const gateway = own(await startTestGateway());
    gateway.use(nobody);
    expect(await exchange(gateway.httpPort, UPGRADE)).toMatch(/^HTTP\/1\.1 502 [^]*ECONNREFUSED\n$/);
    gateway.use();
    expect(await exchange(gateway.httpPort, UPGRADE)).toMatch(/^HTTP\/1\.1 503 [^]*no ready endpoints\n$/);
    gateway.apply({});
    expect(await exchange(gateway.httpPort, UPGRADE)).toMatch(/^HTTP\/1\.1 404 /);
    expect(gateway.served.map(({ status }) => status)).toEqual([502, 503, 404]);
  });

  it('is not had in plain text where HTTPS is asked for', async () => {
    const gateway = own(await startTestGateway());
    gateway.apply({ fallback: destinationOf([nobody], { forcesHttps: true }) });
    expect(await exchange(gateway.httpPort, UPGRADE)).toMatch(/^HTTP\/1\.1 403 [^]*HTTPS only\n$/);
  });

  it('goes to another endpoint when one is not there', async () => {
    const backend = own(
      await startRawBackend((socket) =>
        socket.once(
          'data',
          () => void socket.write('HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nUpgrade: test/1\r\n\r\n'),
        ),
      ),
    );
    const gateway = own(await startTestGateway());
    gateway.use(nobody, backend.endpoint);
    for (let count = 0; count < 3; count += 1) {
      const client = rawClient(gateway.httpPort);
      client.send(UPGRADE);
      await client.until(/ 101 /);
      client.socket.destroy();
    }
  });

  it.each(['client', 'endpoint'] as const)('ends for both when the %s ends', async (who) => {
    const ended = Promise.withResolvers<void>();
    const gateway = await gatewayTo(
      await startRawBackend((socket) => {
        socket.on('close', () => ended.resolve());
        socket.on('data', (bytes) => {
          if (bytes.toString() === 'bye') socket.destroy();
          else socket.write('HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nUpgrade: test/1\r\n\r\n');
        });
      }),
    );
    const client = rawClient(gateway.httpPort);
    client.send(UPGRADE);
    await client.until(/ 101 /);
    if (who === 'client') client.socket.destroy();
    else client.send('bye');
    await Promise.all([ended.promise, client.ended()]);
  });

  it('is given up when the client goes away before the answer', async () => {
    const [arrived, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const gateway = await gatewayTo(
      await startRawBackend((socket) => {
        socket.on('close', () => ended.resolve());
        socket.on('data', () => arrived.resolve());
      }),
    );
    const client = rawClient(gateway.httpPort);
    client.send(UPGRADE);
    await arrived.promise;
    client.socket.destroy();
    await ended.promise;
  });
});

describe('TLS', () => {
  function certificateFor(host: string) {
    const authority = issueAuthority({ commonName: `authority of ${host}`, now: new Date() });
    const issued = issueServingCertificate({ authority, commonName: host, hosts: [host], now: new Date() });
    return { secret: `default/${host}`, ...issued };
  }

  /** The name in the certificate that is shown, and the answer. */
  function visit(
    gateway: TestGateway,
    servername?: string,
  ): Promise<{ readonly subject: string; readonly answer: string }> {
    return new Promise((resolve, reject) => {
      const socket = connectTls({
        port: gateway.httpsPort,
        host: '127.0.0.1',
        rejectUnauthorized: false,
        ...(servername === undefined ? {} : { servername }),
      });
      let answer = '';
      let subject = '';
      socket.on('secureConnect', () => {
        subject = String(socket.getPeerCertificate().subject.CN);
        socket.write('GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n');
      });
      socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
      socket.on('close', () => resolve({ subject, answer }));
      socket.on('error', reject);
    });
  }

  it('shows the certificate of the host, takes up new ones at once, and forwards', async () => {
    const gateway = await gatewayTo(
      await startBackend((request, response) => {
        response.end(`${String(request.headers['x-forwarded-proto'])} ${String(request.headers['x-forwarded-port'])}`);
      }),
    );
    const [a, wild] = [certificateFor('a.example'), certificateFor('*.b.example')];
    gateway.show(
      new Map([
        ['a.example', a],
        ['*.b.example', wild],
      ]),
    );
    const first = await visit(gateway, 'A.example');
    expect(first.subject).toBe('a.example');
    expect(first.answer).toMatch(/^HTTP\/1\.1 200 [^]*https 443$/);
    expect((await visit(gateway, 'x.b.example')).subject).toBe('*.b.example');
    for (const name of ['b.example', 'y.x.b.example', 'c.example', undefined]) {
      expect((await visit(gateway, name)).subject).toBe('Wherry Ingress Default Certificate');
    }
    gateway.show(new Map([['c.example', certificateFor('c.example')]]));
    expect((await visit(gateway, 'c.example')).subject).toBe('c.example');
    expect((await visit(gateway, 'a.example')).subject).toBe('Wherry Ingress Default Certificate');
  });

  it('survives clients that do not speak it', async () => {
    const gateway = await gatewayTo(await startBackend((_request, response) => void response.end('served')));
    await exchange(gateway.httpsPort, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect((await visit(gateway)).answer).toContain('served');
  });
});
