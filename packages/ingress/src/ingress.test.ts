/** The whole ingress against a real API: what people apply is what they get, also while it changes under load. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request as startRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { loadKubeconfig } from '@wherry/client';
import { parseFlags, silentLog, systemClock, type Running } from '@wherry/component';
import { issueAuthority, issueServingCertificate } from '@wherry/pki';
import { ingressFlags } from './flags.ts';
import { startIngress, type Ingress } from './ingress.ts';
import { startBackend, type Backend } from './testing/backend.ts';

type TestDocument = Awaited<ReturnType<TestApi['send']>>['json'];

let api: TestApi;
let ingress: Ingress;
let accessLog = '';
const running: Running[] = [];
/** Endpoints have addresses of pods; behind each is a server on the loopback. */
const pods = new Map<string, Backend>();

beforeAll(async () => {
  // As the user who the ingress is in a cluster, with that user's rights.
  const credentials = await mkdtemp(join(tmpdir(), 'wherry-ingress-'));
  api = await startTestApi({ flags: [`--credentials-dir=${credentials}`] });
  running.push(api);
  const connection = await loadKubeconfig(join(credentials, 'control-plane', 'ingress.kubeconfig'));
  await rm(credentials, { recursive: true });
  const line = parseFlags(ingressFlags, [
    '--bind-address=127.0.0.1',
    '--http-port=0',
    '--https-port=0',
    '--healthz-bind-address=127.0.0.1:0',
  ]);
  if (line.help) throw new Error('The flags ask for help');
  await create('networking.k8s.io/v1/ingressclasses', {
    metadata: { name: 'wherry', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'wherry.io/ingress' },
  });
  ingress = await startIngress({
    connection: { ...connection, server: api.url },
    flags: line.values,
    clock: systemClock,
    log: silentLog,
    dial: ({ ip }, onread) =>
      connect({
        host: '127.0.0.1',
        port: pods.get(ip)?.endpoint.port ?? 1,
        ...(onread === undefined ? {} : { onread }),
      }),
    writeAccessLog: (text) => (accessLog += text),
  });
  running.push(ingress);
});

afterAll(async () => {
  for (const one of [...running.reverse(), ...pods.values()]) await one.stop();
});

async function send(method: string, path: string, body?: object, contentType?: string): Promise<TestDocument> {
  const prefix = path.startsWith('v1/') ? '/api/' : '/apis/';
  const answer = await api.send(method, prefix + path, {
    ...(body === undefined ? {} : { body }),
    ...(contentType === undefined ? {} : { type: contentType }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}
const create = (path: string, body: object) => send('POST', path, body);
const patch = (path: string, body: object) => send('PATCH', path, body, 'application/merge-patch+json');

async function startPod(ip: string): Promise<void> {
  pods.set(ip, await startBackend((request, response) => void request.resume().on('end', () => response.end(ip))));
}

const endpoints = (...ips: string[]) =>
  ips.map((ip) => ({ addresses: [ip], conditions: { ready: true, serving: true, terminating: false } }));

async function createService(name: string, ...ips: string[]): Promise<void> {
  await create('v1/namespaces/default/services', {
    metadata: { name },
    spec: { clusterIP: 'None', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
  await create('discovery.k8s.io/v1/namespaces/default/endpointslices', {
    metadata: { name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: endpoints(...ips),
    ports: [{ name: 'http', port: 8080 }],
  });
}

const route = (host: string, service: string) => ({
  host,
  http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }] },
});

const createIngress = (name: string, spec: object, metadata: object = {}) =>
  create('networking.k8s.io/v1/namespaces/default/ingresses', { metadata: { name, ...metadata }, spec });

function get(
  host: string,
  options: { readonly method?: string; readonly body?: string } = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', body = '' } = options;
    const headers = { Host: host, 'Content-Length': body.length };
    const request = startRequest({ port: ingress.httpPort, host: '127.0.0.1', method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      answer.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function eventually<T>(ask: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const value = await ask();
    if (isRight(value)) return value;
    if (performance.now() > deadline) throw new Error(`It stayed ${JSON.stringify(value)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What the process tells of itself. */
function page(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    startRequest({ port: ingress.healthPort, host: '127.0.0.1', path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

interface Load {
  /** What the next answers are, a few for each client. */
  readonly round: () => Promise<ReadonlySet<string>>;
  stop(): Promise<readonly string[]>;
}

/** Clients that ask all the time; what is not answered by a pod is a failure. */
function startLoad(host: string): Load {
  let isOn = true;
  const failures: string[] = [];
  let bodies = new Set<string>();
  let answers = 0;
  const client = async (index: number): Promise<void> => {
    while (isOn) {
      try {
        const { status, body } = await get(host, index % 2 === 0 ? {} : { method: 'POST', body: 'x' });
        answers += 1;
        if (status === 200) bodies.add(body);
        else failures.push(`${status} ${body}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const clients = Array.from({ length: 8 }, (_, index) => client(index));
  return {
    async round() {
      bodies = new Set();
      const until = answers + 4 * clients.length;
      while (answers < until) await new Promise((resolve) => setImmediate(resolve));
      return bodies;
    },
    async stop() {
      isOn = false;
      await Promise.all(clients);
      return failures;
    },
  };
}

const statusOf = async (name: string): Promise<unknown> =>
  (
    (await send('GET', `networking.k8s.io/v1/namespaces/default/ingresses/${name}`)) as {
      status: { loadBalancer: { ingress?: unknown } };
    }
  ).status.loadBalancer.ingress;

interface EventDocument {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

async function eventsOf(name: string): Promise<string[]> {
  const list: unknown = await send('GET', 'v1/namespaces/default/events');
  const { items } = list as { readonly items: readonly EventDocument[] };
  return items
    .filter(({ involvedObject }) => involvedObject.kind === 'Ingress' && involvedObject.name === name)
    .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

describe('an ingress', () => {
  it('answers what people apply, in the old form too, and says where', async () => {
    await startPod('10.244.1.1');
    await createService('web', '10.244.1.1');
    expect(await get('web.example')).toMatchObject({ status: 404 });
    await createIngress('web', { rules: [route('web.example', 'web')] });
    await eventually(
      () => get('web.example'),
      ({ status, body }) => status === 200 && body === '10.244.1.1',
    );
    expect(
      await eventually(
        () => statusOf('web'),
        (status) => status !== undefined,
      ),
    ).toEqual([{ hostname: 'localhost' }]);
    await create('extensions/v1beta1/namespaces/default/ingresses', {
      apiVersion: 'extensions/v1beta1',
      kind: 'Ingress',
      metadata: { name: 'kubia' },
      spec: {
        rules: [
          {
            host: 'kubia.example.com',
            http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 80 } }] },
          },
        ],
      },
    });
    await eventually(
      () => get('kubia.example.com'),
      ({ status }) => status === 200,
    );
    expect(await get('other.example')).toMatchObject({ status: 404 });
  });

  it('takes its word out of the status when an Ingress becomes somebody else’s', async () => {
    await createIngress('moving', { rules: [route('moving.example', 'web')] });
    await eventually(
      () => statusOf('moving'),
      (status) => status !== undefined,
    );
    await create('networking.k8s.io/v1/ingressclasses', {
      metadata: { name: 'theirs' },
      spec: { controller: 'example.com/x' },
    });
    await patch('networking.k8s.io/v1/namespaces/default/ingresses/moving', { spec: { ingressClassName: 'theirs' } });
    await eventually(
      () => statusOf('moving'),
      (status) => status === undefined,
    );
    await eventually(
      () => get('moving.example'),
      ({ status }) => status === 404,
    );
  });

  it('tells the owner of an Ingress what cannot be served, once', async () => {
    const annotations = { 'nginx.ingress.kubernetes.io/rewrite-target': '/' };
    await createIngress('unhappy', { rules: [route('unhappy.example', 'nobody')] }, { annotations });
    await eventually(
      () => get('unhappy.example'),
      ({ status, body }) => status === 503 && body.includes('does not exist'),
    );
    // Another change, another plan: the same words are not repeated.
    await createIngress('bystander', { rules: [route('bystander.example', 'web')] });
    await eventually(
      () => get('bystander.example'),
      ({ status }) => status === 200,
    );
    const expected = [
      'Warning ServiceNotFound: Service "default/nobody" does not exist',
      'Warning UnsupportedAnnotations: These annotations have no effect: nginx.ingress.kubernetes.io/rewrite-target',
    ];
    const told = await eventually(
      () => eventsOf('unhappy'),
      (events) => events.length >= expected.length,
    );
    expect(told.sort()).toEqual(expected);
  });

  it('loses no request while endpoints come and go', async () => {
    for (const ip of ['10.244.2.1', '10.244.2.2', '10.244.2.3']) await startPod(ip);
    await createService('rolling', '10.244.2.1');
    await createIngress('rolling', { rules: [route('rolling.example', 'rolling')] });
    await eventually(
      () => get('rolling.example'),
      ({ status }) => status === 200,
    );
    const load = startLoad('rolling.example');
    const slice = 'discovery.k8s.io/v1/namespaces/default/endpointslices/rolling';
    for (const [next, last] of [
      ['10.244.2.2', '10.244.2.1'],
      ['10.244.2.3', '10.244.2.2'],
    ] as const) {
      await patch(slice, { endpoints: endpoints(last, next) });
      await eventually(load.round, (bodies) => bodies.has(next));
      await patch(slice, { endpoints: endpoints(next) });
      await eventually(load.round, (bodies) => !bodies.has(last));
      const pod = pods.get(last);
      pods.delete(last);
      await pod?.stop();
    }
    expect(await load.stop()).toEqual([]);
  });

  it('loses no request when an endpoint ends without a word', async () => {
    for (const ip of ['10.244.3.1', '10.244.3.2']) await startPod(ip);
    await createService('sudden', '10.244.3.1', '10.244.3.2');
    await createIngress('sudden', { rules: [route('sudden.example', 'sudden')] });
    await eventually(
      () => get('sudden.example'),
      ({ status }) => status === 200,
    );
    const load = startLoad('sudden.example');
    await eventually(load.round, (bodies) => bodies.size === 2);
    const pod = pods.get('10.244.3.2');
    pods.delete('10.244.3.2');
    // As a well-behaved server ends: requests under way are answered, idle connections closed.
    await new Promise<void>((resolve) => {
      pod?.server.close(() => resolve());
    });
    await eventually(load.round, (bodies) => !bodies.has('10.244.3.2'));
    const failures = await load.stop();
    // What is not repeatable may have met a connection in the moment of its end.
    expect(failures.filter((failure) => !failure.includes('gave no answer'))).toEqual([]);
    await patch('discovery.k8s.io/v1/namespaces/default/endpointslices/sudden', { endpoints: endpoints('10.244.3.1') });
  });

  it('loses no request while rules change', async () => {
    await createIngress('busy', { rules: [route('busy.example', 'web')] });
    await eventually(
      () => get('busy.example'),
      ({ status }) => status === 200,
    );
    const load = startLoad('busy.example');
    for (let count = 0; count < 20; count += 1) {
      const rules = [route('busy.example', 'web'), route(`busy-${count}.example`, 'web')];
      await patch('networking.k8s.io/v1/namespaces/default/ingresses/busy', { spec: { rules } });
    }
    await eventually(
      () => get('busy-19.example'),
      ({ status }) => status === 200,
    );
    await eventually(
      () => get('busy-18.example'),
      ({ status }) => status === 404,
    );
    expect(await load.stop()).toEqual([]);
  });

  it('shows certificates out of Secrets, and new ones when they change', async () => {
    const certificate = (name: string) => {
      const authority = issueAuthority({ commonName: name, now: new Date() });
      const issued = issueServingCertificate({ authority, commonName: name, hosts: ['tls.example'], now: new Date() });
      const data = {
        'tls.crt': Buffer.from(issued.certificate).toString('base64'),
        'tls.key': Buffer.from(issued.key).toString('base64'),
      };
      return { type: 'kubernetes.io/tls', data };
    };
    const shown = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connectTls({
          port: ingress.httpsPort,
          host: '127.0.0.1',
          servername: 'tls.example',
          rejectUnauthorized: false,
        });
        socket.on('error', reject);
        socket.on('secureConnect', () => {
          resolve(String(socket.getPeerCertificate().subject.CN));
          socket.destroy();
        });
      });
    await createIngress('tls', {
      rules: [route('tls.example', 'web')],
      tls: [{ hosts: ['tls.example'], secretName: 'tls' }],
    });
    await eventually(
      () => eventsOf('tls'),
      (events) => events.length === 1,
    );
    expect(await eventsOf('tls')).toEqual([
      'Warning CertificateNotUsable: Secret "default/tls" of type kubernetes.io/tls does not exist',
    ]);
    expect(await shown()).toBe('Wherry Ingress Default Certificate');
    await create('v1/namespaces/default/secrets', { metadata: { name: 'tls' }, ...certificate('first') });
    await eventually(shown, (name) => name === 'first');
    await patch('v1/namespaces/default/secrets/tls', certificate('second'));
    await eventually(shown, (name) => name === 'second');
  });

  it('keeps a log and counts', async () => {
    await get('web.example');
    await eventually(
      async () => accessLog,
      (text) => text.includes('web.example/ HTTP/1.1'),
    );
    expect(accessLog).toMatch(
      /^127\.0\.0\.1 - - \[\d{4}-\d\d-\d\dT[\d:]{8}Z\] "GET web\.example\/ HTTP\/1\.1" 200 10 "-" "-" [\d.]+ \[default\/web web\] 10\.244\.1\.1:8080 1$/m,
    );
    const metrics = await page('/metrics');
    expect(metrics).toMatch(
      /wherry_ingress_requests_total\{namespace="default",ingress="web",service="web",status="200"\} [1-9]/,
    );
    expect(metrics).toMatch(/wherry_ingress_requests_total\{namespace="",ingress="",service="",status="404"\} [1-9]/);
    expect(metrics).toMatch(/wherry_ingress_open_connections [1-9]/);
    for (const path of ['/healthz', '/livez', '/readyz']) expect(await page(path)).toBe('ok');
    expect(await page('/readyz?verbose')).toContain('[+]routes ok');
  });
});
