import { isNotFound } from '@wherry/api';
import { ConfigMaps, Events, Namespaces, Nodes, type ConfigMap } from '@wherry/api/core-v1';
import type { OwnerReference } from '@wherry/api/meta-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { garbageCollectorEntry } from './garbage-collector.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [garbageCollectorEntry] });
  client = cluster.client;
});
afterAll(() => cluster.stop());

const at = (name: string) => ({ namespace: 'default', name });

function reference(owner: ConfigMap, extra: Partial<OwnerReference> = {}): OwnerReference {
  const { name = '', uid = '' } = owner.metadata;
  return { apiVersion: 'v1', kind: 'ConfigMap', name, uid, ...extra };
}

function create(name: string, owners: readonly OwnerReference[] = [], finalizers: readonly string[] = []) {
  return client.create(ConfigMaps, { metadata: { ...at(name), ownerReferences: owners, finalizers } });
}

const find = async (name: string): Promise<ConfigMap | undefined> => {
  try {
    return await client.get(ConfigMaps, at(name));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};
const whenGone = (name: string) => eventually(async () => expect(await find(name)).toBeUndefined());

describe('garbage collector', () => {
  it('deletes what an owner leaves behind, and what that leaves behind', async () => {
    const owner = await create('bg-owner');
    const middle = await create('bg-middle', [reference(owner)]);
    await create('bg-last', [reference(middle)]);
    await client.delete(ConfigMaps, at('bg-owner'), { propagationPolicy: 'Background' });
    await whenGone('bg-last');
    expect(await find('bg-middle')).toBeUndefined();
  });

  it('deletes what names an owner that never was', async () => {
    await create('absent', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'no-such-uid' }]);
    await whenGone('absent');
  });

  it('deletes what names an object that has only the name of its owner', async () => {
    const other = await create('namesake');
    await create('of-namesake', [reference(other, { uid: 'of-an-older-one' })]);
    await whenGone('of-namesake');
    expect(await find('namesake')).toBeDefined();
  });

  it('keeps what has another owner, without the one that is gone', async () => {
    const [a, b] = [await create('two-a'), await create('two-b')];
    await create('two-child', [reference(a), reference(b)]);
    await client.delete(ConfigMaps, at('two-a'), { propagationPolicy: 'Background' });
    await eventually(async () =>
      expect((await find('two-child'))?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['two-b']),
    );
  });

  it('lets dependents stay when their owner is orphaning them', async () => {
    const owner = await create('or-owner');
    await create('or-child', [reference(owner)]);
    await eventually(async () => expect(await find('or-child')).toBeDefined());
    await client.delete(ConfigMaps, at('or-owner'), { propagationPolicy: 'Orphan' });
    await whenGone('or-owner');
    expect((await find('or-child'))?.metadata.ownerReferences ?? []).toEqual([]);
  });

  it('deletes in the foreground: the owner goes after the dependents that block it', async () => {
    const owner = await create('fg-owner');
    await create('fg-blocker', [reference(owner, { blockOwnerDeletion: true })], ['example.com/hold']);
    await client.delete(ConfigMaps, at('fg-owner'), { propagationPolicy: 'Foreground' });
    await eventually(async () => expect((await find('fg-blocker'))?.metadata.deletionTimestamp).toBeDefined());
    expect((await find('fg-owner'))?.metadata.finalizers).toEqual(['foregroundDeletion']);
    await client.patch(ConfigMaps, at('fg-blocker'), { type: 'merge', body: { metadata: { finalizers: null } } });
    await whenGone('fg-owner');
  });

  it('gets circles out of the world', async () => {
    const a = await create('circle-a');
    const b = await create('circle-b', [reference(a, { blockOwnerDeletion: true })]);
    const body = { metadata: { ownerReferences: [reference(b, { blockOwnerDeletion: true })] } };
    await client.patch(ConfigMaps, at('circle-a'), { type: 'merge', body });
    await client.delete(ConfigMaps, at('circle-a'), { propagationPolicy: 'Foreground' });
    await whenGone('circle-a');
    await whenGone('circle-b');
  });

  it('deletes what names an owner in another namespace, and says so', async () => {
    await client.create(Namespaces, { metadata: { name: 'elsewhere' } });
    const owner = await client.create(ConfigMaps, { metadata: { namespace: 'elsewhere', name: 'far' } });
    await create('of-far', [reference(owner)]);
    await whenGone('of-far');
    await eventually(async () => {
      const { items } = await client.list(Events, { namespace: 'default' });
      expect(items.find(({ reason }) => reason === 'OwnerRefInvalidNamespace')?.message).toBe(
        `ownerRef [v1/ConfigMap, namespace: default, name: far, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
      );
    });
    expect(await client.get(ConfigMaps, { namespace: 'elsewhere', name: 'far' })).toBeDefined();
  });

  it('leaves alone what belongs to no namespace but names an owner that does', async () => {
    const owner = await create('for-node');
    await client.create(Nodes, { metadata: { name: 'owned', ownerReferences: [reference(owner)] } });
    await client.delete(ConfigMaps, at('for-node'), { propagationPolicy: 'Background' });
    await create('sentinel', [reference(owner)]);
    await whenGone('sentinel');
    expect(await client.get(Nodes, { name: 'owned' })).toBeDefined();
  });
});
