import { isNotFound } from '@wherry/api';
import { EndpointsResource, Nodes, Pods, Services } from '@wherry/api/core-v1';
import { EndpointSlices, type EndpointSlice } from '@wherry/api/discovery-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { endpointSliceMirroringEntry } from './endpoint-slice-mirroring.ts';
import { endpointSliceEntry } from './endpoint-slice.ts';
import { endpointsEntry } from './endpoints.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  const controllers = [endpointsEntry, endpointSliceEntry, endpointSliceMirroringEntry];
  cluster = await startTestCluster({ controllers });
  client = cluster.client;
  await client.create(Nodes, { metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'z' } } });
});
afterAll(() => cluster.stop());

const namespace = 'default';

async function slicesOf(service: string): Promise<EndpointSlice[]> {
  const labelSelector = `kubernetes.io/service-name=${service}`;
  return (await client.list(EndpointSlices, { namespace, labelSelector })).items;
}
const addressesIn = (slices: readonly EndpointSlice[]) =>
  slices.flatMap(({ endpoints }) =>
    endpoints.filter(({ conditions }) => conditions.ready).map((each) => each.addresses[0] ?? ''),
  );

async function runningPod(name: string, app: string, ip: string): Promise<void> {
  await client.create(Pods, {
    metadata: { namespace, name, labels: { app } },
    spec: { containers: [{ name: 'c', image: 'i' }], nodeName: 'n' },
  });
  await setStatus(name, {
    phase: 'Running',
    podIP: ip,
    podIPs: [{ ip }],
    conditions: [{ type: 'Ready', status: 'True' }],
  });
}
const setStatus = (name: string, status: object) =>
  client.patch(Pods, { namespace, name, subresource: 'status' }, { type: 'merge', body: { status } });

const newService = (name: string, selector?: Record<string, string>) =>
  client.create(Services, {
    metadata: { namespace, name },
    spec: { ports: [{ port: 80, targetPort: 8080 }], ...(selector === undefined ? {} : { selector }) },
  });

describe('endpoints of a Service', () => {
  it('follow its pods, in slices and in the old form', async () => {
    await newService('web', { app: 'web' });
    await eventually(async () => expect(await slicesOf('web')).toMatchObject([{ endpoints: [], ports: [] }]));
    await runningPod('web-1', 'web', '10.244.1.1');
    await runningPod('web-2', 'web', '10.244.1.2');
    await eventually(async () =>
      expect(addressesIn(await slicesOf('web')).toSorted()).toEqual(['10.244.1.1', '10.244.1.2']),
    );
    expect(await slicesOf('web')).toHaveLength(1);
    await eventually(async () => {
      const { subsets } = await client.get(EndpointsResource, { namespace, name: 'web' });
      expect(subsets?.map(({ addresses }) => addresses?.map(({ ip }) => ip))).toEqual([['10.244.1.1', '10.244.1.2']]);
    });
    await setStatus('web-1', { conditions: [{ type: 'Ready', status: 'False' }] });
    await eventually(async () => expect(addressesIn(await slicesOf('web'))).toEqual(['10.244.1.2']));
    await eventually(async () => {
      const { subsets } = await client.get(EndpointsResource, { namespace, name: 'web' });
      expect(subsets?.[0]?.notReadyAddresses?.map(({ ip }) => ip)).toEqual(['10.244.1.1']);
    });
  });

  it('are put right when somebody touches the slice', async () => {
    await newService('touched', { app: 'touched' });
    await runningPod('touched-1', 'touched', '10.244.2.1');
    const [slice] = await eventually(async () => {
      const slices = await slicesOf('touched');
      expect(addressesIn(slices)).toEqual(['10.244.2.1']);
      return slices;
    });
    const name = slice?.metadata.name ?? '';
    await client.patch(EndpointSlices, { namespace, name }, { type: 'merge', body: { endpoints: [] } });
    await eventually(async () => expect(addressesIn(await slicesOf('touched'))).toEqual(['10.244.2.1']));
    await client.delete(EndpointSlices, { namespace, name });
    await eventually(async () => expect(addressesIn(await slicesOf('touched'))).toEqual(['10.244.2.1']));
  });

  it('go with it, in the old form; slices are the garbage of their owner', async () => {
    await newService('short', { app: 'short' });
    await eventually(() => client.get(EndpointsResource, { namespace, name: 'short' }));
    const [slice] = await eventually(async () => {
      const slices = await slicesOf('short');
      expect(slices).toHaveLength(1);
      return slices;
    });
    expect(slice?.metadata.ownerReferences).toMatchObject([{ kind: 'Service', name: 'short', controller: true }]);
    await client.delete(Services, { namespace, name: 'short' });
    await eventually(async () => {
      const gone = await client
        .get(EndpointsResource, { namespace, name: 'short' })
        .catch((error: unknown) => isNotFound(error));
      expect(gone).toBe(true);
    });
  });

  it('are left alone without a selector, but mirrored into slices', async () => {
    const byHand = await client.create(EndpointsResource, {
      metadata: { namespace, name: 'db' },
      subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 5432 }] }],
    });
    await newService('db');
    await eventually(async () => expect(addressesIn(await slicesOf('db'))).toEqual(['192.0.2.1']));
    const [slice] = await slicesOf('db');
    expect(slice?.metadata.ownerReferences).toMatchObject([{ kind: 'Endpoints', uid: byHand.metadata.uid }]);
    const place = { namespace, name: 'db' };
    const body = { subsets: [{ addresses: [{ ip: '192.0.2.7' }], ports: [{ port: 5432 }] }] };
    await client.patch(EndpointsResource, place, { type: 'merge', body });
    await eventually(async () => expect(addressesIn(await slicesOf('db'))).toEqual(['192.0.2.7']));
    await client.delete(EndpointsResource, place);
    await eventually(async () => expect(await slicesOf('db')).toEqual([]));
  });

  it('stay as they are when somebody makes slices by hand', async () => {
    await newService('manual');
    const labels = { 'kubernetes.io/service-name': 'manual' };
    const own = { addressType: 'IPv4', endpoints: [{ addresses: ['192.0.2.9'] }], ports: [] } as const;
    await client.create(EndpointSlices, { metadata: { namespace, name: 'mine', labels }, ...own });
    await newService('sentinel', { app: 'none' });
    await eventually(async () => expect(await slicesOf('sentinel')).toHaveLength(1));
    expect((await slicesOf('manual')).map(({ metadata }) => metadata.name)).toEqual(['mine']);
  });
});
