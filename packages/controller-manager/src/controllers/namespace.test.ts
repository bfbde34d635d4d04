import { isNotFound } from '@wherry/api';
import { ConfigMaps, Namespaces, Pods, ServiceAccounts, type Namespace } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { namespaceEntry } from './namespace.ts';

describe('namespaceController', () => {
  let cluster: TestCluster;
  let client: Client;
  beforeAll(async () => {
    cluster = await startTestCluster({ controllers: [namespaceEntry] });
    client = cluster.client;
  });
  afterAll(() => cluster.stop());

  const conditionOf = ({ status }: Namespace, type: string) => status.conditions?.find((each) => each.type === type);
  const isGone = async (name: string) =>
    expect(await client.get(Namespaces, { name }).catch((error: unknown) => isNotFound(error))).toBe(true);

  it('empties a deleted namespace and lets it go', async () => {
    await client.create(Namespaces, { metadata: { name: 'full' } });
    await client.create(ConfigMaps, { metadata: { name: 'a', namespace: 'full' } });
    await client.delete(Namespaces, { name: 'full' });
    await eventually(() => isGone('full'));
    expect((await client.list(ConfigMaps, { namespace: 'full' })).items).toEqual([]);
  });

  it('deletes everything else only when the pods are gone', async () => {
    await client.create(Namespaces, { metadata: { name: 'busy' } });
    await client.create(ConfigMaps, { metadata: { name: 'a', namespace: 'busy' } });
    const spec = { containers: [{ name: 'c', image: 'i' }], nodeName: 'n', automountServiceAccountToken: false };
    const place = { namespace: 'busy', name: 'p' };
    await client.create(ServiceAccounts, { metadata: { namespace: 'busy', name: 'default' } });
    await client.create(Pods, { metadata: place, spec });
    await client.delete(Namespaces, { name: 'busy' });
    await eventually(async () => {
      const remaining = conditionOf(await client.get(Namespaces, { name: 'busy' }), 'NamespaceContentRemaining');
      expect(remaining).toMatchObject({
        status: 'True',
        reason: 'SomeResourcesRemain',
        message: 'Some resources are remaining: pods. has 1 resource instances',
      });
    });
    expect((await client.get(Pods, place)).metadata.deletionTimestamp).toBeDefined();
    expect((await client.list(ConfigMaps, { namespace: 'busy' })).items).toHaveLength(1);
    await client.delete(Pods, place, { gracePeriodSeconds: 0 });
    await eventually(() => isGone('busy'));
  });

  it('says which finalizers hold what is left', async () => {
    await client.create(Namespaces, { metadata: { name: 'held' } });
    const place = { namespace: 'held', name: 'a' };
    await client.create(ConfigMaps, { metadata: { ...place, finalizers: ['example.com/x'] } });
    await client.delete(Namespaces, { name: 'held' });
    await eventually(async () => {
      const namespace = await client.get(Namespaces, { name: 'held' });
      expect(conditionOf(namespace, 'NamespaceFinalizersRemaining')).toMatchObject({
        status: 'True',
        message: 'Some content in the namespace has finalizers remaining: example.com/x in 1 resource instances',
      });
    });
    await client.patch(ConfigMaps, place, { type: 'merge', body: { metadata: { finalizers: null } } });
    await eventually(async () => expect((await client.list(ConfigMaps, { namespace: 'held' })).items).toEqual([]));
  });
});
