// Two apiservers on one etcd are one cluster: what one has acknowledged the other shows, and nothing is given out twice.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiserverProcess, startTestServer } from './apiserver-process.ts';
import type { ApiserverProcess, TestServer } from './apiserver-process.ts';
import { restClient } from './rest-client.ts';
import type { RestClient } from './rest-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const services = '/api/v1/namespaces/default/services';

let server: TestServer;
let second: ApiserverProcess;
let clients: readonly [RestClient, RestClient];

beforeAll(async () => {
  server = await startTestServer();
  const { dataDir } = server.apiserver;
  second = await startApiserverProcess({ etcdUrl: server.etcd.url, dataDir });
  clients = [await restClient(server.apiserver), await restClient({ url: second.url, dataDir })];
});

afterAll(async () => {
  for (const client of clients) client.close();
  await second.stop();
  await server.stop();
});

describe('two apiservers on one etcd', () => {
  it('show each other’s writes at once, in gets and in lists', async () => {
    for (let round = 0; round < 50; round += 1) {
      const [writer, reader] = round % 2 === 0 ? clients : [clients[1], clients[0]];
      const name = `seen-${round}`;
      const created = await writer.send('POST', configMaps, {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: { name },
      });
      expect(created.status).toBe(201);
      expect((await reader.send('GET', `${configMaps}/${name}`)).status).toBe(200);
      const list = (await reader.send('GET', configMaps)).json();
      expect(list.items?.map(({ metadata }) => metadata.name)).toContain(name);
    }
  });

  it('count a number up together without losing an update', async () => {
    await clients[0].send('POST', configMaps, {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'n' },
      data: { n: '0' },
    });
    const increment = async (client: RestClient): Promise<void> => {
      for (;;) {
        const current = (await client.send('GET', `${configMaps}/n`)).json();
        const next = { ...current, data: { n: String(Number(current.data?.['n']) + 1) } };
        const { status } = await client.send('PUT', `${configMaps}/n`, next);
        if (status === 200) return;
        expect(status).toBe(409);
      }
    };
    const each = 20;
    await Promise.all(clients.flatMap((client) => Array.from({ length: each }, () => increment(client))));
    const final = (await clients[1].send('GET', `${configMaps}/n`)).json();
    expect(final.data?.['n']).toBe(String(2 * each));
  });

  it('give no cluster IP and no node port to two Services', async () => {
    const count = 60;
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        clients[index % 2 === 0 ? 0 : 1].send('POST', services, {
          kind: 'Service',
          apiVersion: 'v1',
          metadata: { name: `s-${index}` },
          spec: { type: 'NodePort', ports: [{ port: 80 }] },
        }),
      ),
    );
    const specs = answers.map(
      (answer) => answer.json<{ spec: { clusterIP: string; ports: { nodePort: number }[] } }>().spec,
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 201));
    expect(new Set(specs.map(({ clusterIP }) => clusterIP)).size).toBe(count);
    expect(new Set(specs.map(({ ports }) => ports[0]?.nodePort)).size).toBe(count);
  });

  it('let exactly one of two Services have the address and the port that both ask for', async () => {
    const wanted = (name: string) => ({
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name },
      spec: { type: 'NodePort', clusterIP: '10.96.0.77', ports: [{ port: 80, nodePort: 30077 }] },
    });
    const answers = await Promise.all([
      clients[0].send('POST', services, wanted('this')),
      clients[1].send('POST', services, wanted('that')),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
    const refused = answers.find(({ status }) => status === 422)?.json();
    expect(refused?.message).toContain('provided IP is already allocated');
  });

  it('show what a third writes from when it comes, and what was written through it when it has gone', async () => {
    await second.stop();
    const { dataDir } = server.apiserver;
    const create = async (client: RestClient, name: string) =>
      (await client.send('POST', configMaps, { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name } })).status;
    const shows = async (name: string) => (await clients[0].send('GET', `${configMaps}/${name}`)).status;
    // Asked without a pause, the first takes itself to be alone whenever it may.
    let isOver = false;
    const asking = (async () => {
      while (!isOver) expect(await shows('n')).toBe(200);
    })();
    for (const turn of [1, 2]) {
      const newcomer = await startApiserverProcess({ etcdUrl: server.etcd.url, dataDir });
      const client = await restClient({ url: newcomer.url, dataDir });
      for (let i = 0; i < 20; i += 1) {
        expect(await create(client, `third-${turn}-${i}`)).toBe(201);
        expect(await shows(`third-${turn}-${i}`)).toBe(200);
      }
      client.close();
      if (turn === 1) await newcomer.stop();
      else await newcomer.kill();
      expect(await create(clients[0], `after-${turn}`)).toBe(201);
      expect(await shows(`after-${turn}`)).toBe(200);
      expect(await shows(`third-${turn}-19`)).toBe(200);
    }
    isOver = true;
    await asking;
  });
});
