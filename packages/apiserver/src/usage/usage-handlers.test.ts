import { fakeClock } from '@wherry/component';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFakeKubelet, type FakeKubelet } from '../testing/fake-kubelet.ts';
import { createNode, createPod } from '../testing/node-and-pod.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';
import type { TestDocument } from '../testing/test-client.ts';

let api: TestApi;
let kubelet: FakeKubelet;
const metrics = '/apis/metrics.k8s.io/v1beta1';
const running = { phase: 'Running' };
const clock = fakeClock(new Date());
let scrapes = 0;

/** One tenth of a processor for the node, a twentieth for each container, ten seconds a scrape. */
function sampleText(): string {
  scrapes += 1;
  const at = Date.parse('2026-01-01T00:00:00Z') + scrapes * 10_000;
  const containers = ['web main', 'web side', 'other main', 'ended main'].flatMap((text) => {
    const [pod = '', container = ''] = text.split(' ');
    const labels = `{container="${container}",namespace="default",pod="${pod}"}`;
    return [
      `container_cpu_usage_seconds_total${labels} ${scrapes * 0.5} ${at}`,
      `container_memory_working_set_bytes${labels} ${16 * 1024 * 1024} ${at}`,
    ];
  });
  const node = [`node_cpu_usage_seconds_total ${scrapes} ${at}`, `node_memory_working_set_bytes 1.073741824e+09 ${at}`];
  return [...node, ...containers, ''].join('\n');
}

beforeAll(async () => {
  api = await startTestApi({ clock });
  kubelet = await startFakeKubelet({ authority: api.authority });
  await createNode(api, { name: 'n1', port: kubelet.port });
  await createNode(api, { name: 'off', port: 1 });
  const type = 'application/merge-patch+json';
  await api.send('PATCH', '/api/v1/nodes/n1', { body: { metadata: { labels: { disk: 'ssd' } } }, type });
  await createPod(api, {
    name: 'web',
    node: 'n1',
    containers: ['main', 'side'],
    labels: { app: 'web' },
    status: running,
  });
  await createPod(api, { name: 'other', node: 'n1', status: running });
  await createPod(api, { name: 'unknown', node: 'n1', status: running });
  await createPod(api, { name: 'ended', node: 'n1', status: { phase: 'Succeeded' } });
  await createPod(api, { name: 'lost', node: 'off', status: running });
});
afterAll(async () => {
  await kubelet.stop();
  await api.stop();
});
beforeEach(async () => {
  // Nothing is known from before.
  await clock.advance(600_000);
  kubelet.requests.length = 0;
  kubelet.answer = (_request, response) => void response.end(sampleText());
});

/** Asks, and lets the time pass in which the second sample is waited for. */
async function get(path: string, accept?: string) {
  const answer = api.send('GET', `${metrics}${path}`, accept === undefined ? {} : { accept });
  let done = false;
  const settled = answer.finally(() => (done = true));
  while (!done) {
    await clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return settled;
}
const names = ({ items }: TestDocument) => items.map(({ metadata }) => metadata.name);

describe('metrics.k8s.io', () => {
  it('shows what a node uses', async () => {
    const { json } = await get('/nodes/n1');
    expect(json).toMatchObject({
      kind: 'NodeMetrics',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: { name: 'n1', labels: { disk: 'ssd' } },
      window: '10s',
      usage: { cpu: '100m', memory: '1Gi' },
    });
    expect(kubelet.requests[0]).toMatchObject({
      url: '/metrics/resource',
      client: { CN: 'kube-apiserver-kubelet-client' },
    });
  });

  it('shows what the containers of a pod use', async () => {
    const { json } = await get('/namespaces/default/pods/web');
    const usage = { cpu: '50m', memory: '16Mi' };
    expect(json).toMatchObject({
      kind: 'PodMetrics',
      metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
      containers: [
        { name: 'main', usage },
        { name: 'side', usage },
      ],
    });
  });

  it('lists what is known, and asks each kubelet once for all', async () => {
    const [all, selected, named, inNamespace, elsewhere] = await Promise.all(
      [
        '/pods',
        '/pods?labelSelector=app=web',
        '/pods?fieldSelector=metadata.name=other',
        '/namespaces/default/pods',
        '/namespaces/kube-system/pods',
      ].map((path) => get(path)),
    );
    expect(all?.json).toMatchObject({ kind: 'PodMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {} });
    expect([all, selected, named, inNamespace, elsewhere].map((answer) => answer && names(answer.json))).toEqual([
      ['other', 'web'],
      ['web'],
      ['other'],
      ['other', 'web'],
      [],
    ]);
    expect(kubelet.requests).toHaveLength(2);
    expect(names((await get('/nodes')).json)).toEqual(['n1']);
    expect(names((await get('/nodes?labelSelector=disk=hdd')).json)).toEqual([]);
    expect(kubelet.requests).toHaveLength(2);
  });

  it.each([
    ['/nodes/absent', 'node "absent" not found'],
    ['/nodes/off', 'nodemetrics.metrics.k8s.io "off" not found'],
    ['/namespaces/default/pods/absent', 'pods "absent" not found'],
    ['/namespaces/default/pods/unknown', 'podmetrics.metrics.k8s.io "default/unknown" not found'],
    ['/namespaces/default/pods/ended', 'podmetrics.metrics.k8s.io "default/ended" not found'],
    ['/namespaces/default/pods/lost', 'podmetrics.metrics.k8s.io "default/lost" not found'],
  ])('says what nothing is known of: %s', async (path, message) => {
    expect((await get(path)).json).toMatchObject({ code: 404, reason: 'NotFound', message });
  });

  it.each([
    ['garbage', (text: string) => text.replaceAll('_', '-')],
    ['a part of it', undefined],
  ])('leaves a node out whose kubelet answers with %s', async (_name, spoil) => {
    kubelet.answer = (_request, response) => {
      if (spoil !== undefined) return void response.end(spoil(sampleText()));
      response.write(sampleText());
      setImmediate(() => response.destroy());
    };
    expect(names((await get('/nodes')).json)).toEqual([]);
  });

  it('leaves a node out whose kubelet refuses', async () => {
    kubelet.answer = (_request, response) => void response.writeHead(403).end(sampleText());
    expect(names((await get('/nodes')).json)).toEqual([]);
  });

  it('is shown as a table', async () => {
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const { json } = await get('/pods?labelSelector=app=web', accept);
    const table = json as unknown as { columnDefinitions: { name: string }[]; rows: { cells: unknown[] }[] };
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'cpu', 'memory', 'Window']);
    expect(table.rows.map(({ cells }) => cells)).toEqual([['web', '100m', '32Mi', '10s']]);
    const nodes = (await get('/nodes/n1', accept)).json as unknown as typeof table;
    expect(nodes.rows.map(({ cells }) => cells)).toEqual([['n1', '100m', '1Gi', '10s']]);
  });

  it.each(['/nodes', '/nodes/n1', '/pods'])('goes out as protobuf: %s', async (path) => {
    const { status, body, headers } = await get(path, 'application/vnd.kubernetes.protobuf');
    expect([status, headers['content-type']]).toEqual([200, 'application/vnd.kubernetes.protobuf']);
    expect(body.subarray(0, 3).toString()).toBe('k8s');
    expect(body.toString('latin1')).toContain('metrics.k8s.io/v1beta1');
  });

  it('is in discovery, and can only be read', async () => {
    const { json } = await api.send('GET', metrics);
    const { resources } = json as unknown as { resources: object[] };
    expect(resources).toEqual([
      { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
      { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
    ]);
    expect((await api.send('DELETE', `${metrics}/nodes/n1`)).status).toBe(405);
    const service = await api.send('GET', '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io');
    expect(service.json.spec).toMatchObject({ groupPriorityMinimum: 100, versionPriority: 100 });
  });
});
