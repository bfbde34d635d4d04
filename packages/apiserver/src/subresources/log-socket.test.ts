import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closed, startFakeKubelet, type FakeKubelet } from '../testing/fake-kubelet.ts';
import { createNode, createPod } from '../testing/node-and-pod.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
let kubelet: FakeKubelet;
beforeAll(async () => {
  api = await startTestApi();
  kubelet = await startFakeKubelet({ authority: api.authority });
  await createNode(api, { name: 'n1', port: kubelet.port });
  await createPod(api, { name: 'web', node: 'n1' });
});
afterAll(async () => {
  await kubelet.stop();
  await api.stop();
});

function open(protocols: readonly string[], query = ''): WebSocket {
  const url = `wss://127.0.0.1:${api.port}/api/v1/namespaces/default/pods/web/log${query}`;
  return new WebSocket(url, [...protocols], { ...api.pki });
}

/** All that is said until the connection ends, and how it ends. */
async function heard(socket: WebSocket): Promise<{ texts: string[]; binary: boolean[]; code: number }> {
  const texts: string[] = [];
  const binary: boolean[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    texts.push(data.toString());
    binary.push(isBinary);
  });
  const [code] = (await once(socket, 'close')) as [number];
  return { texts, binary, code };
}

describe('pods/log over WebSocket', () => {
  it.each([
    [['binary.k8s.io'], 'binary.k8s.io', 'one\ntwo\n', true],
    [['other', 'base64.binary.k8s.io'], 'base64.binary.k8s.io', btoa('one\ntwo\n'), false],
    [[], '', 'one\ntwo\n', true],
  ])('speaks %j and ends with the log', async (protocols, protocol, text, isBinary) => {
    kubelet.answer = (_request, response) => void response.end('one\ntwo\n');
    const socket = open(protocols);
    const { texts, binary, code } = await heard(socket);
    expect([texts.join(''), socket.protocol, code]).toEqual([text, protocol, 1000]);
    // The first message is empty: it says that the rest will come.
    expect(texts[0]).toBe('');
    expect(new Set(binary)).toEqual(new Set([isBinary]));
  });

  it('sends what is written as it is written, and stops to ask for more when the client goes', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    kubelet.answer = (_request, response) => {
      response.writeHead(200);
      response.flushHeaders();
      asked.resolve(response);
    };
    const socket = open(['binary.k8s.io'], '?follow=true');
    const log = await asked.promise;
    await once(socket, 'message');
    log.write('first\n');
    const [first] = (await once(socket, 'message')) as [Buffer];
    expect(first.toString()).toBe('first\n');
    const isGone = closed(log.req.socket as Parameters<typeof closed>[0]);
    socket.close();
    await isGone;
  });

  it('refuses protocols that there are not', async () => {
    kubelet.answer = (_request, response) => void response.end('one\n');
    const socket = open(['channel.k8s.io']);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 403');
  });

  it('tells in plain HTTP that there is no log', async () => {
    kubelet.answer = (_request, response) => void response.writeHead(400).end('container is waiting to start');
    const socket = open(['binary.k8s.io']);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 400');
  });
});
