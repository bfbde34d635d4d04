// Kinds that are served in two versions and stored in one: whatever is done through one is seen through the other.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const space = '/namespaces/default';
const regarding = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' };
const oldIngress = { spec: { backend: { serviceName: 's', servicePort: 80 } } };
const newIngress = { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } };
const target = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, maxReplicas: 3 };
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };

interface Side {
  readonly path: string;
  readonly apiVersion: string;
  /** How an object looks there. */
  readonly body: object;
}

const events: readonly [Side, Side] = [
  {
    path: `/api/v1${space}/events`,
    apiVersion: 'v1',
    body: { involvedObject: regarding, message: 'text', reason: 'Why', type: 'Normal', eventTime: null },
  },
  {
    path: `/apis/events.k8s.io/v1${space}/events`,
    apiVersion: 'events.k8s.io/v1',
    body: {
      regarding,
      note: 'text',
      reason: 'Why',
      type: 'Normal',
      action: 'Act',
      reportingController: 'x.io/y',
      reportingInstance: 'z',
      eventTime: '2026-01-01T00:00:00.000000Z',
    },
  },
];
const ingresses: readonly [Side, Side] = [
  { path: `/apis/networking.k8s.io/v1${space}/ingresses`, apiVersion: 'networking.k8s.io/v1', body: newIngress },
  { path: `/apis/extensions/v1beta1${space}/ingresses`, apiVersion: 'extensions/v1beta1', body: oldIngress },
];
const autoscalers: readonly [Side, Side] = [
  {
    path: `/apis/autoscaling/v2${space}/horizontalpodautoscalers`,
    apiVersion: 'autoscaling/v2',
    body: { spec: { ...target, metrics: [cpu] } },
  },
  {
    path: `/apis/autoscaling/v1${space}/horizontalpodautoscalers`,
    apiVersion: 'autoscaling/v1',
    body: { spec: { ...target, targetCPUUtilizationPercentage: 50 } },
  },
];

describe.each([
  ['events', events, { message: 'text' }, { note: 'text' }],
  ['ingresses', ingresses, newIngress, oldIngress],
  ['autoscalers', autoscalers, { spec: { metrics: [cpu] } }, { spec: { targetCPUUtilizationPercentage: 50 } }],
] as const)('%s', (_name, [stored, view], asStored, asView) => {
  it.each([
    ['the stored version', stored],
    ['the other version', view],
  ])('are created, updated, patched and deleted through %s and seen through both', async (name, side) => {
    const called = `by-${name.replaceAll(' ', '-')}`;
    const watches = await Promise.all(
      [stored, view].map(async ({ path }) => {
        const { json } = await api.send('GET', path);
        return api.client.watch(`${path}?watch=1&resourceVersion=${json.metadata.resourceVersion}`);
      }),
    );
    const made = await api.send('POST', side.path, { body: { metadata: { name: called }, ...side.body } });
    expect([made.status, made.json.apiVersion]).toEqual([201, side.apiVersion]);
    for (const [{ path, apiVersion }, looks] of [
      [stored, asStored],
      [view, asView],
    ] as const) {
      const { json } = await api.send('GET', `${path}/${called}`);
      expect(json).toMatchObject({ apiVersion, ...looks });
      const { json: list } = await api.send('GET', `${path}?fieldSelector=metadata.name%3D${called}`);
      expect(list).toMatchObject({ apiVersion, items: [{ apiVersion, ...looks }] });
    }
    const updated = await api.send('PUT', `${side.path}/${called}`, {
      body: { ...made.json, metadata: { ...made.json.metadata, labels: { a: 'b' } } },
    });
    expect([updated.status, updated.json.metadata.labels]).toEqual([200, { a: 'b' }]);
    const type = 'application/merge-patch+json';
    const patched = await api.send('PATCH', `${side.path}/${called}`, {
      body: { metadata: { labels: { a: 'c' } } },
      type,
    });
    expect([patched.status, patched.json.apiVersion, patched.json.metadata.labels]).toEqual([
      200,
      side.apiVersion,
      { a: 'c' },
    ]);
    expect((await api.send('DELETE', `${side.path}/${called}`)).status).toBe(200);
    for (const [watch, { apiVersion }] of [
      [watches[0], stored],
      [watches[1], view],
    ] as const) {
      const lines = (await watch?.next(4)) ?? [];
      watch?.close();
      expect(lines.map(({ type: what, object }) => [what, object.apiVersion])).toEqual(
        ['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED'].map((what) => [what, apiVersion]),
      );
    }
  });

  it('of the one version are not taken for the other', async () => {
    const body = { apiVersion: stored.apiVersion, metadata: { name: 'mistaken' }, ...stored.body };
    const { status, json } = await api.send('POST', view.path, { body });
    expect([status, json.message]).toEqual([
      400,
      `the API version in the data (${stored.apiVersion}) does not match the expected API version (${view.apiVersion})`,
    ]);
  });

  it('are deleted together', async () => {
    await api.send('POST', stored.path, { body: { metadata: { name: 'together' }, ...stored.body } });
    expect((await api.send('DELETE', view.path)).status).toBe(200);
    expect((await api.send('GET', stored.path)).json.items).toEqual([]);
  });
});

describe('events', () => {
  it('are selected by the fields of the version that is asked', async () => {
    const [{ path: core, body }, { path: group }] = events;
    await api.send('POST', core, { body: { metadata: { name: 'selected' }, ...body } });
    const count = async (path: string, selector: string) => {
      const { status, json } = await api.send('GET', `${path}?fieldSelector=${encodeURIComponent(selector)}`);
      return status === 200 ? json.items.length : json.message;
    };
    expect(await count(core, 'involvedObject.name=a,type=Normal')).toBe(1);
    expect(await count(group, 'regarding.name=a,type=Normal')).toBe(1);
    expect(await count(group, 'regarding.name=b')).toBe(0);
    expect(await count(core, 'regarding.name=a')).toBe('field label not supported: regarding.name');
  });

  it('are held to more by the newer version', async () => {
    const { status, json } = await api.send('POST', events[1].path, {
      body: { metadata: { name: 'loose' }, regarding },
    });
    expect([status, json.reason]).toEqual([422, 'Invalid']);
  });
});
