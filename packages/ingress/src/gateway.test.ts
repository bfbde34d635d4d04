import { Agent, request as startRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock, type Running } from '@wherry/component';
import { exchange, rawClient } from './testing/raw-client.ts';
import { nobody, startBackend, startRawBackend } from './testing/backend.ts';
import { destinationOf, startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});
function own<T extends Running>(one: T): T {
  running.push(one);
  return one;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(
  gateway: TestGateway,
  options: RequestOptions = {},
  body: string | readonly Buffer[] = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = startRequest({ port: gateway.httpPort, host: '127.0.0.1', ...options }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces).toString() }),
      );
    });
    request.on('error', reject);
    for (const piece of typeof body === 'string' ? [body] : body) if (piece.length > 0) request.write(piece);
    request.end();
  });
}

/** Says what has come: method, path, headers and body. */
async function startEcho() {
  return own(
    await startBackend((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method, url, rawHeaders } = request;
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(pieces).toString() }));
      });
    }),
  );
}

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

const echoed = ({ body }: Answer): Echo => JSON.parse(body) as Echo;
const valuesOf = ({ rawHeaders }: Echo, name: string): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);

describe('a gateway', () => {
  it.each([
    ['GET', '', {}],
    ['HEAD', '', {}],
    ['DELETE', '', {}],
    ['POST', '', {}],
    ['POST', 'a body', { 'Content-Length': '6' }],
    ['PUT', 'in chunks', { 'Transfer-Encoding': 'chunked' }],
    ['DELETE', 'in chunks', { 'Transfer-Encoding': 'chunked' }],
    ['GET', 'a body', { 'Content-Length': '6' }],
    ['PATCH', 'a body', { 'Content-Length': '6', Expect: '100-continue' }],
  ])('hands on %s with %j', async (method, body, headers) => {
    const gateway = own(await startTestGateway());
    gateway.use((await startEcho()).endpoint);
    const answer = await ask(gateway, { method, headers, path: '/a//b/../c%2Fd?x=//&y=%zz' }, body);
    expect(answer.status).toBe(200);
    if (method === 'HEAD') return;
    expect(echoed(answer)).toMatchObject({ method, url: '/a//b/../c%2Fd?x=//&y=%zz', body });
  });

  it('tells endpoints where a request came from, and lets no client say so', async () => {
    const gateway = own(await startTestGateway());
    gateway.use((await startEcho()).endpoint);
    const lies = ['X-Forwarded-For', 'X-Real-IP', 'x_forwarded_for', 'X-Forwarded-Proto', 'Forwarded'];
    for (const body of ['', 'a body']) {
      const headers = { Host: 'a.example:8080', ...Object.fromEntries(lies.map((name) => [name, '6.6.6.6'])) };
      const echo = echoed(
        await ask(gateway, { method: 'PUT', headers: { ...headers, 'Content-Length': body.length } }, body),
      );
      expect(valuesOf(echo, 'x-forwarded-for')).toEqual(['127.0.0.1']);
      expect(valuesOf(echo, 'x-real-ip')).toEqual(['127.0.0.1']);
      expect(valuesOf(echo, 'x-forwarded-proto')).toEqual(['http']);
      expect(valuesOf(echo, 'x-forwarded-host')).toEqual(['a.example:8080']);
      expect(valuesOf(echo, 'x-forwarded-port')).toEqual(['8080']);
      expect(valuesOf(echo, 'host')).toEqual(['a.example:8080']);
      expect(valuesOf(echo, 'forwarded')).toEqual([]);
      expect(valuesOf(echo, 'x_forwarded_for')).toEqual([]);
      expect(valuesOf(echo, 'x-request-id')[0]).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('keeps the name of a request if it is a sane one', async () => {
    const gateway = own(await startTestGateway());
    gateway.use((await startEcho()).endpoint);
    const idFor = async (id: string): Promise<string | undefined> =>
      valuesOf(echoed(await ask(gateway, { headers: { 'X-Request-ID': id } })), 'x-request-id')[0];
    expect(await idFor('abc-123')).toBe('abc-123');
    expect(await idFor('a b')).toMatch(/^[0-9a-f]{32}$/);
    expect(await idFor('')).not.toBe(await idFor(''));
  });

  it.each(['', 'a body'])('keeps to itself what concerns a connection only (with %j)', async (body) => {
    const gateway = own(await startTestGateway());
    gateway.use((await startEcho()).endpoint);
    const headers = {
      Connection: 'close, X-Mine, Host, Content-Length, Cookie, X-Forwarded-For',
      'X-Mine': '1',
      'X-Other': '2',
      'Keep-Alive': 'timeout=9',
      'Proxy-Connection': 'close',
      TE: 'trailers',
      Cookie: 'a=b',
      'Content-Length': body.length,
    };
    const echo = echoed(await ask(gateway, { method: 'PUT', headers }, body));
    expect(echo.body).toBe(body);
    for (const name of ['x-mine', 'keep-alive', 'proxy-connection', 'te']) expect(valuesOf(echo, name)).toEqual([]);
    expect(valuesOf(echo, 'x-other')).toEqual(['2']);
    expect(valuesOf(echo, 'cookie')).toEqual(['a=b']);
    expect(valuesOf(echo, 'host')).toHaveLength(1);
    expect(valuesOf(echo, 'x-forwarded-for')).toEqual(['127.0.0.1']);
  });

  it('hands answers on as they are, without what concerns a connection only', async () => {
    const gateway = own(await startTestGateway());
    const backend = own(
      await startBackend((request, response) => {
        request.resume();
        response.writeHead(418, 'I am a teapot', [
          'Set-Cookie',
          'a=1',
          'Set-Cookie',
          'b=2',
          'X-Mine',
          '1',
          'Connection',
          'close, X-Mine',
          'Proxy-Authenticate',
          'Basic',
          'Content-Length',
          '2',
          'Date',
          'yesterday',
        ]);
        response.end('hi');
      }),
    );
    gateway.use(backend.endpoint);
    for (const body of ['', 'a body']) {
      const text = await exchange(
        gateway.httpPort,
        `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      expect(text).toBe(
        'HTTP/1.1 418 I am a teapot\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\nDate: yesterday\r\n' +
          'Connection: close\r\n\r\nhi',
      );
    }
  });

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world'],
    [
      'chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n',
    ],
    ['the end of the connection', 'HTTP/1.1 200 OK\r\n\r\nhello world'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nhello world'],
    [
      'a provisional answer first',
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world',
    ],
  ])('reads answers with %s, however they are cut', async (_name, text) => {
    const gateway = own(await startTestGateway());
    for (const size of [1, 7, text.length]) {
      const backend = own(
        await startRawBackend((socket) => {
          socket.once('data', () => {
            const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
            const next = (): void => {
              const piece = pieces.shift();
              if (piece === undefined) return void socket.end();
              socket.write(piece, () => setImmediate(next));
            };
            next();
          });
        }),
      );
      gateway.use(backend.endpoint);
      expect(await ask(gateway)).toMatchObject({ status: 200, body: 'hello world' });
    }
  });

  it.each([
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello'],
    ['folded lines', 'HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 0\r\n\r\n'],
    ['a line that is cut by half an end', 'HTTP/1.1 200 OK\r\nX-A: b\nX-B: c\r\nContent-Length: 0\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
    ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['a name with blanks', 'HTTP/1.1 200 OK\r\nX A: b\r\nContent-Length: 0\r\n\r\n'],
    ['another encoding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
    ['an endless head', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`],
  ])('does not hand on an answer with %s', async (_name, text) => {
    const gateway = own(await startTestGateway());
    const backend = own(await startRawBackend((socket) => socket.once('data', () => void socket.write(text))));
    gateway.use(backend.endpoint);
    const answer = await ask(gateway);
    expect(answer.status).toBe(502);
    expect(answer.body).toMatch(/gave an invalid answer|cannot be handed on/);
  });

  it.each([
    ['chunks that are none', 'Transfer-Encoding: chunked\r\n\r\nxyz\r\n'],
    ['less than it said', 'Content-Length: 50\r\n\r\nhello'],
    ['chunks without an end', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
  ])('breaks off when an answer turns out to be %s', async (_name, text) => {
    const gateway = own(await startTestGateway());
    const backend = own(
      await startRawBackend((socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\nX-Is: begun\r\n');
          socket.end(text);
        }),
      ),
    );
    gateway.use(backend.endpoint);
    await expect(ask(gateway)).rejects.toThrow();
  });
});

describe('a gateway and its connections', () => {
  it('ends those of clients that are idle for too long, and not those that wait for an answer', async () => {
    const clock = fakeClock();
    const gateway = own(await startTestGateway({ clock }));
    const arrived = Promise.withResolvers<() => void>();
    const backend = own(
      await startBackend((request, response) => {
        if (request.url !== '/slow') return void response.end('served');
        response.write('begun');
        arrived.resolve(() => response.end(' and finished'));
      }),
    );
    gateway.use(backend.endpoint);
    const [idle, waiting] = [rawClient(gateway.httpPort), rawClient(gateway.httpPort)];
    idle.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await idle.until(/served/);
    waiting.send('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    const finish = await arrived.promise;
    await waiting.until(/begun/);
    await clock.advance(10_000);
    await clock.advance(80_000);
    await idle.ended();
    finish();
    await waiting.until(/and finished/);
    await clock.advance(10_000);
    await clock.advance(80_000);
    await waiting.ended();
  });

  it('keeps connections to endpoints, and clients keep theirs', async () => {
    const gateway = own(await startTestGateway());
    const echo = await startEcho();
    let connections = 0;
    echo.server.on('connection', () => (connections += 1));
    gateway.use(echo.endpoint);
    const client = rawClient(gateway.httpPort);
    for (let count = 1; count <= 5; count += 1) {
      client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      await client.until(new RegExp(`(?:"body":""[^]*){${count}}`));
    }
    client.socket.destroy();
    expect(connections).toBe(1);
  });

  it('does not use a connection that an endpoint ends', async () => {
    const gateway = own(await startTestGateway());
    let connections = 0;
    const backend = own(
      await startRawBackend((socket) => {
        connections += 1;
        socket.on('data', () => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      }),
    );
    gateway.use(backend.endpoint);
    for (let count = 0; count < 5; count += 1) expect((await ask(gateway)).status).toBe(200);
    expect(connections).toBe(5);
  });

  it('repeats a request that a kept connection did not take', async () => {
    const gateway = own(await startTestGateway());
    let connections = 0;
    const backend = own(
      await startRawBackend((socket) => {
        connections += 1;
        let requests = 0;
        // The second request on a connection meets its end.
        socket.on('data', () => {
          requests += 1;
          if (requests > 1) socket.resetAndDestroy();
          else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        });
      }),
    );
    gateway.use(backend.endpoint);
    for (let count = 0; count < 6; count += 1) expect((await ask(gateway)).status).toBe(200);
    expect(connections).toBeGreaterThan(2);
    expect(gateway.failures).toContain('closed');
  });

  it('does not repeat what might be done twice', async () => {
    const gateway = own(await startTestGateway());
    let requests = 0;
    const backend = own(
      await startRawBackend((socket) =>
        socket.on('data', () => {
          requests += 1;
          socket.resetAndDestroy();
        }),
      ),
    );
    gateway.use(backend.endpoint);
    for (const body of ['', 'body']) {
      requests = 0;
      const answer = await ask(gateway, { method: 'POST', headers: { 'Content-Length': body.length } }, body);
      expect(answer.status).toBe(502);
      expect(requests).toBe(1);
    }
  });

  it.each([
    ['GET', ''],
    ['POST', ''],
    ['POST', 'a body'],
  ])('takes another endpoint when one is not there: %s %j', async (method, body) => {
    const gateway = own(await startTestGateway());
    gateway.use(nobody, (await startEcho()).endpoint);
    for (let count = 0; count < 4; count += 1) {
      const answer = await ask(gateway, { method, headers: { 'Content-Length': body.length } }, body);
      expect(answer.status).toBe(200);
      expect(echoed(answer).body).toBe(body);
    }
    expect(gateway.failures).toContain('connect');
  });

  it('says why when no endpoint is there', async () => {
    const gateway = own(await startTestGateway());
    gateway.use(nobody);
    for (const body of ['', 'a body']) {
      const answer = await ask(gateway, { method: 'POST', headers: { 'Content-Length': body.length } }, body);
      expect(answer.status).toBe(502);
      expect(answer.body).toMatch(
        /^502 Bad Gateway: no endpoint of service "default\/web" could be reached.*ECONNREFUSED/,
      );
    }
    gateway.use();
    expect(await ask(gateway)).toMatchObject({
      status: 503,
      body: '503 Service Unavailable: service "default/web" has no ready endpoints\n',
    });
    gateway.apply({});
    expect((await ask(gateway, { headers: { Host: 'x.example' } })).body).toBe(
      '404 Not Found: no Ingress has a route for host "x.example" and path "/"\n',
    );
  });

  it('spreads requests over endpoints, the least busy first', async () => {
    const gateway = own(await startTestGateway());
    const counts = [0, 0, 0];
    const held: (() => void)[] = [];
    const backends = await Promise.all(
      counts.map((_, index) =>
        startBackend((_request, response) => {
          counts[index] = (counts[index] ?? 0) + 1;
          if (index === 0) held.push(() => response.end());
          else response.end();
        }).then(own),
      ),
    );
    gateway.use(...backends.map(({ endpoint }) => endpoint));
    const stuck = ask(gateway);
    for (let count = 0; count < 20; count += 1) await ask(gateway);
    expect(counts).toEqual([1, 10, 10]);
    for (const release of held) release();
    await stuck;
  });

  it('ends idle connections to an endpoint that has no route any more, and lets busy ones finish', async () => {
    const gateway = own(await startTestGateway());
    let release = (): void => undefined;
    const arrived = Promise.withResolvers<void>();
    const backend = own(
      await startBackend((request, response) => {
        if (request.url !== '/slow') return void response.end();
        release = () => response.end('finished');
        arrived.resolve();
      }),
    );
    const closed: Promise<void>[] = [];
    backend.server.on('connection', (socket) => closed.push(new Promise((resolve) => socket.on('close', resolve))));
    gateway.use(backend.endpoint);
    const slow = ask(gateway, { path: '/slow' });
    await arrived.promise;
    await ask(gateway, { path: '/quick' });
    await ask(gateway, { path: '/quick', method: 'POST', headers: { 'Content-Length': 1 } }, 'x');
    gateway.use((await startEcho()).endpoint);
    await Promise.all(closed.slice(1));
    expect(closed).toHaveLength(3);
    release();
    expect((await slow).body).toBe('finished');
    await closed[0];
  });

  it('tells the endpoint when the client goes away', async () => {
    const gateway = own(await startTestGateway());
    for (const body of ['', 'body']) {
      const arrived = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      const backend = own(
        await startBackend((request, response) => {
          response.on('close', () => gone.resolve());
          request.resume();
          arrived.resolve();
        }),
      );
      gateway.use(backend.endpoint);
      const client = rawClient(gateway.httpPort);
      client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      await arrived.promise;
      client.socket.destroy();
      await gone.promise;
    }
    expect(gateway.served.map(({ status }) => status)).toEqual([499, 499]);
  });

  it('lets requests under way end when it stops', async () => {
    const gateway = await startTestGateway();
    let release = (): void => undefined;
    const arrived = Promise.withResolvers<void>();
    const backend = own(
      await startBackend((_request, response) => {
        release = () => response.end('finished');
        arrived.resolve();
      }),
    );
    gateway.use(backend.endpoint);
    const slow = ask(gateway, { agent: new Agent({ keepAlive: true }) });
    await arrived.promise;
    const stopped = gateway.stop();
    release();
    expect((await slow).body).toBe('finished');
    await stopped;
    await expect(ask(gateway)).rejects.toThrow('ECONNREFUSED');
  });

  it.each([
    [443, 'https://a.example/a?b'],
    [8443, 'https://a.example:8443/a?b'],
  ])('sends plain HTTP on to HTTPS at port %i when that is asked for', async (publishedHttpsPort, location) => {
    const gateway = own(await startTestGateway({ publishedHttpsPort }));
    gateway.apply({ fallback: destinationOf([(await startEcho()).endpoint], { forcesHttps: true }) });
    const answer = await ask(gateway, { path: '/a?b', headers: { Host: 'a.example:8080' } });
    expect(answer).toMatchObject({ status: 308, headers: { location } });
  });
});
