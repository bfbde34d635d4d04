import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WireReader } from '@wherry/api/encoding';
import { fakeClock, type FakeClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { rawConnection } from '../testing/raw-connection.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';
import type { TestWatchLine } from '../testing/test-client.ts';

let api: TestApi;
let clock: FakeClock;
beforeAll(async () => {
  clock = fakeClock(new Date());
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());

let spaces = 0;
/** The path of the maps of a namespace of its own. */
async function freshMaps(): Promise<string> {
  spaces += 1;
  await api.send('POST', '/api/v1/namespaces', { body: { metadata: { name: `space-${spaces}` } } });
  return `/api/v1/namespaces/space-${spaces}/configmaps`;
}
async function make(path: string, name: string, labels: object = {}): Promise<string> {
  const { json } = await api.send('POST', path, { body: { metadata: { name, labels } } });
  return json.metadata.resourceVersion;
}
const label = (path: string, labels: object) =>
  api.send('PATCH', path, { body: { metadata: { labels } }, type: 'application/merge-patch+json' });
const revision = async (): Promise<string> =>
  (await api.send('GET', '/api/v1/configmaps')).json.metadata.resourceVersion;
const shown = (lines: readonly TestWatchLine[]): string[] =>
  lines.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`);

describe('where a watch begins', () => {
  it.each([
    ['without a revision, with what is there', 'watch=1'],
    ['at zero, with what is there', 'watch=true&resourceVersion=0'],
    ['with what is there, when the client says so', 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan'],
  ])('%s', async (_name, query) => {
    const maps = await freshMaps();
    await make(maps, 'a');
    await make(maps, 'b');
    const watch = await api.client.watch(`${maps}?${query}`);
    expect([watch.status, watch.headers['content-type']]).toEqual([200, 'application/json']);
    expect(shown(await watch.next(2))).toEqual(['ADDED a', 'ADDED b']);
    await make(maps, 'c');
    expect(shown(await watch.next(1))).toEqual(['ADDED c']);
    watch.close();
  });

  it('at a revision, with what came after it', async () => {
    const maps = await freshMaps();
    const from = await make(maps, 'a');
    await label(`${maps}/a`, { x: 'y' });
    await api.send('DELETE', `${maps}/a`);
    const watch = await api.client.watch(`${maps}?watch=1&resourceVersion=${from}`);
    const lines = await watch.next(2);
    watch.close();
    expect(shown(lines)).toEqual(['MODIFIED a', 'DELETED a']);
    const [modified, deleted] = lines.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(deleted).toBeGreaterThan(modified ?? Infinity);
    expect(lines[1]?.object.metadata.labels).toEqual({ x: 'y' });
  });

  it('at a revision that is still to come, with nothing until then', async () => {
    const maps = await freshMaps();
    await make(maps, 'a');
    const watch = await api.client.watch(`${maps}?watch=1&resourceVersion=${Number(await revision()) + 1}`);
    await make(maps, 'b');
    await make(maps, 'c');
    expect(shown(await watch.next(1))).toEqual(['ADDED c']);
    watch.close();
  });

  it('with nothing of what is there, when the client says so', async () => {
    const maps = await freshMaps();
    await make(maps, 'a');
    const watch = await api.client.watch(
      `${maps}?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0`,
    );
    await make(maps, 'b');
    expect(shown(await watch.next(1))).toEqual(['ADDED b']);
    watch.close();
  });

  it('too long ago, with the end of it', async () => {
    const storage = createMemoryStorage();
    const server = await startTestApi({ storage });
    await storage.compact(await storage.currentRevision());
    const restarted = await startTestApi({ storage });
    const watch = await restarted.client.watch('/api/v1/configmaps?watch=1&resourceVersion=1');
    expect(watch.status).toBe(200);
    const [line, ...more] = await watch.rest();
    expect(line).toMatchObject({
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/),
      },
    });
    expect(more).toEqual([]);
    await Promise.all([server.stop(), restarted.stop()]);
  });
});

describe('contradicting options', () => {
  const invalid = 'ListOptions.meta.k8s.io "" is invalid: ';
  const match = 'resourceVersionMatch: ';
  it.each([
    [
      'sendInitialEvents=true',
      422,
      `${invalid}${match}Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan`,
    ],
    [
      'resourceVersionMatch=NotOlderThan&resourceVersion=1',
      422,
      `${invalid}${match}Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided`,
    ],
    [
      'sendInitialEvents=true&resourceVersionMatch=Exact',
      422,
      `${invalid}[${match}Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, ` +
        `${match}Unsupported value: "Exact": supported values: "NotOlderThan"]`,
    ],
    [
      'resourceVersion=x',
      422,
      'configmaps "" is invalid: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    ['timeoutSeconds=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['fieldSelector=data%3Dx', 400, '"data" is not a known field selector: only "metadata.name", "metadata.namespace"'],
  ])('%s', async (query, status, message) => {
    const answer = await api.send('GET', `/api/v1/configmaps?watch=1&${query}`);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});

describe('what a watch shows', () => {
  it('is what is selected: objects come and go with their labels', async () => {
    const maps = await freshMaps();
    const from = await revision();
    const watch = await api.client.watch(`${maps}?watch=1&resourceVersion=${from}&labelSelector=in%3Dyes`);
    await make(maps, 'never', { in: 'no' });
    await make(maps, 'sometimes', { in: 'no' });
    await label(`${maps}/sometimes`, { in: 'yes' });
    await label(`${maps}/sometimes`, { more: '1' });
    const out = await label(`${maps}/sometimes`, { in: 'no' });
    await label(`${maps}/sometimes`, { in: 'yes' });
    const lines = await watch.next(4);
    watch.close();
    expect(shown(lines)).toEqual(['ADDED sometimes', 'MODIFIED sometimes', 'DELETED sometimes', 'ADDED sometimes']);
    // What is gone for this watcher is shown as he last saw it, at the revision at which it went.
    expect(lines[2]?.object.metadata).toMatchObject({
      labels: { in: 'yes' },
      resourceVersion: out.json.metadata.resourceVersion,
    });
  });

  it('is one object when it is asked for by name, the old way or the new', async () => {
    const maps = await freshMaps();
    const from = await revision();
    const old = maps.replace('/api/v1/', '/api/v1/watch/');
    const watches = await Promise.all([
      api.client.watch(`${maps}?watch=1&resourceVersion=${from}&fieldSelector=metadata.name%3Db`),
      api.client.watch(`${old}/b?resourceVersion=${from}`),
    ]);
    for (const name of ['a', 'b', 'bc']) await make(maps, name);
    await api.send('DELETE', `${maps}/b`);
    for (const watch of watches) {
      expect(shown(await watch.next(2))).toEqual(['ADDED b', 'DELETED b']);
      watch.close();
    }
    const present = await api.client.watch(`${old}/a`);
    expect(shown(await present.next(1))).toEqual(['ADDED a']);
    present.close();
  });

  it('is all namespaces without one', async () => {
    const maps = await freshMaps();
    const watch = await api.client.watch(`/api/v1/configmaps?watch=1&resourceVersion=${await revision()}`);
    await make(maps, 'a');
    await make(await freshMaps(), 'b');
    expect(shown(await watch.next(2))).toEqual(['ADDED a', 'ADDED b']);
    watch.close();
  });

  it('is every change once and in order, whoever watches', async () => {
    const maps = await freshMaps();
    const from = await make(maps, 'a');
    const watches = await Promise.all(
      Array.from({ length: 10 }, () => api.client.watch(`${maps}?watch=1&resourceVersion=${from}`)),
    );
    for (let i = 0; i < 30; i += 1) await label(`${maps}/a`, { i: String(i) });
    for (const watch of watches) {
      const lines = await watch.next(30);
      expect(lines.map(({ object }) => object.metadata.labels?.['i'])).toEqual(
        Array.from({ length: 30 }, (_, i) => String(i)),
      );
      watch.close();
    }
  });
});

describe('bookmarks', () => {
  it('tell once a minute how far the watcher is', async () => {
    const maps = await freshMaps();
    const from = await revision();
    const watch = await api.client.watch(`${maps}?watch=1&resourceVersion=${from}&allowWatchBookmarks=true`);
    const elsewhere = await make(await freshMaps(), 'elsewhere');
    await clock.advance(60_000);
    const [bookmark] = await watch.next(1);
    watch.close();
    expect(bookmark).toEqual({
      type: 'BOOKMARK',
      object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: expect.any(String) } },
    });
    expect(Number(bookmark?.object.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(elsewhere));
  });

  it('mark the end of what was there for those who want it', async () => {
    const maps = await freshMaps();
    await make(maps, 'a');
    const now = await revision();
    const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const watch = await api.client.watch(`${maps}?watch=1&${query}`);
    const lines = await watch.next(2);
    watch.close();
    expect(lines[1]).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: { resourceVersion: now, annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
  });
});

describe('the end of a watch', () => {
  it('comes when its time is over, with a last bookmark', async () => {
    const maps = await freshMaps();
    const from = await revision();
    const query = `watch=1&resourceVersion=${from}&timeoutSeconds=7&allowWatchBookmarks=1`;
    const watch = await api.client.watch(`${maps}?${query}`);
    await clock.advance(7_000);
    expect((await watch.rest()).map(({ type }) => type)).toEqual(['BOOKMARK']);
  });

  it('comes when the server stops, without an error', async () => {
    const server = await startTestApi();
    const watch = await server.client.watch('/api/v1/namespaces?watch=1&resourceVersion=0');
    await watch.next(4);
    const stopped = server.stop();
    expect(await watch.rest()).toEqual([]);
    await stopped;
  });
});

describe('forms', () => {
  const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const METADATA = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';

  it('tables name their columns once', async () => {
    const maps = await freshMaps();
    await make(maps, 'a');
    const watch = await api.client.watch(`${maps}?watch=1&allowWatchBookmarks=1`, { accept: TABLE });
    await make(maps, 'b');
    const tables = (await watch.next(3)).map(({ type, object }) => ({ type, ...(object as object) }));
    watch.close();
    expect(tables).toMatchObject([
      { type: 'ADDED', kind: 'Table', columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }] },
      {
        type: 'BOOKMARK',
        kind: 'Table',
        columnDefinitions: null,
        rows: [{ object: { kind: 'PartialObjectMetadata' } }],
      },
      { type: 'ADDED', kind: 'Table', columnDefinitions: null, rows: [{ cells: ['b', 0, expect.any(String)] }] },
    ]);
  });

  it('metadata alone is metadata alone, bookmarks as well', async () => {
    const maps = await freshMaps();
    await make(maps, 'a');
    const watch = await api.client.watch(`${maps}?watch=1&allowWatchBookmarks=1`, { accept: METADATA });
    const objects = (await watch.next(2)).map(({ object }) => object);
    watch.close();
    for (const object of objects) {
      expect(object).toMatchObject({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' });
      expect(Object.keys(object).toSorted()).toEqual(['apiVersion', 'kind', 'metadata']);
    }
  });

  it('protobuf comes in messages with their lengths before them', async () => {
    const maps = await freshMaps();
    await make(maps, 'a');
    const path = `${maps}?watch=1&resourceVersion=0&timeoutSeconds=1`;
    const answer = api.send('GET', path, { accept: 'application/vnd.kubernetes.protobuf;stream=watch' });
    // The request has to be there before its time runs.
    await make(maps, 'b');
    await clock.advance(1_000);
    const { headers, body } = await answer;
    expect(headers['content-type']).toBe('application/vnd.kubernetes.protobuf;stream=watch');
    const length = body.readUInt32BE(0);
    const reader = new WireReader(body.subarray(4, 4 + length));
    expect([reader.next(), reader.field, reader.string()]).toEqual([true, 1, 'ADDED']);
  });

  it('YAML has no form for streams', async () => {
    const { status, text } = await api.send('GET', '/api/v1/configmaps?watch=1', { accept: 'application/yaml' });
    expect(status).toBe(406);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'only the following media types are accepted: application/json;stream=watch, ' +
        'application/vnd.kubernetes.protobuf;stream=watch',
    );
  });
});

/** The bytes of all buffers that somebody still holds: what is only waiting to be collected does not count. */
function heldBuffers(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().arrayBuffers;
}

/** More maps than may wait for a watcher, written past the registry to save time. */
async function manyMore(namespace: string): Promise<void> {
  for (let i = 0; i < 8_400; i += 400) {
    const puts = Array.from({ length: 400 }, (_, k) => ({
      key: `/registry/core/configmaps/${namespace}/more-${i + k}`,
      value: JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: `more-${i + k}`, namespace } }),
    }));
    await api.storage.txn({ compare: [], puts });
  }
}

describe('a client that does not read', () => {
  it('is cut off, while others go on, and what waits for him stays bounded', async () => {
    const maps = await freshMaps();
    const large = 'x'.repeat(200_000);
    await api.send('POST', maps, { body: { metadata: { name: 'large' }, data: { large } } });
    const from = await revision();
    const target = `${maps}?watch=1&resourceVersion=${from}`;
    const lazy = await rawConnection(api);
    lazy.send(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await lazy.until(/200 OK/);
    lazy.socket.pause();
    const eager = await api.client.watch(`${target}&fieldSelector=metadata.name%3Dlarge`);
    // Enough to fill the buffers of the connection, and then more events than may wait.
    const before = heldBuffers();
    for (let i = 0; i < 100; i += 1) await label(`${maps}/large`, { i: String(i) });
    // What is freed in the background, and what the eager one has yet to take, goes by itself; what waits for the lazy one would not.
    await expect.poll(() => heldBuffers() - before, { timeout: 20_000 }).toBeLessThan(60_000_000);
    await manyMore(maps.split('/')[4] ?? '');
    expect(shown((await eager.next(100)).slice(-1))).toEqual(['MODIFIED large']);
    eager.close();
    const closed = new Promise((resolve) => lazy.socket.once('close', resolve));
    lazy.socket.resume();
    await closed;
    expect(await lazy.ended()).not.toContain('"type":"ERROR"');
  });

  it('does not get all that is there into the memory at once', async () => {
    const maps = await freshMaps();
    const large = 'x'.repeat(500_000);
    for (let i = 0; i < 40; i += 1) {
      await api.send('POST', maps, { body: { metadata: { name: `m${i}` }, data: { large } } });
    }
    const lazy = await rawConnection(api);
    const before = heldBuffers();
    lazy.send(`GET ${maps}?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n`);
    await lazy.until(/200 OK/);
    lazy.socket.pause();
    await make(maps, 'later');
    expect(heldBuffers() - before).toBeLessThan(10_000_000);
    lazy.socket.resume();
    await lazy.until(/"name":"later"/);
    lazy.socket.destroy();
  });
});
