import { afterEach, describe, expect, it } from 'vitest';
import type { Writer } from '@wherry/client';
import type { FakeProgram } from '../runtime/fake/fake-runtime.ts';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';

const spoken: FakeProgram = { output: ['one', { stream: 'stderr', line: 'two' }, 'three'] };
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z`;

let server: TestServer;
afterEach(() => server.stop());

describe('logs', () => {
  it.each([
    ['all of it', '', /^one\ntwo\nthree\n$/],
    ['the end', '?tailLines=1', /^three\n$/],
    ['nothing of it', '?tailLines=0', /^$/],
    ['all, as was said before', '?tail=all', /^one\ntwo\nthree\n$/],
    ['standard output', '?stream=Stdout', /^one\nthree\n$/],
    ['standard error', '?stream=Stderr', /^two\n$/],
    ['so many bytes', '?limitBytes=5', /^one\nt$/],
    ['with times', '?timestamps=true', new RegExp(`^${TIME} one\n${TIME} two\n${TIME} three\n$`)],
    ['since a moment to come', '?sinceTime=2100-01-01T00:00:00Z', /^$/],
    ['of the last minute', '?sinceSeconds=60', /^one\ntwo\nthree\n$/],
  ])('%s', async (_name, query, expected) => {
    server = await startTestServer({ program: spoken });
    const { status, text } = await server.ask(`/containerLogs/default/web/app${query}`);
    expect(status).toBe(200);
    expect(text).toMatch(expected);
  });

  it.each([
    ['another pod', 'default/nope/app', 404, 'pod "nope" does not exist'],
    ['another container', 'default/web/nope', 404, 'container "nope" not found in pod "web"'],
    [
      'before the first run',
      'default/web/app?previous=true',
      400,
      'previous terminated container "app" in pod "web" not found',
    ],
    ['a number that is none', 'default/web/app?tailLines=x', 400, '{"message": "Unable to decode query."}'],
    ['less than nothing', 'default/web/app?tailLines=-1', 422, '{"message": "Invalid request."}'],
    ['the end of one stream', 'default/web/app?tailLines=1&stream=Stdout', 422, '{"message": "Invalid request."}'],
    ['an unknown stream', 'default/web/app?stream=Both', 422, '{"message": "Invalid request."}'],
    [
      'two beginnings',
      'default/web/app?sinceSeconds=1&sinceTime=2020-01-01T00:00:00Z',
      422,
      '{"message": "Invalid request."}',
    ],
  ])('refuses %s', async (_name, path, status, text) => {
    server = await startTestServer({ program: spoken });
    expect(await server.ask(`/containerLogs/${path}`)).toEqual({ status, text });
  });
});

describe('the rest of the server', () => {
  it.each([
    ['/stats/summary?only_cpu_and_memory=true', /^\{"node":\{"nodeName":"node-1"/],
    ['/metrics/resource', /^resource_scrape_error 0$/m],
    ['/metrics/cadvisor', /^machine_cpu_cores \d+$/m],
  ])('tells what is used at %s', async (path, expected) => {
    server = await startTestServer();
    const { status, text } = await server.ask(path);
    expect(status).toBe(200);
    expect(text).toMatch(expected);
  });

  it('is well, lists pods, and counts', async () => {
    server = await startTestServer();
    expect(await server.ask('/healthz')).toEqual({ status: 200, text: 'ok' });
    const { text } = await server.ask('/pods');
    expect(JSON.parse(text)).toMatchObject({
      kind: 'PodList',
      apiVersion: 'v1',
      items: [{ metadata: { name: 'web' } }],
    });
    const running = await server.ask('/runningpods/');
    expect(JSON.parse(running.text)).toMatchObject({ items: [{ spec: { containers: [{ name: 'app' }] } }] });
    expect((await server.ask('/metrics')).text).toContain('kubelet_http_requests_total');
  });

  it('does not mind who would rather speak another protocol', async () => {
    server = await startTestServer();
    const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': '' };
    expect(await server.ask('/healthz', { headers })).toEqual({ status: 200, text: 'ok' });
  });

  it('takes commands of a hundred thousand characters', async () => {
    server = await startTestServer();
    const { status } = await server.ask(`/exec/default/web/app?command=${'a'.repeat(100_000)}&output=1`);
    // It was read, and is no upgrade.
    expect(status).toBe(400);
  });

  it('runs a command', async () => {
    server = await startTestServer({
      program: { exec: (command) => ({ exitCode: 0, output: command.join('+') }) },
    });
    const answer = await server.ask('/run/default/web/app?cmd=ls%20-l', { method: 'POST' });
    expect(answer).toEqual({ status: 200, text: 'ls+-l' });
  });

  it.each([
    ['a path of nobody', 'GET', '/nothing', 404],
    ['a method of nobody', 'DELETE', '/pods', 405],
    ['half a path', 'GET', '/exec/default/web', 404],
    ['a path that is none', 'GET', '/exec/default/%zz/app', 404],
    ['exec without an upgrade', 'POST', '/exec/default/web/app?command=x&output=1', 400],
  ])('refuses %s', async (_name, method, path, status) => {
    server = await startTestServer();
    expect((await server.ask(path, { method })).status).toBe(status);
  });

  it.each([
    ['a pod that there is not', '/exec/default/nope/app?command=x&output=1', 404, 'pod does not exist'],
    ['a container that there is not', '/exec/default/web/nope?command=x&output=1', 500, 'container not found ("nope")'],
    [
      'a pod of that name before',
      '/exec/default/web/some-uid/app?command=x&output=1',
      500,
      'container not found ("app")',
    ],
    [
      'nothing to connect',
      '/exec/default/web/app?command=x',
      400,
      'you must specify at least 1 of stdin, stdout, stderr',
    ],
  ])('refuses to upgrade to %s', async (_name, path, status, text) => {
    server = await startTestServer();
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
    expect(await server.ask(path, { headers })).toEqual({ status, text });
  });
});

describe('access', () => {
  const may = (allowed: (subresource: string | undefined) => boolean): Pick<Writer, 'create'> => {
    const create = (
      _resource: unknown,
      { spec }: { spec: { token?: string; resourceAttributes?: { subresource?: string } } },
    ) =>
      Promise.resolve(
        spec.token === undefined
          ? { status: { allowed: allowed(spec.resourceAttributes?.subresource) } }
          : { status: { authenticated: spec.token === 'good', user: { username: 'ann' } } },
      );
    return { create } as unknown as Pick<Writer, 'create'>;
  };

  it('knows nobody without a certificate or a token', async () => {
    server = await startTestServer();
    const { ca } = server.admin;
    expect(await server.ask('/healthz', { credentials: { ca } })).toEqual({ status: 401, text: 'Unauthorized' });
  });

  it('does not know the users of another authority', async () => {
    server = await startTestServer();
    const other = await startTestServer();
    await other.stop();
    const { cert, key } = other.admin;
    const credentials = { ca: server.admin.ca, ...(cert && { cert }), ...(key && { key }) };
    expect((await server.ask('/pods', { credentials })).status).toBe(401);
  });

  it('asks the API server what other users may do', async () => {
    server = await startTestServer({ client: may((subresource) => subresource === 'metrics') });
    const credentials = server.userCredentials('ann');
    expect((await server.ask('/metrics', { credentials })).status).toBe(200);
    expect(await server.ask('/exec/default/web/app', { credentials })).toEqual({
      status: 403,
      text: 'Forbidden (user=ann, verb=get, resource=nodes, subresource(s)=[proxy])\n',
    });
    expect((await server.ask('/pods', { credentials })).text).toContain('subresource(s)=[pods proxy]');
  });

  it('asks the API server whose token it is', async () => {
    server = await startTestServer({ client: may(() => true) });
    const { ca } = server.admin;
    const ask = (token: string) =>
      server.ask('/pods', { credentials: { ca }, headers: { Authorization: `Bearer ${token}` } });
    expect((await ask('good')).status).toBe(200);
    expect((await ask('bad')).status).toBe(401);
  });

  it('lets nobody in when the API server cannot be asked', async () => {
    server = await startTestServer();
    const credentials = server.userCredentials('ann');
    expect(await server.ask('/pods', { credentials })).toEqual({
      status: 500,
      text: 'Authorization error (user=ann, verb=get, resource=nodes, subresource=pods)',
    });
  });
});
