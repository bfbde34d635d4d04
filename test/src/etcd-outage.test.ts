// While etcd is away clients are told so, quickly and in words; when it is back everything goes on by itself.

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './apiserver-process.ts';
import type { TestServer } from './apiserver-process.ts';
import { followCollection } from './following-watcher.ts';
import { restClient } from './rest-client.ts';
import type { RestClient } from './rest-client.ts';
import { waitFor } from './wait-for.ts';

const path = '/api/v1/namespaces/default/configmaps';
const outageMs = 20_000;

let server: TestServer;
let client: RestClient;

beforeAll(async () => {
  server = await startTestServer();
  client = await restClient(server.apiserver);
});

afterAll(async () => {
  client.close();
  await server.stop();
});

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const create = (name: string) => client.send('POST', path, configMap(name));

describe('an etcd that is away for 20 seconds', () => {
  it.each([
    ['killed', () => server.etcd.kill(), () => server.etcd.restart()],
    ['frozen', () => server.etcd.pause(), () => Promise.resolve(server.etcd.resume())],
  ])(
    'when %s, is answered for with a clear 5xx, and the apiserver recovers without a restart',
    async (how, away, back) => {
      const list = (await client.send('GET', path)).json();
      const watcher = followCollection(client, { path, from: list.metadata.resourceVersion ?? '' });
      expect((await create(`before-${how}`)).status).toBe(201);
      const pid = server.apiserver.pid;
      await away();
      const until = performance.now() + outageMs;
      // What was asked of etcd just before holds for a tenth of a second: nobody else writes there.
      await waitFor('reads to be refused', async () => (await client.send('GET', path)).status >= 500);
      const [read, write, ready] = await Promise.all([
        client.send('GET', path),
        create(`during-${how}`),
        client.send('GET', '/readyz'),
      ]);
      for (const answer of [read, write]) {
        expect(answer.status).toBeGreaterThanOrEqual(500);
        expect(answer.json()).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.status });
        expect(answer.json().message).not.toBe('');
      }
      expect(ready.status).toBe(500);
      expect(performance.now()).toBeLessThan(until - outageMs / 3);
      await sleep(Math.max(0, until - performance.now()));
      await back();

      await waitFor('writes to work again', async () => (await create(`after-${how}`)).status === 201);
      await waitFor('the watcher to see it', () =>
        watcher.events.some(({ object }) => object.metadata.name === `after-${how}`),
      );
      await watcher.stop();
      expect(server.apiserver.pid).toBe(pid);
      expect(watcher.events.map(({ type }) => type)).not.toContain('ERROR');
      const names = watcher.events.map(({ object }) => object.metadata.name);
      expect(names).toContain(`before-${how}`);
      expect(new Set(names).size).toBe(names.length);
    },
  );
});
