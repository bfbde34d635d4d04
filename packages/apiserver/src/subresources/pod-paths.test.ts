import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const labels = { 'topology.kubernetes.io/zone': 'z1', 'topology.kubernetes.io/region': 'r1', other: 'x' };
  await api.send('POST', '/api/v1/nodes', { body: { metadata: { name: 'n1', labels } } });
});
afterAll(() => api.stop());

const pods = '/api/v1/namespaces/default/pods';
const merge = 'application/strategic-merge-patch+json';
let count = 0;

async function pod(spec: object = {}): Promise<string> {
  count += 1;
  const requests = { cpu: '100m', memory: '64Mi' };
  const containers = [{ name: 'c', image: 'nginx', resources: { requests } }];
  const body = { metadata: { name: `p${count}` }, spec: { containers, ...spec } };
  expect((await api.send('POST', pods, { body })).status).toBe(201);
  return `${pods}/p${count}`;
}

const bind = (path: string, { node = 'n1', ...metadata }: { node?: string; uid?: string; resourceVersion?: string }) =>
  api.send('POST', `${path}/binding`, { body: { metadata, target: { kind: 'Node', name: node } } });

describe('pods/binding', () => {
  it('sends a pod to its node, with the labels of the place, without a new generation', async () => {
    const path = await pod();
    const { json } = await bind(path, {});
    expect(json).toEqual({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
    const bound = (await api.send('GET', path)).json;
    expect(bound.spec).toMatchObject({ nodeName: 'n1' });
    expect(bound.status).toMatchObject({ conditions: [{ type: 'PodScheduled', status: 'True' }] });
    expect(bound.metadata.generation).toBe(1);
    expect(bound.metadata.labels).toEqual({
      'topology.kubernetes.io/zone': 'z1',
      'topology.kubernetes.io/region': 'r1',
    });
  });

  it('works by the older path, too', async () => {
    const path = await pod();
    const name = path.slice(pods.length + 1);
    const body = { metadata: { name }, target: { kind: 'Node', name: 'n1' } };
    expect((await api.send('POST', '/api/v1/namespaces/default/bindings', { body })).status).toBe(201);
    expect((await api.send('GET', path)).json.spec).toMatchObject({ nodeName: 'n1' });
  });

  it('refuses a second node, another pod of the same name, and a pod that must wait', async () => {
    const path = await pod();
    expect((await bind(path, { uid: 'x' })).json).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await bind(path, { resourceVersion: '1' })).json.code).toBe(409);
    await bind(path, {});
    const name = path.slice(pods.length + 1);
    expect((await bind(path, { node: 'n2' })).json.message).toBe(
      `Operation cannot be fulfilled on pods/binding "${name}": pod ${name} is already assigned to node "n1"`,
    );
    const gated = await bind(await pod({ schedulingGates: [{ name: 'example.com/wait' }] }), {});
    expect(gated.json.message).toContain('has non-empty .spec.schedulingGates');
  });

  it('is refused in a namespace that goes away', async () => {
    await api.send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'ending' } } });
    const inside = '/api/v1/namespaces/ending';
    await api.send('POST', `${inside}/serviceaccounts`, { body: { metadata: { name: 'default' } } });
    const body = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    expect((await api.send('POST', `${inside}/pods`, { body })).status).toBe(201);
    await api.send('DELETE', inside);
    const { json } = await bind(`${inside}/pods/p`, {});
    expect(json).toMatchObject({ code: 403, details: { causes: [{ reason: 'NamespaceTerminating' }] } });
  });
});

describe('pods/ephemeralcontainers', () => {
  const debugger_ = { name: 'debug', image: 'busybox' };

  it('adds a container to look into the pod, and changes nothing else', async () => {
    const path = await pod();
    const body = { spec: { ephemeralContainers: [debugger_] }, metadata: { labels: { sneaked: 'in' } } };
    const { status, json } = await api.send('PATCH', `${path}/ephemeralcontainers`, { body, type: merge });
    expect(status).toBe(200);
    expect(json.spec?.['ephemeralContainers']).toMatchObject([debugger_]);
    expect(json.metadata.labels).toBeUndefined();
    expect(json.metadata.generation).toBe(2);
  });

  it('does not take one away', async () => {
    const path = await pod();
    const add = { spec: { ephemeralContainers: [debugger_] } };
    const { json } = await api.send('PATCH', `${path}/ephemeralcontainers`, { body: add, type: merge });
    const body = { ...json, spec: { ...json.spec, ephemeralContainers: [] } };
    const { json: refused } = await api.send('PUT', `${path}/ephemeralcontainers`, { body });
    expect(refused.message).toContain('existing ephemeral containers "debug" may not be removed');
  });

  it('is the only way to add one', async () => {
    const path = await pod();
    const body = { spec: { ephemeralContainers: [debugger_] } };
    expect((await api.send('PATCH', path, { body, type: merge })).status).toBe(422);
  });
});

describe('pods/resize', () => {
  it('changes CPU and memory of a container, and nothing else', async () => {
    const path = await pod();
    const containers = [{ name: 'c', image: 'other', resources: { requests: { cpu: '200m' } } }];
    const { status, json } = await api.send('PATCH', `${path}/resize`, { body: { spec: { containers } }, type: merge });
    expect(status).toBe(200);
    expect(json.spec?.['containers']).toMatchObject([
      { image: 'nginx', resources: { requests: { cpu: '200m', memory: '64Mi' } } },
    ]);
  });

  it('refuses what would change the class of service', async () => {
    const path = await pod();
    const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } };
    const body = { spec: { containers: [{ name: 'c', resources }] } };
    const { json } = await api.send('PATCH', `${path}/resize`, { body, type: merge });
    expect(json.message).toContain('Pod QOS Class may not change as a result of resizing');
  });
});

describe('certificatesigningrequests/approval', () => {
  const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

  it('decides, and changes nothing else', async () => {
    const made = await api.send('POST', requests, { body: await signingRequest() });
    expect(made.json.message).toBeUndefined();
    const condition = { type: 'Approved', status: 'True', reason: 'Fine' };
    const body = { ...made.json, spec: { ...made.json.spec, usages: ['any'] }, status: { conditions: [condition] } };
    const { json } = await api.send('PUT', `${requests}/ann/approval`, { body });
    expect(json.status).toMatchObject({
      conditions: [{ ...condition, lastUpdateTime: expect.any(String) as string }],
    });
    expect(json.spec?.['usages']).toEqual(['client auth']);
  });
});

async function signingRequest(): Promise<object> {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const key = ['-newkey', 'ed25519', '-nodes', '-keyout', '/dev/null'];
  const { stdout } = await promisify(execFile)('openssl', ['req', '-new', ...key, '-subj', '/CN=ann']);
  const spec = { signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] };
  return { metadata: { name: 'ann' }, spec: { ...spec, request: Buffer.from(stdout).toString('base64') } };
}

describe('componentstatuses', () => {
  it('speak of the store', async () => {
    const healthy = { metadata: { name: 'etcd-0' }, conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }] };
    const one = await api.send('GET', '/api/v1/componentstatuses/etcd-0');
    expect(one.json).toMatchObject({ kind: 'ComponentStatus', apiVersion: 'v1', ...healthy });
    const { json } = await api.send('GET', '/api/v1/componentstatuses');
    expect(json).toMatchObject({ kind: 'ComponentStatusList', items: [healthy] });
    const nobody = await api.send('GET', '/api/v1/componentstatuses/nobody');
    expect(nobody.json).toMatchObject({ code: 500, message: 'Component not found: nobody' });
  });
});
