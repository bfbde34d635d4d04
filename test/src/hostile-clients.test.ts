// Clients that mean no good, or know no better, against the real process: it answers others meanwhile, its memory stays
// bounded, and it does not die.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './apiserver-process.ts';
import type { TestServer } from './apiserver-process.ts';
import { cpuTimeOf } from './cpu-time.ts';
import { restClient } from './rest-client.ts';
import type { RestClient } from './rest-client.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const mebibyte = 1024 * 1024;

let server: TestServer;
let client: RestClient;
let pid: number | undefined;
beforeAll(async () => {
  server = await startTestServer();
  client = await restClient(server.apiserver);
  ({ pid } = server.apiserver);
});
afterAll(async () => {
  client.close();
  await server.stop();
});

const port = (): number => Number(new URL(server.apiserver.url).port);

/** A connection with the administrator's certificate, for what no client library would send. */
async function connect(): Promise<TLSSocket> {
  const read = (name: string): Promise<string> => readFile(join(server.apiserver.dataDir, 'pki', name), 'utf8');
  const [ca, cert, key] = await Promise.all([read('ca.crt'), read('admin.crt'), read('admin.key')]);
  const socket = connectTls({ host: '127.0.0.1', port: port(), ca, cert, key });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return socket.on('error', () => undefined);
}

const ended = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()).resume());

/** The memory that the process holds by itself, in bytes. */
async function memory(): Promise<number> {
  const status = await readFile(`/proc/${String(server.apiserver.pid)}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Milliseconds of the server's processor time that a request takes. */
async function costOf(request: () => Promise<unknown>): Promise<number> {
  const { pid = 0 } = server.apiserver;
  const before = await cpuTimeOf(pid);
  await request();
  return (await cpuTimeOf(pid)) - before;
}

describe('a port that anyone can reach', () => {
  it('takes random bytes, in and instead of TLS, and half-open connections', async () => {
    const ends = Array.from({ length: 200 }, async (_, i) => {
      if (i % 2 === 0) {
        const socket = await connect();
        socket.write(i % 4 === 0 ? randomBytes(3000) : `GET /${randomBytes(20).toString('hex')} HTTP/1.1\r\n\r\n`);
        return ended(socket);
      }
      const socket = connectTcp(port(), '127.0.0.1').on('error', () => undefined);
      socket.write(randomBytes(3000), () => (i % 3 === 0 ? socket.destroy() : undefined));
      return ended(socket);
    });
    await Promise.all(ends);
    expect((await client.send('GET', '/readyz')).status).toBe(200);
    expect(server.apiserver.pid).toBe(pid);
  });

  it('takes connections that are cut off anywhere in a request', async () => {
    const body = JSON.stringify({ metadata: { name: 'cut' }, data: { a: 'x'.repeat(1000) } });
    const request = `POST ${maps} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    for (let i = 0; i < 60; i += 1) {
      const socket = await connect();
      socket.write(request.slice(0, Math.floor((request.length * (i + 1)) / 60)), () => socket.destroy());
      await ended(socket);
    }
    expect((await client.send('GET', '/readyz')).status).toBe(200);
  });
});

describe('requests that are made to be expensive', () => {
  const patchTypes = { json: 'application/json-patch+json' };
  const large = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key-${i}`, 'v']));

  it('do not keep the process busy for long', async () => {
    expect((await client.send('POST', maps, { metadata: { name: 'target' }, data: { a: 'b' } })).status).toBe(201);
    const type = (text: string) => ({ headers: { 'content-type': text } });
    const patch = (operations: unknown) => client.send('PATCH', `${maps}/target`, operations, type(patchTypes.json));
    const requests: readonly [string, () => Promise<{ status: number }>, number][] = [
      ['a long label selector', () => client.send('GET', `${maps}?labelSelector=a+in+(${'v,'.repeat(100_000)}v)`), 200],
      [
        'a long field selector',
        () => client.send('GET', `${maps}?fieldSelector=${'metadata.name!=v,'.repeat(8_000)}`),
        200,
      ],
      [
        'a long list of what is accepted',
        () => client.send('GET', maps, undefined, { headers: { accept: 'a/b,'.repeat(50_000) } }),
        406,
      ],
      [
        'many unknown fields',
        () => client.send('POST', `${maps}?dryRun=All`, { metadata: { name: 'a' }, ...large }),
        201,
      ],
      ['many labels', () => client.send('POST', `${maps}?dryRun=All`, { metadata: { name: 'a', labels: large } }), 201],
      ['many entries', () => client.send('POST', `${maps}?dryRun=All`, { metadata: { name: 'a' }, data: large }), 201],
      [
        'ten thousand operations',
        () => patch(Array.from({ length: 10_000 }, (_, i) => ({ op: 'add', path: `/data/k${i}`, value: 'v' }))),
        200,
      ],
      [
        'copies of copies',
        () => patch(Array.from({ length: 60 }, () => ({ op: 'copy', from: '/data', path: '/data/x' }))),
        422,
      ],
      [
        'a deep document',
        () => client.send('POST', maps, { metadata: {}, x: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) }),
        400,
      ],
    ];
    const costs: Record<string, number> = {};
    for (const [name, send, status] of requests) {
      let answered = 0;
      costs[name] = await costOf(async () => (answered = (await send()).status));
      expect([name, answered]).toEqual([name, status]);
    }
    // None takes a fifth of a second; a cold process takes longer, a slow machine too, and what must not happen takes minutes.
    expect(Object.entries(costs).filter(([, ms]) => ms > 5000)).toEqual([]);
  });

  it('are refused when they are too large, and the client reads why', async () => {
    const body = { metadata: { name: 'large' }, data: { a: 'x'.repeat(4 * mebibyte) } };
    const answer = await client.send('POST', maps, body);
    expect([answer.status, answer.json().message]).toEqual([413, 'Request entity too large: limit is 3145728']);
    expect((await client.send('POST', maps, { metadata: { name: 'after-large' } })).status).toBe(201);
  });
});

describe('clients that do not read', () => {
  it('cost a bounded amount of memory', async () => {
    for (let i = 0; i < 20; i += 1) {
      const body = { metadata: { name: `bulk-${i}`, labels: { kind: 'bulk' } }, data: { a: 'x'.repeat(mebibyte / 2) } };
      expect((await client.send('POST', maps, body)).status).toBe(201);
    }
    const before = await memory();
    const watchers = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const socket = (await connect()).pause();
        socket.write(`GET ${maps}?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n`);
        return socket;
      }),
    );
    // Each of them is owed ten megabytes; what all watchers are told of changes is made once.
    for (let i = 0; i < 40; i += 1) {
      const labels = { metadata: { labels: { step: String(i) } } };
      const type = { headers: { 'content-type': 'application/merge-patch+json' } };
      expect((await client.send('PATCH', `${maps}/bulk-0`, labels, type)).status).toBe(200);
    }
    expect((await memory()) - before).toBeLessThan(200 * mebibyte);
    for (const socket of watchers) socket.destroy();
    expect((await client.send('GET', '/readyz')).status).toBe(200);
    expect(server.apiserver.pid).toBe(pid);
    expect(server.apiserver.output).not.toMatch(/unexpected|unhandled/i);
  });
});
