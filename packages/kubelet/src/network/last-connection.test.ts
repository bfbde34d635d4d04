import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pod } from '@wherry/api/core-v1';
import { describe, expect, it, onTestFinished } from 'vitest';
import { podOf, UID } from '../pods/testing/pictures.ts';
import { askProxy } from './last-connection.ts';

describe('askProxy', () => {
  const pod: Pod = podOf();

  it('waits for the answer of the proxy', async () => {
    const asked = Promise.withResolvers<{ readonly url: string; readonly response: ServerResponse }>();
    const proxy = createServer((request, response) => asked.resolve({ url: request.url ?? '', response }));
    proxy.listen(0, '127.0.0.1');
    onTestFinished(() => void proxy.close());
    await once(proxy, 'listening');
    const told: string[] = [];
    const waiting = askProxy(`127.0.0.1:${(proxy.address() as AddressInfo).port}`)(pod, new AbortController().signal);
    void waiting.then(() => told.push('nobody is led to it'));
    const { url, response } = await asked.promise;
    expect(url).toBe(`/endpoint-ended?pod=${UID}`);
    expect(told).toEqual([]);
    response.end('{}');
    await waiting;
  });

  it.each([
    ['there is no proxy', '127.0.0.1:1', new AbortController().signal],
    ['it is called off', '192.0.2.1:80', AbortSignal.abort()],
  ])('does not wait when %s', async (_, address, signal) => {
    await expect(askProxy(address)(pod, signal)).resolves.toBeUndefined();
  });
});
