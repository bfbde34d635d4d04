import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { get as httpsGet } from 'node:https';
import { issueAuthority } from '@wherry/pki';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closed, startFakeKubelet, type FakeKubelet } from '../testing/fake-kubelet.ts';
import { createNode, createPod } from '../testing/node-and-pod.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
let kubelet: FakeKubelet;
const pods = '/api/v1/namespaces/default/pods';
const get = (path: string) => api.send('GET', `${pods}/${path}`);

beforeAll(async () => {
  api = await startTestApi();
  kubelet = await startFakeKubelet({ authority: api.authority });
  await createNode(api, { name: 'n1', port: kubelet.port });
  await createPod(api, { name: 'web', node: 'n1' });
  await createPod(api, { name: 'two', node: 'n1', containers: ['a', 'b'], spec: { initContainers: [init] } });
  await createPod(api, { name: 'waiting' });
});
afterAll(async () => {
  await kubelet.stop();
  await api.stop();
});
beforeEach(() => {
  kubelet.requests.length = 0;
  kubelet.answer = (_request, response) => void response.end('one\ntwo\n');
});

const init = { name: 'first', image: 'shop:1' };

/** Opens a log and resolves with the answer when its headers are there. */
async function follow(path: string) {
  const request = httpsGet({ ...api.pki, host: '127.0.0.1', port: api.port, path: `${pods}/${path}`, agent: false });
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  return { request, response };
}

const gone = async (): Promise<void> => {
  for (const socket of kubelet.connections) await closed(socket);
};

describe('pods/log', () => {
  it('is what the kubelet of the pod sends', async () => {
    const { status, text, headers } = await get('web/log');
    expect([status, text, headers['content-type']]).toEqual([200, 'one\ntwo\n', 'text/plain']);
    expect(kubelet.requests).toMatchObject([
      {
        method: 'GET',
        url: '/containerLogs/default/web/main',
        client: { CN: 'kube-apiserver-kubelet-client', O: 'system:masters' },
      },
    ]);
  });

  it('passes the options on that a kubelet knows', async () => {
    await get(
      'two/log?container=b&follow&previous=true&timestamps=0&sinceTime=2026-01-01T00:00:00%2B01:00&tailLines=0&limitBytes=9',
    );
    expect(kubelet.requests[0]?.url).toBe(
      '/containerLogs/default/two/b?follow=true&limitBytes=9&previous=true&sinceTime=2025-12-31T23%3A00%3A00Z&tailLines=0',
    );
  });

  it.each([
    ['web/log?tailLines=-1', 422, /tailLines: Invalid value: -1: must be greater than or equal to 0/],
    ['web/log?tailLines=x', 400, /^strconv.ParseInt: parsing "x": invalid syntax$/],
    ['web/log?sinceTime=yesterday', 400, /^parsing time "yesterday"/],
    ['web/log?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z', 422, /at most one of `sinceTime` or `sinceSeconds`/],
    ['web/log?container=other', 400, /^container other is not valid for pod web$/],
    ['two/log', 400, /^a container name must be specified for pod two, choose one of: \[first a b\]$/],
    ['absent/log', 404, /^pods "absent" not found$/],
  ])('%s is refused with %d', async (path, code, message) => {
    const { json } = await get(path);
    expect(json).toMatchObject({ kind: 'Status', code, message: expect.stringMatching(message) as string });
    expect(kubelet.requests).toEqual([]);
  });

  it('is empty for a pod that is on no node', async () => {
    const { status, text } = await get('waiting/log');
    expect([status, text]).toEqual([204, '']);
  });

  it.each([
    [500, 'boom', 500, 'InternalError', 'Internal error occurred: boom'],
    [
      400,
      'container "main" in pod "web" is waiting to start',
      400,
      'BadRequest',
      'container "main" in pod "web" is waiting to start',
    ],
    [404, 'gone', 404, 'NotFound', 'the server could not find the requested resource ( pods/log web)'],
    [302, 'elsewhere', 500, undefined, 'the kubelet answered with status 302'],
  ])('tells as a Status that the kubelet answers with %d', async (code, text, status, reason, message) => {
    kubelet.answer = (_request, response) =>
      void response.writeHead(code, { Location: 'https://127.0.0.1:1/' }).end(text);
    const { json } = await get('web/log');
    expect([json.code, json.reason, json.message]).toEqual([status, reason, message]);
    expect(kubelet.requests).toHaveLength(1);
  });

  it('comes as it is written, without waiting for more', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    kubelet.answer = (_request, response) => {
      response.writeHead(200);
      response.flushHeaders();
      asked.resolve(response);
    };
    const { response } = await follow('web/log?follow=true');
    const log = await asked.promise;
    for (const piece of ['first\n', 'second\n']) {
      log.write(piece);
      const [chunk] = (await once(response, 'data')) as [Buffer];
      expect(chunk.toString()).toBe(piece);
    }
    log.end();
    await once(response, 'end');
  });

  it('ends the connection to the kubelet when the client goes away', async () => {
    kubelet.answer = (_request, response) => void response.write('first\n');
    const { request, response } = await follow('web/log?follow=true');
    await once(response, 'data');
    expect(kubelet.connections.size).toBe(1);
    request.destroy();
    await gone();
    expect(kubelet.connections.size).toBe(0);
  });

  it('ends the connection to a kubelet that never answers when the client goes away', async () => {
    const asked = Promise.withResolvers<void>();
    kubelet.answer = () => asked.resolve();
    const request = httpsGet({ ...api.pki, host: '127.0.0.1', port: api.port, path: `${pods}/web/log`, agent: false });
    request.on('error', () => undefined);
    await asked.promise;
    request.destroy();
    await gone();
    expect(kubelet.connections.size).toBe(0);
  });

  it('breaks off where the kubelet breaks off', async () => {
    kubelet.answer = (_request, response) => {
      response.write('first\n');
      setImmediate(() => response.destroy());
    };
    const { response } = await follow('web/log');
    response.resume();
    const [error] = (await once(response, 'error')) as [Error];
    expect(error.message).toBe('aborted');
  });

  it('keeps no more of a log than a slow client leaves room for', async () => {
    const line = Buffer.alloc(64 * 1024, 'x');
    let sent = 0;
    const isFull = Promise.withResolvers<void>();
    kubelet.answer = (_request, response) => {
      const more = (): void => {
        while (response.write(line)) sent += line.length;
        sent += line.length;
        // Nobody takes anything any more: everything between the two ends is full.
        const stuck = setTimeout(isFull.resolve, 300);
        response.once('drain', () => {
          clearTimeout(stuck);
          more();
        });
      };
      more();
    };
    const { request, response } = await follow('web/log');
    response.pause();
    await isFull.promise;
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    request.destroy();
    await gone();
  });

  it('says why the kubelet cannot be reached', async () => {
    await createNode(api, { name: 'off', port: 1 });
    await createPod(api, { name: 'lost', node: 'off' });
    await createPod(api, { name: 'stray', node: 'nowhere' });
    await api.send('POST', '/api/v1/nodes', { body: { metadata: { name: 'mute' } } });
    await createPod(api, { name: 'unknown', node: 'mute' });
    const messages = await Promise.all(['lost', 'stray', 'unknown'].map(async (pod) => (await get(`${pod}/log`)).json));
    expect(messages.map(({ code, message }) => [code, message])).toEqual([
      [
        500,
        'Get "https://127.0.0.1:1/containerLogs/default/lost/main": dial tcp 127.0.0.1:1: connect: connection refused',
      ],
      [404, 'nodes "nowhere" not found'],
      [500, 'no preferred addresses found; known addresses: []'],
    ]);
  });

  it('says that the kubelet answers with no HTTP, or not at all', async () => {
    const failure = async () => (await get('web/log')).json.message?.replace(/^Get "[^"]*": /, '');
    kubelet.answer = (request) => void request.socket.end('garbage\r\n\r\n');
    expect(await failure()).toBe('net/http: HTTP/1.x transport connection broken: malformed HTTP response "garbage"');
    kubelet.answer = (request) => void request.socket.destroy();
    expect(await failure()).toBe('EOF');
  });
});

describe('the certificate of a kubelet', () => {
  it('has to be of the cluster, unless the client says that it need not', async () => {
    const stranger = await startFakeKubelet({ authority: issueAuthority({ commonName: 'other', now: new Date() }) });
    stranger.answer = (_request, response) => void response.end('hello\n');
    await createNode(api, { name: 'strange', port: stranger.port });
    await createPod(api, { name: 'abroad', node: 'strange' });
    const { json } = await get('abroad/log');
    expect(json.message).toContain('tls: failed to verify certificate: x509: certificate signed by unknown authority');
    expect((await get('abroad/log?insecureSkipTLSVerifyBackend=true')).text).toBe('hello\n');
    await stranger.stop();
  });

  it('has to be for the address that was called', async () => {
    const other = await startFakeKubelet({ authority: api.authority, hosts: ['10.0.0.1'] });
    await createNode(api, { name: 'misnamed', port: other.port });
    await createPod(api, { name: 'there', node: 'misnamed' });
    expect((await get('there/log')).json.message).toMatch(/failed to verify certificate: x509: .*127\.0\.0\.1/);
    await other.stop();
  });

  it('may be any when the flag names no authority', async () => {
    const trusting = await startTestApi({ flags: ['--kubelet-certificate-authority='] });
    const stranger = await startFakeKubelet({ authority: issueAuthority({ commonName: 'other', now: new Date() }) });
    stranger.answer = (_request, response) => void response.end('hello\n');
    await createNode(trusting, { name: 'n1', port: stranger.port });
    await createPod(trusting, { name: 'web', node: 'n1' });
    expect((await trusting.send('GET', `${pods}/web/log`)).text).toBe('hello\n');
    await stranger.stop();
    await trusting.stop();
  });
});
