// What the note says of Ingresses, with its manifest, on the cluster: one address for many Services, by host and path, at the
// ports that the laptop has for it. What becomes of odd requests, of ends and of changes under load is shown where the
// ingress is tested by itself, and in failures-rollout.test.ts; here is the way as a whole.

import { execFile } from 'node:child_process';
import { get as getPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { get as getEncrypted } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { issueAuthority, issueServingCertificate } from '@wherry/pki';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { namesOf, noteManifest, patience, useNamespaces } from './note/note-namespaces.ts';
import type { NoteNamespace } from './note/note-namespaces.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const open = useNamespaces(cluster);
const timeout = 600_000;

/** Says what it is asked, gives an answer in two pieces, and speaks WebSocket: one short text at a time. */
const app = `
  const { createHash } = require('node:crypto');
  const { createServer } = require('node:http');
  const waiting = new Map();
  const server = createServer((request, response) => {
    const [, , , kind, name] = request.url.split('/');
    if (kind === 'begin') { response.write('begun '); waiting.set(name, response); }
    else if (kind === 'finish') { waiting.get(name)?.end('and finished'); response.end(); }
    else response.end(JSON.stringify({ url: request.url, headers: request.headers }));
  }).listen(9080);
  server.on('upgrade', ({ headers }, socket) => {
    const accept = createHash('sha1').update(headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n' +
      'Sec-WebSocket-Accept: ' + accept.digest('base64') + '\\r\\n\\r\\n');
    socket.on('error', () => {}).on('data', (frame) => {
      const mask = frame.subarray(2, 6);
      const text = frame.subarray(6, 6 + (frame[1] & 127)).map((byte, at) => byte ^ mask[at % 4]);
      socket.write(Buffer.concat([Buffer.from([frame[0], text.length]), text]));
    });
  });
`;

let here: NoteNamespace;
let hits: readonly string[];
/** Of this machine, as the engine has published them. */
let httpPort: number;
let httpsPort: number;

interface Asked {
  readonly host: string;
  readonly path?: string;
  readonly isEncrypted?: boolean;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The name in the certificate, if there was one. */
  readonly shown?: string;
}

/** The beginning of an answer. */
function begin({ host, path = '/', isEncrypted = false }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const port = isEncrypted ? httpsPort : httpPort;
    const options = {
      host: '127.0.0.1',
      port,
      path,
      agent: false,
      timeout: 30_000,
      headers: { host: `${host}:${port}` },
    };
    const request = isEncrypted
      ? getEncrypted({ ...options, servername: host, rejectUnauthorized: false }, resolve)
      : getPlain(options, resolve);
    request.on('timeout', () => request.destroy(new Error('timeout'))).on('error', reject);
  });
}

async function ask(asked: Asked): Promise<Answer> {
  const answer = await begin(asked);
  let body = '';
  for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) body += piece;
  const certificate = asked.isEncrypted === true ? (answer.socket as TLSSocket).getPeerCertificate() : undefined;
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: body.trim(),
    ...(certificate === undefined ? {} : { shown: String(certificate.subject.CN) }),
  };
}

/** Waits for an answer that holds what is expected, and returns it. */
const answers = (asked: Asked, expected: Partial<Answer>): Promise<Answer> =>
  waitFor(
    `${asked.host}${asked.path ?? '/'} to answer ${JSON.stringify(expected)}`,
    async () => {
      const answer = await ask(asked);
      expect(answer).toMatchObject(expected);
      return answer;
    },
    patience,
  );

const isHit: unknown = expect.stringMatching(/^You've hit kubia-/);
const isApp: unknown = expect.stringContaining('"url"');
const to = (name: string, port: string | number): object => ({
  service: { name, port: typeof port === 'number' ? { number: port } : { name: port } },
});
const rule = (host: string | undefined, ...paths: readonly (readonly [string, string, object])[]): object => ({
  ...(host === undefined ? {} : { host }),
  http: { paths: paths.map(([path, pathType, backend]) => ({ path, pathType, backend })) },
});
const ingress = (name: string, spec: object, annotations = {}): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, annotations },
  spec,
});

async function publishedPort(inside: number): Promise<number> {
  const { stdout } = await promisify(execFile)('docker', ['port', cluster.container('control-plane'), `${inside}/tcp`]);
  return Number(stdout.trim().split(':').at(-1));
}

beforeAll(async () => {
  [httpPort, httpsPort] = [await publishedPort(80), await publishedPort(443)];
  here = await open('web');
  await here.apply(
    noteManifest('10-replicaset.yaml').replace('replicas: 3', 'replicas: 2'),
    // Any port of the nodes will do.
    noteManifest('17-nodeport.yaml').replace('    nodePort: 30123\n', ''),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'app', labels: { app: 'app' } },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'luksa/kubia',
            imagePullPolicy: 'Never',
            command: ['node', '-e', app],
            ports: [{ name: 'web', containerPort: 9080 }],
            readinessProbe: { tcpSocket: { port: 'web' }, periodSeconds: 1 },
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'app' },
      spec: {
        selector: { app: 'app' },
        ports: [
          { name: 'http', port: 80, targetPort: 'web' },
          { name: 'deaf', port: 81, targetPort: 9999 },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'nobody' },
      spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
    },
  );
  await here.ready('app=app', 1);
  hits = namesOf(await here.ready('app=kubia', 2)).map((name) => `You've hit ${name}`);
}, timeout);

describe.concurrent('an Ingress', { timeout }, () => {
  it('in the form of the note serves its host, is of our class, and can be read in both forms', async () => {
    await here.apply(noteManifest('19-ingress-v1beta1.yaml'));
    const seen = new Set<string>();
    await waitFor(
      'both pods to answer',
      async () => {
        const { body } = await ask({ host: 'kubia.example.com', path: '/some/path' });
        if (hits.includes(body)) seen.add(body);
        return seen.size === hits.length;
      },
      patience,
    );
    expect(await here.get('ingress kubia')).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      spec: {
        ingressClassName: 'wherry',
        rules: [
          {
            host: 'kubia.example.com',
            http: {
              paths: [{ path: '/', pathType: 'ImplementationSpecific', backend: to('kubia-nodeport', 80) }],
            },
          },
        ],
      },
    });
    expect(await here.get('ingresses.v1beta1.extensions kubia')).toMatchObject({
      apiVersion: 'extensions/v1beta1',
      spec: { rules: [{ http: { paths: [{ backend: { serviceName: 'kubia-nodeport', servicePort: 80 } }] } }] },
    });
    await waitFor(
      'the address',
      async () => / localhost +80 /.test(await here.kubectl('get ingress kubia --no-headers')),
      patience,
    );
    expect(await here.kubectl('get ingressclass wherry -o jsonpath={.metadata.annotations}')).toContain(
      '"ingressclass.kubernetes.io/is-default-class":"true"',
    );
    await here.kubectl('delete ingress kubia');
    await answers({ host: 'kubia.example.com' }, { status: 404 });
  });

  it('leads to Services by host and path, and the rest to its default', async () => {
    const domain = `${here.name}.example`;
    await here.apply(
      ingress('rules', {
        defaultBackend: to('kubia-nodeport', 80),
        rules: [
          rule(
            `shop.${domain}`,
            ['/app', 'Prefix', to('app', 'http')],
            ['/exact', 'Exact', to('app', 80)],
            ['/theirs', 'ImplementationSpecific', to('app', 80)],
            ['/deaf', 'Prefix', to('app', 'deaf')],
            ['/nobody', 'Prefix', to('nobody', 80)],
          ),
          rule(`*.${domain}`, ['/', 'Prefix', to('kubia-nodeport', 80)]),
        ],
      }),
    );
    const shop = `shop.${domain}`;
    await answers({ host: shop, path: '/app' }, { status: 200, body: isApp as string });
    await answers({ host: shop, path: '/' }, { status: 200, body: isHit as string });
    const expected: readonly (readonly [string, string, unknown])[] = [
      [shop, '/app/more?x=1', isApp],
      [shop, '/apple', isHit],
      [shop, '/exact', isApp],
      [shop, '/exact/', isHit],
      [shop, '/theirs/and/more', isApp],
      [shop, '/', isHit],
      [`any.${domain}`, '/app', isHit],
      [shop, '/nobody', `503 Service Unavailable: service "${here.name}/nobody" has no ready endpoints`],
      [shop, '/deaf', expect.stringMatching(/^502 Bad Gateway: no endpoint of service "\S+\/app" could be reached/)],
      [`two.names.${domain}`, '/', expect.stringMatching(/^404 Not Found: no Ingress has a route for host/)],
    ];
    for (const [host, path, body] of expected) expect([path, (await ask({ host, path })).body]).toEqual([path, body]);
  });

  it('of another class is somebody else’s', async () => {
    const host = `theirs.${here.name}.test`;
    await here.apply(
      ingress('theirs', {
        ingressClassName: 'not-ours',
        rules: [rule(host, ['/', 'Prefix', to('app', 80)])],
      }),
    );
    // What is applied after it is served, and it is not.
    await here.apply(ingress('ours', { rules: [rule(`ours.${here.name}.test`, ['/', 'Prefix', to('app', 80)])] }));
    await answers({ host: `ours.${here.name}.test` }, { status: 200 });
    expect(await ask({ host })).toMatchObject({ status: 404 });
    expect(await here.get('ingress theirs')).toMatchObject({ status: { loadBalancer: {} } });
  });

  it('hands on where requests come from, answers as they are made, and WebSockets', async () => {
    const prefix = `/${here.name}/app`;
    await here.apply(ingress('any-host', { rules: [rule(undefined, [prefix, 'Prefix', to('app', 80)])] }));
    const host = `any.${here.name}.invalid`;
    const { body } = await answers({ host, path: `${prefix}/say` }, { status: 200 });
    expect(JSON.parse(body)).toMatchObject({
      url: `${prefix}/say`,
      headers: {
        host: `${host}:${httpPort}`,
        'x-forwarded-for': expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
        'x-forwarded-host': `${host}:${httpPort}`,
        'x-forwarded-port': String(httpPort),
        'x-forwarded-proto': 'http',
      },
    });

    const answer = await begin({ host, path: `${prefix}/begin/one` });
    const pieces = answer.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
    expect((await pieces.next()).value).toBe('begun ');
    await ask({ host, path: `${prefix}/finish/one` });
    expect((await pieces.next()).value).toBe('and finished');

    const socket = new WebSocket(`ws://127.0.0.1:${httpPort}${prefix}/socket`);
    const echoed = await new Promise<unknown>((resolve, reject) => {
      socket.addEventListener('open', () => socket.send('over and back'));
      socket.addEventListener('message', ({ data }) => resolve(data));
      socket.addEventListener('error', () => reject(new Error('The WebSocket has failed')));
    });
    expect(echoed).toBe('over and back');
    socket.close();
  });

  it('shows the certificate of its Secret, takes up a new one, and leads plain requests to it when told to', async () => {
    const host = `tls.${here.name}.test`;
    const secret = (commonName: string): object => {
      const now = new Date();
      const authority = issueAuthority({ commonName: 'test', now });
      const { certificate, key } = issueServingCertificate({ authority, commonName, hosts: [host], now });
      return {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'certificate' },
        type: 'kubernetes.io/tls',
        stringData: { 'tls.crt': certificate, 'tls.key': key },
      };
    };
    await here.apply(
      secret('first'),
      ingress(
        'tls',
        {
          tls: [{ hosts: [host], secretName: 'certificate' }],
          rules: [rule(host, ['/', 'Prefix', to('app', 80)])],
        },
        { 'ingress.wherry.io/force-https': 'true' },
      ),
    );
    const { body } = await answers({ host, isEncrypted: true }, { status: 200, shown: 'first' });
    expect(JSON.parse(body)).toMatchObject({
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-port': String(httpsPort) },
    });
    const { headers } = await answers({ host, path: '/a?b=c' }, { status: 308 });
    const target = new URL(headers.location ?? '');
    expect([target.protocol, target.hostname, target.port || '443']).toEqual(['https:', host, String(httpsPort)]);
    expect(target.pathname + target.search).toBe('/a?b=c');
    await here.apply(secret('second'));
    await answers({ host, isEncrypted: true }, { status: 200, shown: 'second' });
    expect((await ask({ host: `other.${here.name}.test`, isEncrypted: true })).shown).toBe(
      'Wherry Ingress Default Certificate',
    );
  });
});
