import { isForbidden } from '@wherry/api';
import { ReplicaSets } from '@wherry/api/apps-v1';
import { ConfigMaps, Namespaces, Pods, ResourceQuotas, ServiceAccounts, Services } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { resourceQuotaEntry } from './resource-quota.ts';

describe('resourceQuotaController', () => {
  let cluster: TestCluster;
  let client: Client;
  beforeAll(async () => {
    cluster = await startTestCluster({ controllers: [resourceQuotaEntry] });
    client = cluster.client;
  });
  afterAll(() => cluster.stop());

  const newNamespace = async (name: string): Promise<void> => {
    await client.create(Namespaces, { metadata: { name } });
    await client.create(ServiceAccounts, { metadata: { namespace: name, name: 'default' } });
  };
  const limit = (namespace: string, hard: Record<string, string>) =>
    client.create(ResourceQuotas, { metadata: { namespace, name: 'q' }, spec: { hard } });
  const statusOf = async (namespace: string) => (await client.get(ResourceQuotas, { namespace, name: 'q' })).status;
  const seeUsed = (namespace: string, used: Record<string, string>) =>
    eventually(async () => expect((await statusOf(namespace)).used).toEqual(used));
  const runPod = (namespace: string, name: string, cpu: string) =>
    client.create(Pods, {
      metadata: { namespace, name },
      spec: { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu } } }] },
    });

  it('counts what is there, and what comes and goes', async () => {
    const namespace = 'counted';
    await newNamespace(namespace);
    await client.create(ConfigMaps, { metadata: { namespace, name: 'early' } });
    const hard = {
      configmaps: '5',
      'count/replicasets.apps': '2',
      services: '3',
      'services.nodeports': '2',
      resourcequotas: '1',
    };
    await limit(namespace, hard);
    const nothing = {
      configmaps: '1',
      'count/replicasets.apps': '0',
      services: '0',
      'services.nodeports': '0',
      resourcequotas: '1',
    };
    await seeUsed(namespace, nothing);
    expect((await statusOf(namespace)).hard).toEqual(hard);
    const selector = { matchLabels: { app: 'a' } };
    const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    await client.create(ReplicaSets, {
      metadata: { namespace, name: 'rs' },
      spec: { replicas: 0, selector, template },
    });
    await client.create(Services, {
      metadata: { namespace, name: 's' },
      spec: { type: 'NodePort', ports: [{ port: 80 }] },
    });
    await seeUsed(namespace, { ...nothing, 'count/replicasets.apps': '1', services: '1', 'services.nodeports': '1' });
    await client.patch(Services, { namespace, name: 's' }, { type: 'merge', body: { spec: { type: 'ClusterIP' } } });
    await seeUsed(namespace, { ...nothing, 'count/replicasets.apps': '1', services: '1' });
    await client.delete(ReplicaSets, { namespace, name: 'rs' });
    await client.delete(ConfigMaps, { namespace, name: 'early' });
    await client.delete(Services, { namespace, name: 's' });
    await seeUsed(namespace, { ...nothing, configmaps: '0' });
  });

  it('takes nothing back of what many requests are charged at once', async () => {
    const namespace = 'busy';
    await newNamespace(namespace);
    await limit(namespace, { 'count/configmaps': '90' });
    await seeUsed(namespace, { 'count/configmaps': '0' });
    const create = (name: string) => client.create(ConfigMaps, { metadata: { namespace, name } });
    await Promise.all(Array.from({ length: 30 }, (_, index) => create(`m-${index}`)));
    await seeUsed(namespace, { 'count/configmaps': '30' });
    // Some go while others come: it comes out right all the same.
    await Promise.all([
      client.deleteCollection(ConfigMaps, { namespace, fieldSelector: 'metadata.name!=m-0' }),
      ...Array.from({ length: 10 }, (_, index) => create(`n-${index}`)),
    ]);
    const { items } = await client.list(ConfigMaps, { namespace });
    await seeUsed(namespace, { 'count/configmaps': String(items.length) });
  });

  it('gives back what a pod had when it ends', async () => {
    const namespace = 'ending';
    await newNamespace(namespace);
    await limit(namespace, { pods: '2', cpu: '1', 'count/pods': '9' });
    await seeUsed(namespace, { pods: '0', cpu: '0', 'count/pods': '0' });
    await runPod(namespace, 'a', '600m');
    await expect(runPod(namespace, 'b', '600m')).rejects.toSatisfy(isForbidden);
    await client.patch(
      Pods,
      { namespace, name: 'a', subresource: 'status' },
      { type: 'merge', body: { status: { phase: 'Succeeded' } } },
    );
    await seeUsed(namespace, { pods: '0', cpu: '0', 'count/pods': '1' });
    await runPod(namespace, 'b', '600m');
    await seeUsed(namespace, { pods: '1', cpu: '600m', 'count/pods': '2' });
  });

  it('leaves a status that somebody else has written, and counts anew for other limits', async () => {
    const namespace = 'written';
    await newNamespace(namespace);
    await limit(namespace, { cpu: '500m' });
    await seeUsed(namespace, { cpu: '0' });
    const place = { namespace, name: 'q' };
    await client.patch(
      ResourceQuotas,
      { ...place, subresource: 'status' },
      { type: 'merge', body: { status: { hard: { cpu: '1' } } } },
    );
    // Not even what ends, and gives back what it had, brings the limits back.
    await runPod(namespace, 'p', '700m');
    await seeUsed(namespace, { cpu: '700m' });
    await client.delete(Pods, { namespace, name: 'p' }, { gracePeriodSeconds: 0 });
    await seeUsed(namespace, { cpu: '0' });
    expect((await statusOf(namespace)).hard).toEqual({ cpu: '1' });
    await client.patch(ResourceQuotas, place, { type: 'merge', body: { spec: { hard: { cpu: '2', memory: '1Gi' } } } });
    await eventually(async () =>
      expect(await statusOf(namespace)).toEqual({ hard: { cpu: '2', memory: '1Gi' }, used: { cpu: '0', memory: '0' } }),
    );
  });
});
