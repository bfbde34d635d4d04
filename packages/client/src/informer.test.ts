import { StatusError } from '@wherry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { ConfigMaps, type ConfigMap } from '@wherry/api/core-v1';
import { silentLog, systemClock } from '@wherry/component';
import { createClient, type Client } from './client.ts';
import { startInformer, type Change, type Informer } from './informer.ts';
import { openTransport, type Transport } from './transport.ts';

const namespace = 'default';
let api: TestApi;
let transport: Transport;
let client: Client;
let informer: Informer<ConfigMap>;
beforeAll(async () => {
  api = await startTestApi();
  transport = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
  client = createClient(transport);
  await create('there');
  informer = await startInformer({
    client,
    resource: ConfigMaps,
    query: { namespace },
    indexes: { color: ({ data }) => (data?.['color'] === undefined ? [] : [data['color']]) },
    clock: systemClock,
    log: silentLog,
  });
});
afterAll(async () => {
  await informer.stop();
  await transport.stop();
  await api.stop();
});

const create = (name: string, data: Record<string, string> = {}) =>
  client.create(ConfigMaps, { metadata: { namespace, name }, data });

/** Resolves with the first change of an object after this that is as wanted. */
function changeOf(name: string, isWanted: (change: Change<ConfigMap>) => boolean): Promise<Change<ConfigMap>> {
  return new Promise((resolve) => {
    const end = informer.onChange((change) => {
      if ((change.object ?? change.old)?.metadata.name !== name || !isWanted(change)) return;
      // The handler is also called before `onChange` has returned.
      queueMicrotask(() => end());
      resolve(change);
    });
  });
}

describe('startInformer()', () => {
  it('has what there was when it resolved', () => {
    expect(informer.get('default/there')?.metadata.name).toBe('there');
    expect(informer.size).toBeGreaterThan(0);
  });

  it('tells of what comes, changes and goes, and finds it by its indexes', async () => {
    const seen = changeOf('new', ({ object }) => object !== undefined);
    await create('new', { color: 'red' });
    expect((await seen).old).toBeUndefined();
    expect(informer.by('color', 'red').map(({ metadata }) => metadata.name)).toEqual(['new']);

    const changed = changeOf('new', ({ object }) => object?.data?.['color'] === 'blue');
    await client.patch(ConfigMaps, { namespace, name: 'new' }, { type: 'merge', body: { data: { color: 'blue' } } });
    expect((await changed).old?.data).toEqual({ color: 'red' });
    expect([informer.by('color', 'red'), informer.by('color', 'blue')].map(({ length }) => length)).toEqual([0, 1]);

    const gone = changeOf('new', ({ object }) => object === undefined);
    await client.delete(ConfigMaps, { namespace, name: 'new' });
    await gone;
    expect(informer.get('default/new')).toBeUndefined();
    expect(informer.by('color', 'blue')).toEqual([]);
  });

  it('says how far it has been told: as far as every write that it shows', async () => {
    const seen = changeOf('marked', ({ object }) => object !== undefined);
    const before = informer.revision;
    const created = await create('marked');
    expect(Number(created.metadata.resourceVersion)).toBeGreaterThan(before);
    await seen;
    expect(informer.revision).toBe(Number(created.metadata.resourceVersion));
  });

  it('tells that an object has gone and another has come when it missed both', async () => {
    const state = { uid: 'first', revision: '1' };
    const tellGone = Promise.withResolvers<void>();
    const reader: Pick<Client, 'list' | 'watch'> = {
      list: () =>
        Promise.resolve({
          metadata: { resourceVersion: state.revision },
          items: [{ metadata: { namespace, name: 'again', uid: state.uid, resourceVersion: state.revision } }],
        } as never),
      async watch(_resource, { signal } = {}) {
        const isLost = state.revision === '1';
        await (isLost ? tellGone.promise : new Promise((_, reject) => signal?.addEventListener('abort', reject)));
        throw new StatusError({ code: 410, reason: 'Expired', message: 'too old resource version' });
      },
    };
    const options = { client: reader as Client, resource: ConfigMaps, clock: systemClock, log: silentLog };
    const relisting = await startInformer(options);
    const told: string[] = [];
    const isTold = Promise.withResolvers<void>();
    relisting.onChange(({ object, old }) => {
      told.push(`${old?.metadata.uid ?? '-'} ${object?.metadata.uid ?? '-'}`);
      if (object?.metadata.uid === 'second') isTold.resolve();
    });
    Object.assign(state, { uid: 'second', revision: '7' });
    tellGone.resolve();
    await isTold.promise;
    expect(told).toEqual(['- first', 'first -', '- second']);
    await relisting.stop();
  });

  it('gives up its start when it is told so', async () => {
    const nowhere = openTransport({ connection: { server: 'https://127.0.0.1:1' }, userAgent: 'test' });
    const stop = new AbortController();
    const start = startInformer({
      client: createClient(nowhere),
      resource: ConfigMaps,
      clock: systemClock,
      log: silentLog,
      signal: stop.signal,
    });
    stop.abort(new Error('not needed any more'));
    await expect(start).rejects.toThrow('not needed any more');
    await nowhere.stop();
  });
});
