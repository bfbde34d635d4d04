// The official JavaScript client works unmodified: typed calls, patches, watches, and informers that outlive the server.

import {
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  Watch,
} from '@kubernetes/client-node';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './apiserver-process.ts';
import type { TestServer } from './apiserver-process.ts';
import { waitFor } from './wait-for.ts';

const namespace = 'default';

let server: TestServer;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  server = await startTestServer();
  config = new KubeConfig();
  config.loadFromFile(server.apiserver.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
});

afterAll(() => server?.stop());

const create = (
  name: string,
  data?: Record<string, string>,
  labels: Record<string, string> = {},
): Promise<V1ConfigMap> =>
  core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels }, ...(data && { data }) } });

describe('a typed client', () => {
  it('creates, reads, replaces and deletes', async () => {
    const created = await create('whole', { a: '1' });
    expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } });
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);

    const replaced = await core.replaceNamespacedConfigMap({
      namespace,
      name: 'whole',
      body: { metadata: created.metadata ?? {}, data: { b: '2' } },
    });
    expect(replaced.data).toEqual({ b: '2' });
    expect(await core.readNamespacedConfigMap({ namespace, name: 'whole' })).toEqual(replaced);

    const stale = core.replaceNamespacedConfigMap({ namespace, name: 'whole', body: created });
    await expect(stale).rejects.toMatchObject({ code: 409 });

    expect(await core.deleteNamespacedConfigMap({ namespace, name: 'whole' })).toMatchObject({ status: 'Success' });
    await expect(core.readNamespacedConfigMap({ namespace, name: 'whole' })).rejects.toMatchObject({ code: 404 });
  });

  it('lists, in pages and by selectors', async () => {
    for (const name of ['p1', 'p2', 'p3']) await create(name, { name }, { set: 'pages' });
    const labelSelector = 'set=pages';
    const first = await core.listNamespacedConfigMap({ namespace, labelSelector, limit: 2 });
    expect(first.items.map(({ metadata }) => metadata?.name)).toEqual(['p1', 'p2']);
    expect(first.metadata).toMatchObject({ _continue: expect.any(String) });
    const rest = await core.listNamespacedConfigMap({
      namespace,
      labelSelector,
      limit: 2,
      _continue: first.metadata?._continue ?? '',
    });
    expect(rest.items.map(({ metadata }) => metadata?.name)).toEqual(['p3']);
    expect(rest.metadata?._continue).toBeUndefined();
    const everywhere = await core.listConfigMapForAllNamespaces({ fieldSelector: 'metadata.name=p2' });
    expect(everywhere.items.map(({ data }) => data)).toEqual([{ name: 'p2' }]);
    await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector });
    expect((await core.listNamespacedConfigMap({ namespace, labelSelector })).items).toEqual([]);
  });

  it.each([
    { type: PatchStrategy.JsonPatch, body: [{ op: 'replace', path: '/data/a', value: '2' }] },
    { type: PatchStrategy.MergePatch, body: { data: { a: '2' } } },
    { type: PatchStrategy.StrategicMergePatch, body: { data: { a: '2' } } },
  ])('patches with $type', async ({ type, body }) => {
    const name = `patched-${type.replace(/\W/g, '-').slice(12)}`;
    await create(name, { a: '1', b: '1' });
    const patched = await core.patchNamespacedConfigMap(
      { namespace, name, body },
      setHeaderOptions('Content-Type', type),
    );
    expect(patched.data).toEqual({ a: '2', b: '1' });
  });

  it('merges lists by their keys in a strategic merge patch', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const containers = [
      { name: 'one', image: 'shop:1' },
      { name: 'two', image: 'shop:1' },
    ];
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'merged' },
        spec: {
          selector: { matchLabels: { app: 'merged' } },
          template: { metadata: { labels: { app: 'merged' } }, spec: { containers } },
        },
      },
    });
    const patched = await apps.patchNamespacedDeployment(
      {
        namespace,
        name: 'merged',
        body: { spec: { template: { spec: { containers: [{ name: 'two', image: 'shop:2' }] } } } },
      },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    const images = patched.spec?.template.spec?.containers.map(({ name, image }) => [name, image]);
    expect(images).toEqual([
      ['one', 'shop:1'],
      ['two', 'shop:2'],
    ]);
    const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'merged' });
    expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 1 } });
  });

  it('refuses with a Status that says why', async () => {
    const refused = await create('Not a name').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 422 });
    expect(JSON.parse(String((refused as { body: unknown }).body))).toMatchObject({
      kind: 'Status',
      reason: 'Invalid',
      details: { name: 'Not a name', kind: 'ConfigMap', causes: [{ field: 'metadata.name' }] },
    });
  });
});

it('a client of any kind finds its way by discovery', async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const spec = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'found', namespace }, stringData: { a: 'b' } };
  const created = await objects.create(spec);
  expect(created).toMatchObject({ kind: 'Secret', data: { a: 'Yg==' } });
  const patched = await objects.patch({ ...spec, stringData: { a: 'c' } });
  expect(patched).toMatchObject({ data: { a: 'Yw==' } });
  await objects.delete(spec);
  await expect(objects.read(spec)).rejects.toMatchObject({ code: 404 });
});

it('a watch tells of each change in order', async () => {
  // A namespace of its own, so that the watch needs no selector.
  const own = 'watched';
  await core.createNamespace({ body: { metadata: { name: own } } });
  const list = await core.listNamespacedConfigMap({ namespace: own });
  const events: string[] = [];
  const ended = Promise.withResolvers<unknown>();
  const watching = await new Watch(config).watch(
    `/api/v1/namespaces/${own}/configmaps`,
    {
      resourceVersion: list.metadata?.resourceVersion,
      allowWatchBookmarks: true,
    },
    (phase, object: V1ConfigMap) => void events.push(`${phase} ${JSON.stringify(object.data)}`),
    ended.resolve,
  );
  const body = (a: string): V1ConfigMap => ({ metadata: { name: 'one' }, data: { a } });
  await core.createNamespacedConfigMap({ namespace: own, body: body('1') });
  await core.replaceNamespacedConfigMap({ namespace: own, name: 'one', body: body('2') });
  await core.deleteNamespacedConfigMap({ namespace: own, name: 'one' });
  await waitFor('the deletion', () => events.length === 3);
  watching.abort();
  await ended.promise;
  expect(events).toEqual(['ADDED {"a":"1"}', 'MODIFIED {"a":"2"}', 'DELETED {"a":"2"}']);
});

describe('an informer', () => {
  it('knows what is there and hears of what changes, also after the apiserver was killed', async () => {
    await create('before', { a: '1' }, { informed: 'yes' });
    const labelSelector = 'informed=yes';
    const informer = makeInformer(
      config,
      `/api/v1/namespaces/${namespace}/configmaps`,
      () => core.listNamespacedConfigMap({ namespace, labelSelector }),
      labelSelector,
    );
    const heard: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata, data }) => void heard.push(`${verb} ${metadata?.name} ${JSON.stringify(data)}`));
    }
    let isStopped = false;
    // The client leaves it to its user to begin again after an error.
    informer.on('error', () => {
      const again = (): void => void informer.start().catch(() => setTimeout(again, 50));
      if (!isStopped) setTimeout(again, 50);
    });
    const hears = (what: string): Promise<unknown> =>
      waitFor(`the informer to hear ${what}`, () => heard.includes(what));

    await informer.start();
    await hears('add before {"a":"1"}');
    await create('second', { a: '1' }, { informed: 'yes' });
    await hears('add second {"a":"1"}');
    await core.replaceNamespacedConfigMap({
      namespace,
      name: 'second',
      body: { metadata: { name: 'second', labels: { informed: 'yes' } }, data: { a: '2' } },
    });
    await hears('update second {"a":"2"}');

    await server.apiserver.kill();
    await server.apiserver.restart();
    await core.deleteNamespacedConfigMap({ namespace, name: 'second' });
    await create('third', { a: '3' }, { informed: 'yes' });
    await hears('delete second {"a":"2"}');
    await hears('add third {"a":"3"}');
    const known = informer.list(namespace).map(({ metadata }) => metadata?.name);
    expect(new Set(known)).toEqual(new Set(['before', 'third']));
    expect(informer.get('third', namespace)?.data).toEqual({ a: '3' });
    expect(heard.filter((event) => event.startsWith('add before'))).toEqual(['add before {"a":"1"}']);

    isStopped = true;
    await informer.stop();
  });
});
