import { once } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeNetwork, startFakeBackend, type FakeBackend } from '../../testing/fake-backend.ts';
import { startFakeKubelet, type FakeKubelet } from '../../testing/fake-kubelet.ts';
import { createNode, createPod } from '../../testing/node-and-pod.ts';
import { rawConnection } from '../../testing/raw-connection.ts';
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts';

let api: TestApi;
let backend: FakeBackend;
let kubelet: FakeKubelet;
const core = '/api/v1/namespaces/default';
const web = `${core}/pods/web/proxy`;
const network = new Map<string, number>();

beforeAll(async () => {
  backend = await startFakeBackend();
  api = await startTestApi({ connect: fakeNetwork(network) });
  kubelet = await startFakeKubelet({ authority: api.authority, hosts: ['10.1.0.1'] });
  for (const port of [80, 8080, 9090]) network.set(`10.244.1.5:${port}`, backend.port);
  network.set('10.1.0.1:10250', kubelet.port).set('10.1.0.1:9100', backend.port);
  network.set('10.244.1.6:443', kubelet.port);
  await createNode(api, { name: 'n1', address: '10.1.0.1', port: 10_250 });
  await makePod('web', '10.244.1.5', 8080);
  await makePod('secure', '10.244.1.6');
});
afterAll(async () => {
  await Promise.all([backend.stop(), kubelet.stop()]);
  await api.stop();
});
beforeEach(() => {
  backend.requests.length = 0;
  backend.answer = (_request, response) => void response.end('hello');
  kubelet.requests.length = 0;
});

async function makePod(name: string, ip: string, containerPort?: number): Promise<void> {
  const containers = [{ name: 'c', image: 'shop:1', ...(containerPort && { ports: [{ containerPort }] }) }];
  const status = { phase: 'Running', podIP: ip, podIPs: [{ ip }] };
  await createPod(api, { name, node: 'n1', spec: { containers }, status });
}

const asked = () => backend.requests.map(({ method, url }) => `${method ?? ''} ${url ?? ''}`);
const closed = (socket: Socket) =>
  new Promise<void>((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));

describe('pods/proxy', () => {
  it.each([
    ['the port that the pod declares', 'web', 200],
    ['another port', 'web:9090', 200],
    ['HTTP by name', 'http:web:80', 200],
    ['nobody there', 'web:81', 503],
  ])('leads to %s', async (_name, name, code) => {
    const { status, text } = await api.send('GET', `${core}/pods/${name}/proxy/`);
    expect(status).toBe(code);
    if (code === 200) expect(text).toBe('hello');
    else
      expect(JSON.parse(text)).toMatchObject({
        reason: 'ServiceUnavailable',
        message: 'error trying to reach service: dial tcp 10.244.1.5:81: connect: connection refused',
      });
  });

  it('speaks TLS when asked, whoever answers, and does not say who it is', async () => {
    kubelet.answer = (_request, response) => void response.end('secret');
    expect((await api.send('GET', `${core}/pods/https:secure:/proxy/`)).text).toBe('secret');
    expect(kubelet.requests).toMatchObject([{ client: {} }]);
    expect(kubelet.requests[0]?.client.CN).toBeUndefined();
  });

  it.each([
    ['/a/b?x=1&y=%2F', '/a/b?x=1&y=%2F', '/a/b'],
    ['/', '/', '/'],
    ['/a%20b/', '/a%20b/', '/a%20b/'],
    ['/a/../../c', '/c', '/c'],
    ['/%2e%2e/%2e%2e/pods', '/pods', '/pods'],
  ])('asks for the rest of the path: %s', async (rest, url, uri) => {
    await api.send('GET', web + rest);
    expect(asked()).toEqual([`GET ${url}`]);
    expect(backend.requests[0]?.headers['x-forwarded-uri']).toBe(web + uri);
    expect(backend.requests[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  it('sends who names no path to the root, where relative links fit', async () => {
    const { status, headers } = await api.send('GET', `${web}?x=1`);
    expect([status, headers.location]).toEqual([301, `${web}/?x=1`]);
    expect(asked()).toEqual([]);
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'passes %s on, with body and headers',
    async (method) => {
      backend.answer = (request, response) => {
        response.writeHead(299, {
          'X-Pod': 'yes',
          'Access-Control-Allow-Origin': '*',
          Connection: 'X-Hop',
          'X-Hop': '1',
        });
        request.pipe(response);
      };
      const { status, text, headers } = await api.send(method, `${web}/x`, {
        body: 'payload',
        type: 'text/x',
        headers: { 'X-Own': 'a', Authorization: 'Bearer x', TE: 'gzip' },
      });
      expect([status, text, headers['x-pod']]).toEqual([299, 'payload', 'yes']);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-hop']).toBeUndefined();
      const [request] = backend.requests;
      expect(request?.headers).toMatchObject({ 'x-own': 'a', 'content-type': 'text/x', 'content-length': '7' });
      expect(request?.headers.authorization ?? request?.headers.te).toBeUndefined();
    },
  );

  it('knows no other methods', async () => {
    expect((await api.send('TRACE', `${web}/x`)).status).toBe(405);
  });

  it('passes HEAD on', async () => {
    backend.answer = (_request, response) =>
      void response.writeHead(200, { 'Content-Length': 12, 'Content-Type': 'text/html' }).end();
    const { status, headers } = await api.send('HEAD', `${web}/x`);
    expect([status, headers['content-length']]).toEqual([200, '12']);
  });

  it('takes what the client accepts, though the API has no such form', async () => {
    expect((await api.send('GET', `${web}/x`, { accept: 'image/png' })).text).toBe('hello');
    expect(backend.requests[0]?.headers.accept).toBe('image/png');
  });

  it('passes large bodies on that the API itself would refuse', async () => {
    backend.answer = (request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => (size += chunk.length)).on('end', () => response.end(String(size)));
    };
    const body = Buffer.alloc(5 * 1024 * 1024);
    expect((await api.send('POST', `${web}/x`, { body })).text).toBe(String(body.length));
    const expecting = await api.send('POST', `${web}/x`, { body, headers: { Expect: '100-continue' } });
    expect(expecting.text).toBe(String(body.length));
  });

  it('gives the answer that does not wait for the body', async () => {
    backend.answer = (_request, response) => void response.writeHead(413).end('too much');
    const body = Buffer.alloc(8 * 1024 * 1024);
    expect((await api.send('POST', `${web}/x`, { body })).text).toBe('too much');
  });

  it('leads back through the proxy where the server leads to itself', async () => {
    const location = async (to: string) => {
      backend.answer = (_request, response) => void response.writeHead(302, { Location: to }).end();
      return (await api.send('GET', `${web}/x`)).headers.location;
    };
    expect(await location('/login?a=b')).toBe(`${web}/login?a=b`);
    expect(await location('http://10.244.1.5:8080/login')).toBe(`${web}/login`);
    expect(await location('https://example.com/login')).toBe('https://example.com/login');
    expect(await location('login')).toBe('login');
  });

  it.each(['', 'gzip', 'br'])('makes the links of a page fit, encoding %j', async (encoding) => {
    const page = '<a href="/next">&gt;</a>';
    backend.answer = (_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (encoding !== '') response.setHeader('Content-Encoding', encoding);
      response.end(encoding === 'gzip' ? gzipSync(page) : page);
    };
    const { text } = await api.send('GET', `${web}/x`);
    expect(text).toBe(encoding === 'br' ? page : `<a href="${web}/next">&gt;</a>`);
  });

  it('hands a WebSocket through', async () => {
    const upgraded = new Promise<Socket>((resolve) => {
      backend.upgrade = (_request, socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhi');
        resolve(socket);
      };
    });
    const connection = await rawConnection(api);
    connection.send(
      `GET ${web}/ws?room=1 HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await connection.until(/101 Switching Protocols\r\n[^]*hi$/);
    expect(asked()).toEqual(['GET /ws?room=1']);
    const socket = await upgraded;
    connection.send('question');
    expect(String((await once(socket, 'data'))[0])).toBe('question');
    connection.socket.destroy();
    await closed(socket);
  });

  it('ends the connection to the server when the client goes away', async () => {
    const begun = Promise.withResolvers<void>();
    backend.answer = (_request, response) => {
      response.write('first');
      begun.resolve();
    };
    const connection = await rawConnection(api);
    connection.send(`GET ${web}/events HTTP/1.1\r\nHost: x\r\n\r\n`);
    await begun.promise;
    await connection.until(/first/);
    const sockets = [...backend.connections];
    connection.socket.destroy();
    await Promise.all(sockets.map(closed));
    expect(backend.connections.size).toBe(0);
  });

  it.each([
    ['ends without a word', (socket: Socket) => void socket.destroy(), 'EOF'],
    [
      'speaks something else',
      (socket: Socket) => void socket.end('SSH-2.0\r\n\r\n'),
      'malformed HTTP response "SSH-2.0"',
    ],
  ])('says that the server %s', async (_name, act, message) => {
    backend.answer = ({ socket }) => act(socket);
    const { json } = await api.send('GET', `${web}/x`);
    expect(json).toMatchObject({ code: 503, reason: 'ServiceUnavailable' });
    expect(json.message).toMatch(/^error trying to reach service: /);
    expect(json.message).toContain(message);
  });

  it('breaks off where the server breaks off', async () => {
    backend.answer = (_request, response) => {
      response.write('first');
      setImmediate(() => response.destroy());
    };
    await expect(api.send('GET', `${web}/x`)).rejects.toThrow();
  });

  it.each([
    ['web:http', 503, 'error trying to reach service: dial tcp: lookup tcp/http: unknown port'],
    ['web:70000', 503, 'error trying to reach service: dial tcp: address 70000: invalid port'],
    ['ftp:web:21', 400, 'invalid pod request "ftp:web:21"'],
    ['a:b:c:d', 400, 'invalid pod request "a:b:c:d"'],
    ['absent', 404, 'pods "absent" not found'],
  ])('%s: %d', async (name, code, message) => {
    expect((await api.send('GET', `${core}/pods/${name}/proxy/`)).json).toMatchObject({ code, message });
  });

  it.each(['127.0.0.1', '169.254.169.254', '::1', 'fe80::1', '0.0.0.0', '::ffff:127.0.0.1'])(
    'does not go where a pod says that it is at %s',
    async (ip) => {
      const name = `at-${ip.replaceAll(/[.:]+/g, '-')}x`;
      await createPod(api, { name, node: 'n1', status: { podIP: ip, podIPs: [{ ip }] } });
      const { json } = await api.send('GET', `${core}/pods/${name}:80/proxy/`);
      expect(json).toMatchObject({ code: 400, message: 'address not allowed' });
    },
  );
});

describe('services/proxy', () => {
  beforeAll(async () => {
    await makePod('other', '10.244.1.9');
    const ports = [
      { name: 'http', port: 8000, targetPort: 8080 },
      { name: 'admin', port: 9000, targetPort: 9090 },
    ];
    await api.send('POST', `${core}/services`, { body: { metadata: { name: 'shop' }, spec: { ports } } });
    const targetRef = { kind: 'Pod', namespace: 'default', name: 'web' };
    const subsets = [
      {
        addresses: [
          { ip: '10.244.1.5', targetRef },
          // None of these may be gone to: no pod, a pod at another address, a pod that is not ready.
          { ip: '10.0.0.9' },
          { ip: '10.0.0.8', targetRef: { ...targetRef, name: 'other' } },
        ],
        notReadyAddresses: [{ ip: '10.244.1.9', targetRef: { ...targetRef, name: 'other' } }],
        ports: [
          { name: 'http', port: 8080 },
          { name: 'admin', port: 9090 },
        ],
      },
    ];
    const made = await api.send('POST', `${core}/endpoints`, { body: { metadata: { name: 'shop' }, subsets } });
    expect(made.status).toBe(201);
    await api.send('POST', `${core}/services`, {
      body: { metadata: { name: 'idle' }, spec: { ports: [{ port: 80 }] } },
    });
    await api.send('POST', `${core}/endpoints`, { body: { metadata: { name: 'idle' } } });
  });

  it.each(['shop:http', 'shop:8000', 'http:shop:admin'])('%s leads to a ready pod', async (name) => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api.send('GET', `${core}/services/${name}/proxy/x`)),
    );
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['hello']));
    expect(asked()[0]).toBe('GET /x');
  });

  it.each([
    ['shop', 503, 'no endpoints available for service "shop"'],
    ['shop:metrics', 503, 'no endpoints available for service "shop:metrics"'],
    ['shop:81', 503, 'no service port 81 found for service "shop"'],
    ['idle', 503, 'no endpoints available for service "idle"'],
    ['absent', 404, 'endpoints "absent" not found'],
    ['absent:80', 404, 'services "absent" not found'],
    ['x:shop:80', 400, 'invalid service request "x:shop:80"'],
  ])('%s: %d', async (name, code, message) => {
    expect((await api.send('GET', `${core}/services/${name}/proxy/`)).json).toMatchObject({ code, message });
  });
});

describe('nodes/proxy', () => {
  it.each(['n1', 'n1:10250', 'https:n1:10250'])('%s is the kubelet, which is told who asks', async (name) => {
    kubelet.answer = (_request, response) => void response.end('ok');
    expect((await api.send('GET', `/api/v1/nodes/${name}/proxy/healthz`)).text).toBe('ok');
    expect(kubelet.requests).toMatchObject([{ url: '/healthz', client: { CN: 'kube-apiserver-kubelet-client' } }]);
  });

  it('a stream to the kubelet is handed through', async () => {
    const asked = new Promise<string>((resolve) => {
      kubelet.upgrade = (request, socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\nready');
        resolve(request.url ?? '');
      };
    });
    const connection = await rawConnection(api);
    const path = '/api/v1/nodes/n1/proxy/exec/default/web/c?command=ls&output=1';
    connection.send(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n`);
    await connection.until(/101 Switching Protocols\r\n[^]*ready$/);
    expect(await asked).toBe('/exec/default/web/c?command=ls&output=1');
    connection.socket.destroy();
  });

  it('another port is another server', async () => {
    expect((await api.send('GET', '/api/v1/nodes/n1:9100/proxy/metrics')).text).toBe('hello');
  });

  it('does not go to this machine on the word of a node', async () => {
    await createNode(api, { name: 'liar', address: '127.0.0.1', port: 10_250 });
    const { json } = await api.send('GET', '/api/v1/nodes/liar:6443/proxy/');
    expect(json).toMatchObject({ code: 400, message: 'address not allowed' });
    await createNode(api, { name: 'named', address: 'localhost', port: 10_250 });
    expect((await api.send('GET', '/api/v1/nodes/named:6443/proxy/')).json.message).toBe('address not allowed');
  });

  it('does not know a node that is not there', async () => {
    expect((await api.send('GET', '/api/v1/nodes/absent/proxy/')).json).toMatchObject({
      code: 404,
      message: 'nodes "absent" not found',
    });
  });
});
