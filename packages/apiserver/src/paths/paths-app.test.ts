import { generateKeyPairSync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { createMetrics, pingCheck, type HealthCheck, type Log, silentLog } from '@wherry/component';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readVerificationKey } from '../auth/jwt.ts';
import { builtInDirectory } from '../registry/built-in.ts';
import { createPathsApp } from './paths-app.ts';
import { servePaths, type ServedPaths } from './testing/serve-paths.ts';
import { versionInfo } from './version-info.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const metrics = createMetrics();
const failing: HealthCheck = {
  name: 'etcd',
  check() {
    throw new Error('no connection to 10.0.0.1');
  },
};
const logged: unknown[] = [];
const log: Log = { ...silentLog, info: (message, fields) => void logged.push({ message, ...fields }) };

let served: ServedPaths;
beforeAll(async () => {
  metrics.counter({ name: 'tried_total', help: 'Tries.' }).with({}).add(3);
  served = await servePaths(
    createPathsApp({
      directory: builtInDirectory(new Map()),
      serverAddress: () => '10.0.0.1:6443',
      health: { livez: [pingCheck], readyz: [pingCheck, failing], log },
      metrics,
      version: versionInfo({ release: '7.8.9' }),
      issuer: {
        issuer: 'https://issuer',
        keys: [readVerificationKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())],
      },
    }),
  );
});
afterAll(() => served[Symbol.asyncDispose]());

const ask = (path: string, init: RequestInit = {}) => fetch(`${served.url}${path}`, { redirect: 'manual', ...init });

describe('createPathsApp()', () => {
  it.each<[string, number, string, RegExp]>([
    ['/api', 200, 'application/json', /"serverAddress":"10\.0\.0\.1:6443"/],
    ['/api/', 200, 'application/json', /"kind":"APIVersions"/],
    ['/api/v1', 200, 'application/json', /^\{"kind":"APIResourceList","groupVersion":"v1"/],
    ['/apis', 200, 'application/json', /"name":"apps"/],
    ['/apis/apps', 200, 'application/json', /^\{"kind":"APIGroup","apiVersion":"v1","name":"apps"/],
    ['/apis/apps/v1', 200, 'application/json', /"name":"deployments\/scale"/],
    ['/version', 200, 'application/json', /"gitVersion": "v1\.35\.0\+wherry\.7\.8\.9"/],
    ['/livez', 200, 'text/plain; charset=utf-8', /^ok$/],
    ['/healthz', 200, 'text/plain; charset=utf-8', /^ok$/],
    ['/livez?verbose', 200, 'text/plain; charset=utf-8', /^\[\+\]ping ok\nlivez check passed\n$/],
    ['/livez/ping', 200, 'text/plain; charset=utf-8', /^ok$/],
    ['/livez/nothing', 404, 'text/plain; charset=utf-8', /^404 page not found\n$/],
    [
      '/readyz',
      500,
      'text/plain; charset=utf-8',
      /^\[\+\]ping ok\n\[-\]etcd failed: reason withheld\nreadyz check failed\n$/,
    ],
    ['/readyz?exclude=etcd', 200, 'text/plain; charset=utf-8', /^ok$/],
    ['/metrics', 200, 'text/plain; version=0.0.4; charset=utf-8', /^tried_total 3$/m],
    [
      '/.well-known/openid-configuration',
      200,
      'application/json',
      /"jwks_uri":"https:\/\/10\.0\.0\.1:6443\/openid\/v1\/jwks"/,
    ],
    ['/openid/v1/jwks', 200, 'application/jwk-set+json', /"crv":"P-256"/],
    ['/nothing', 404, 'text/plain; charset=utf-8', /^404 page not found\n$/],
    ['/apis/nothing', 404, 'text/plain; charset=utf-8', /^404 page not found\n$/],
    ['/apis/nothing/v1', 404, 'text/plain; charset=utf-8', /^404 page not found\n$/],
    [
      '/apis/apps/v9',
      404,
      'application/json',
      /"the server could not find the requested resource","reason":"NotFound"/,
    ],
    ['/api/v9', 404, 'application/json', /"the server could not find the requested resource","reason":"NotFound"/],
    ['/API', 404, 'text/plain; charset=utf-8', /^404 page not found\n$/],
    // An encoded path is the path that it stands for: that is what has been authorized.
    ['/%6detrics', 200, 'text/plain; version=0.0.4; charset=utf-8', /^tried_total 3$/m],
    ['/apis%2Fapps', 200, 'application/json', /"name":"apps"/],
    ['/metrics%3Fx', 404, 'text/plain; charset=utf-8', /^404 page not found\n$/],
  ])('answers %s with %i', async (path, status, contentType, body) => {
    const answer = await ask(path);
    expect(await answer.text()).toMatch(body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, contentType]);
    expect(answer.headers.has('x-powered-by')).toBe(false);
  });

  it('lists every path that it answers', async () => {
    const { paths } = JSON.parse(await (await ask('/')).text()) as { paths: string[] };
    expect(paths).toEqual(paths.toSorted());
    expect(paths).toEqual(
      expect.arrayContaining([
        '/api/v1',
        '/apis',
        '/apis/apps/v1',
        '/livez/ping',
        '/metrics',
        '/openapi/v3/',
        '/version',
      ]),
    );
    for (const path of paths) expect([path, (await ask(path)).status]).not.toEqual([path, 404]);
  });

  it('tells nobody but its log why a check failed', async () => {
    expect(await (await ask('/readyz?verbose')).text()).not.toContain('10.0.0.1');
    expect(logged).toContainEqual(
      expect.objectContaining({ endpoint: 'readyz', check: 'etcd', reason: expect.stringContaining('10.0.0.1') }),
    );
  });

  it('refuses other methods with a Status', async () => {
    const answer = await ask('/version', { method: 'POST', body: 'x' });
    expect(answer.status).toBe(405);
    expect(await answer.json()).toMatchObject({ kind: 'Status', reason: 'MethodNotAllowed' });
  });

  it('answers HEAD with the headers of GET', async () => {
    const answer = await ask('/version', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('content-length')).toBe(String((await (await ask('/version')).text()).length));
  });
});

describe('aggregated discovery', () => {
  const type = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const accept = `application/json;${type},application/json`;

  it.each([
    ['/api', undefined],
    ['/apis', 'apiregistration.k8s.io'],
  ])('begins %s with the group %s', async (path, name) => {
    const answer = await ask(path, { headers: { accept } });
    expect(answer.headers.get('content-type')).toBe(`application/json;${type}`);
    expect(answer.headers.get('vary')).toBe('Accept');
    const { kind, apiVersion, items } = (await answer.json()) as {
      kind: string;
      apiVersion: string;
      items: { metadata: { name?: string } }[];
    };
    expect([kind, apiVersion, items[0]?.metadata.name]).toEqual([
      'APIGroupDiscoveryList',
      'apidiscovery.k8s.io/v2',
      name,
    ]);
  });

  it('is not sent again to who has it', async () => {
    const etag = (await ask('/apis', { headers: { accept } })).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9A-F]{128}"$/);
    const again = await ask('/apis', { headers: { accept, 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    // A cache would believe them of the body that it has.
    expect([again.headers.has('content-type'), again.headers.has('content-length')]).toEqual([false, false]);
    expect((await ask('/apis', { headers: { accept, 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('is refused in its beta version, as in Kubernetes 1.35', async () => {
    const beta = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';
    expect((await ask('/apis', { headers: { accept: beta } })).status).toBe(406);
    const answer = await ask('/apis', { headers: { accept: `${beta},application/json` } });
    expect(await answer.json()).toMatchObject({ kind: 'APIGroupList' });
  });
});

describe('OpenAPI', () => {
  const urlOf = async (name: string) => {
    const { paths } = (await (await ask('/openapi/v3')).json()) as {
      paths: Record<string, { serverRelativeURL: string }>;
    };
    return paths[name]?.serverRelativeURL ?? '';
  };

  it('leads from the index to documents that can be kept for ever', async () => {
    const url = await urlOf('apis/apps/v1');
    expect(url).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{128}$/);
    const answer = await ask(url);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('etag')).toBe(`"${url.slice(url.indexOf('=') + 1)}"`);
    expect(await answer.json()).toMatchObject({ openapi: '3.0.0' });
    expect((await ask(url, { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })).status).toBe(304);
  });

  it('leads from an old hash to the present one, and promises nothing without a hash', async () => {
    const moved = await ask('/openapi/v3/apis/apps/v1?hash=OLD');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, await urlOf('apis/apps/v1')]);
    expect((await ask('/openapi/v3/apis/apps/v1')).headers.get('cache-control')).toBe('no-cache, private');
  });

  it.each([
    ['/openapi/v2', 'application/json', 200, 'application/json'],
    ['/openapi/v2', '*/*', 200, 'application/json'],
    [
      '/openapi/v2',
      'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
      200,
      'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    ],
    ['/openapi/v2', 'text/html', 406, 'application/json'],
    ['/openapi/v3/api/v1', 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf', 406, 'application/json'],
    [
      '/openapi/v3/api/v1',
      'application/com.github.proto-openapi.spec.v3@v1.0+protobuf,application/json;q=0.5',
      200,
      'application/json',
    ],
    ['/openapi/v3/apis/nothing/v1', '*/*', 404, 'text/plain; charset=utf-8'],
  ])('answers %s to who accepts %s with %i', async (path, accept, status, contentType) => {
    const answer = await ask(path, { headers: { accept } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, contentType]);
  });

  it('is compressed only for those who can read that', async () => {
    const plain = await raw('/openapi/v3/version', {});
    const packed = await raw('/openapi/v3/version', { 'accept-encoding': 'gzip, deflate' });
    expect([plain.encoding, packed.encoding]).toEqual([undefined, 'gzip']);
    expect(gunzipSync(packed.body).toString()).toBe(plain.body.toString());
    expect(JSON.parse(plain.body.toString())).toMatchObject({ openapi: '3.0.0' });
  });
});

/** `fetch` would unpack the body. */
function raw(path: string, headers: Record<string, string>): Promise<{ body: Buffer; encoding: string | undefined }> {
  return new Promise((done, failed) => {
    const request = get(`${served.url}${path}`, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done({ body: Buffer.concat(chunks), encoding: response.headers['content-encoding'] }));
    });
    request.on('error', failed);
  });
}
