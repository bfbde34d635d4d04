import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setPodDefaults } from '@wherry/api/core-v1';
import { fakeClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podOf } from '../pods/testing/pictures.ts';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { probeEvent } from './probe-event.ts';
import { runCheck, type CheckResult } from './run-check.ts';

const answers: RequestListener = ({ url = '', headers }, response) => {
  const said: Readonly<Record<string, () => number>> = {
    '/well': () => (headers['x-who'] === 'probe' ? 200 : 500),
    '/named': () => (headers.host === 'shop.example' ? 200 : 500),
    '/agent': () => (headers['user-agent'] === 'kube-probe/1.35' && headers.accept === '*/*' ? 200 : 500),
    '/plain': () => (headers.accept === undefined && headers['user-agent'] === 'curl' ? 200 : 500),
    '/moved': () => 302,
    '/away': () => 301,
  };
  if (url === '/slow') return;
  if (url === '/moved') response.setHeader('Location', '/agent');
  if (url === '/away') response.setHeader('Location', 'http://elsewhere.invalid/');
  response.statusCode = said[url]?.() ?? 500;
  response.end(url === '/away' ? 'x'.repeat(20_000) : 'the body');
};

/** The answer of a gRPC health service: SERVING for '' and `web`, NOT_SERVING for `db`, no such service otherwise. */
const grpcServer = createHttp2Server();
grpcServer.on('stream', (stream: ServerHttp2Stream, headers) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    const service = Buffer.concat(chunks).subarray(7).toString();
    const state = { '': 1, web: 1, db: 2 }[service];
    if (headers[':path'] !== '/grpc.health.v1.Health/Check' || state === undefined) {
      const status = service === 'old' ? 12 : 5;
      stream.respond({ ':status': 200, 'grpc-status': String(status), 'grpc-message': 'unknown%20service' });
      stream.end();
      return;
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 8, state]));
  });
});

function certificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'wherry-probe-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=nobody', '-days', '2'];
    const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', [...options, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('runCheck', () => {
  const server = createServer(answers);
  const tlsServer = createHttpsServer(certificate(), answers);
  const portOf = (of: Server) => (of.address() as AddressInfo).port;
  const ports = { web: 0, tls: 0, grpc: 0 };
  beforeAll(async () => {
    const all = [server, tlsServer, grpcServer];
    await Promise.all(all.map((each) => new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))));
    Object.assign(ports, { web: portOf(server), tls: portOf(tlsServer), grpc: portOf(grpcServer) });
  });
  afterAll(() => {
    server.closeAllConnections();
    tlsServer.closeAllConnections();
    for (const each of [server, tlsServer, grpcServer]) each.close();
  });

  async function check(
    handler: (open: typeof ports) => object,
    { address = '127.0.0.1', timeout = 5_000 } = {},
  ): Promise<CheckResult> {
    const named = [{ name: 'web', containerPort: ports.web }];
    const pod = podOf({ containers: [{ name: 'app', image: 'app:1', ports: named, livenessProbe: handler(ports) }] });
    setPodDefaults(pod);
    const [container] = pod.spec.containers;
    if (container?.livenessProbe === undefined) throw new Error('the pod has no probe');
    const runtime = createFakeRuntime({ clock: fakeClock() });
    const target = { containerId: 'app-0', container, address };
    return runCheck(runtime, container.livenessProbe, target, AbortSignal.timeout(timeout));
  }
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => ({
    port: ports.web,
    path,
    httpHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
  });

  it.each<[string, (open: typeof ports) => object, string]>([
    ['HTTP answers well', () => ({ httpGet: get('/well', { 'X-Who': 'probe' }) }), 'success'],
    ['HTTP is asked for a host by name', () => ({ httpGet: get('/named', { Host: 'shop.example' }) }), 'success'],
    ['HTTP hears who asks', () => ({ httpGet: get('/agent') }), 'success'],
    [
      'headers are replaced and left out',
      () => ({ httpGet: get('/plain', { Accept: '', 'User-Agent': 'curl' }) }),
      'success',
    ],
    ['HTTP sends elsewhere on the same host', () => ({ httpGet: { port: 'web', path: '/moved' } }), 'success'],
    ['HTTP sends to another host', () => ({ httpGet: get('/away') }), 'warning'],
    ['HTTP answers badly', () => ({ httpGet: get('/') }), 'failure'],
    [
      'nobody vouches for the certificate',
      ({ tls }) => ({ httpGet: { port: tls, path: '/agent', scheme: 'HTTPS' } }),
      'success',
    ],
    ['HTTPS meets HTTP', ({ web }) => ({ httpGet: { port: web, path: '/agent', scheme: 'HTTPS' } }), 'failure'],
    ['the port is not named', () => ({ httpGet: { port: 'nope' } }), 'unknown'],
    ['TCP is open', ({ web }) => ({ tcpSocket: { port: web } }), 'success'],
    ['TCP is closed', () => ({ tcpSocket: { port: 1 } }), 'failure'],
    ['gRPC serves', ({ grpc }) => ({ grpc: { port: grpc } }), 'success'],
    ['gRPC serves one service', ({ grpc }) => ({ grpc: { port: grpc, service: 'web' } }), 'success'],
    ['gRPC does not serve another', ({ grpc }) => ({ grpc: { port: grpc, service: 'db' } }), 'failure'],
    ['gRPC is not there', () => ({ grpc: { port: 1 } }), 'failure'],
    ['the container is not there to run a command', () => ({ exec: { command: ['true'] } }), 'unknown'],
  ])('tells when %s', async (_name, handler, expected) => {
    expect((await check(handler)).result).toBe(expected);
  });

  it.each<[string, (open: typeof ports) => object, RegExp]>([
    ['a bad status', () => ({ httpGet: get('/') }), /^Liveness probe failed: HTTP probe failed with statuscode: 500$/],
    [
      'a port that nobody listens on',
      () => ({ httpGet: { port: 1, path: '/x' } }),
      /^Liveness probe failed: Get "http:\/\/127\.0\.0\.1:1\/x": dial tcp 127\.0\.0\.1:1: connect: connection refused$/,
    ],
    ['TCP', () => ({ tcpSocket: { port: 1 } }), /failed: dial tcp 127\.0\.0\.1:1: connect: connection refused$/],
    [
      'a redirect, with its body cut',
      () => ({ httpGet: get('/away') }),
      /^Liveness probe warning: Probe terminated redirects, Response body: x{10240}$/,
    ],
    [
      'gRPC',
      ({ grpc }) => ({ grpc: { port: grpc, service: 'db' } }),
      /failed: service unhealthy \(responded with "NOT_SERVING"\)$/,
    ],
    [
      'gRPC without health',
      ({ grpc }) => ({ grpc: { port: grpc, service: 'old' } }),
      /does not implement the grpc health protocol .*: unknown service$/,
    ],
    ['a gRPC error', ({ grpc }) => ({ grpc: { port: grpc, service: 'x' } }), /code = NotFound desc = unknown service$/],
    ['gRPC not there', () => ({ grpc: { port: 1 } }), /timeout: failed to connect service "127\.0\.0\.1:1" within 1s/],
    [
      'a check that cannot be made',
      () => ({ httpGet: { port: 'nope' } }),
      /^Liveness probe errored and resulted in unknown state: /,
    ],
  ])('words %s as Kubernetes does', async (_name, handler, expected) => {
    expect(probeEvent('liveness', await check(handler))?.message).toMatch(expected);
  });

  it('takes no answer in time for failure', async () => {
    const { result, output } = await check(() => ({ httpGet: get('/slow') }), { timeout: 50 });
    expect(result).toBe('failure');
    expect(output).toMatch(/context deadline exceeded/);
  });

  it('does not ask itself about a pod without an address', async () => {
    expect((await check(({ web }) => ({ tcpSocket: { port: web } }), { address: '' })).result).toBe('unknown');
  });
});
